"""What can go wrong with mail that is asked for."""

from . import Conflict, Overloaded


class NoMail(Conflict):
    """A mail is asked for, and the server has no `SMTP_URL`."""

    message = "This server sends no mail, ask your teacher or the school office"
    code = "no_mail"


class TooMuchMail(Overloaded):
    """The queue of mail is full."""

    message = "Too much mail is waiting, try again later"
    code = "too_much_mail"
    retry_after = 60
