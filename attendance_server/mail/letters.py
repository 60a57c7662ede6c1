"""Writes mail, as plain text, in the language of whoever gets it."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from attrs import frozen

from .words import words_in


@frozen
class Letters:
    """Writes mail from `sender`, with links to the pages at `public_url`."""

    sender: str
    public_url: str

    def reset(self, email: str, code: str, language: str) -> EmailMessage:
        """The mail with the code by which the owner of an account chooses a new password.

        `language`: one of `languages.LANGUAGES`.
        """
        words = words_in(language)
        pages = f"{self.public_url}/"
        # In the fragment, which browsers send to no server.
        link = f"{pages}#/claim/{code}"
        text = words.reset.format(email=email, pages=pages, link=link)
        return self._letter(email, words.reset_subject, text, language)

    def _letter(self, to: str, subject: str, text: str, language: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = to
        letter["Subject"] = subject
        letter["Date"] = formatdate()
        letter["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        # Keeps holiday notices and other robots from answering (RFC 3834).
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)
        letter["Content-Language"] = language
        return letter
