"""What a language has to have words for, to write mail in it."""

from attrs import frozen


@frozen(kw_only=True)
class MailWords:
    """The words of one language. Those in braces are replaced by values, and stay as they are.

    `reset_subject` and `reset`: a mail with a link by which to choose a new password. Lines have at
    most 72 characters, and an empty line separates paragraphs.
    """

    reset_subject: str
    reset: str
