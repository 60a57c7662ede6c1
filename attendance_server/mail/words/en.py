"""English."""

from .words import MailWords

WORDS = MailWords(
    reset_subject="Choose a new password",
    reset="""\
Someone, most likely you, asked for a new password for the account of
{email} at {pages}

To choose one, open this link:

{link}

It works once, within 24 hours, and only until you ask for another one.
Until then, your present password stays valid. If you did not ask for
this, you can ignore this mail.
""",
)
