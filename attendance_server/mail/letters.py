"""What mail says. Plain text, in one language and in one place."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from attrs import frozen

RESET_SUBJECT = "Choose a new password"
RESET = """\
Someone, most likely you, asked for a new password for the account of
{email} at {pages}

To choose one, open this link:

{link}

It works once, within 24 hours, and only until you ask for another one.
Until then, your present password stays valid. If you did not ask for
this, you can ignore this mail.
"""


@frozen
class Letters:
    """Writes mail from `sender`, with links to the pages at `public_url`."""

    sender: str
    public_url: str

    def reset(self, email: str, code: str) -> EmailMessage:
        """The mail with the code by which the owner of an account chooses a new password."""
        pages = f"{self.public_url}/"
        # In the fragment, which browsers send to no server.
        link = f"{pages}#/claim/{code}"
        return self._letter(email, RESET_SUBJECT, RESET.format(email=email, pages=pages, link=link))

    def _letter(self, to: str, subject: str, text: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = to
        letter["Subject"] = subject
        letter["Date"] = formatdate()
        letter["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        # Keeps holiday notices and other robots from answering (RFC 3834).
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)
        return letter
