"""How students get into a class by themselves."""

from enum import StrEnum

from attrs import frozen


class CodeRule(StrEnum):
    """What the code of a class is good for.

    `OFF`: for nothing. `AT_ONCE`: it enrols students. `ASK`: with it they ask to join, which a
    teacher accepts.
    """

    OFF = "off"
    AT_ONCE = "atOnce"
    ASK = "ask"


@frozen
class ClassCode:
    """The code of a class, and what it is good for. `code`: `None` until it was on once."""

    class_id: str
    rule: CodeRule = CodeRule.OFF
    code: str | None = None


class Membership(StrEnum):
    """What a student is to a class. `NONE`: neither enrolled nor invited (any longer)."""

    ENROLLED = "enrolled"
    INVITED = "invited"
    NONE = "none"
