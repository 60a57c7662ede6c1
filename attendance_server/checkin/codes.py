"""The codes of a check-in: what stands in its links, and the letters to type. Pure.

A code proves that its sender has seen the projector a moment ago. It is made from the secret of the
session and the number of the step, so no server has to store any. A link names the room, the step
in short, and a tag; letters are a tag alone. A code is accepted during its own step and for some
seconds after it, in which it is read, sent and checked.
"""

import hmac
import secrets
import unicodedata
from collections.abc import Iterator

from attrs import frozen

from ..accounts.claim_codes import ALPHABET
from ..models import CheckIn, CheckInRules, ClockStart, Way

LINK_GRACE = 3.0
LETTERS_GRACE = 10.0
"""Seconds for which a code is accepted after its step."""

ROOM, STEP, TAG = 4, 2, 8
"""Letters of five bits in the parts of a link: it is as short as its QR code has to be coarse."""

LETTERS = 6

BITS = 5
SECRET_BYTES = 32
PATH = "/C/"

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


@frozen
class Code:
    """A code that a client has sent: letters, or with a `room` what stands in a link."""

    tag: str
    room: str | None = None
    step: str = ""

    @property
    def way(self) -> Way:
        return Way.TYPED if self.room is None else Way.SCANNED


def read_code(text: str) -> Code | None:
    """Read the code in a text, in any case and with any blanks; `None` if it holds no code.

    A link may stand in its place.
    """
    typed = unicodedata.normalize("NFKC", text.rpartition("/")[2]).upper()
    letters = "".join(filter(str.isalnum, typed))
    if not _VALUES.keys() >= set(letters):
        return None
    if len(letters) == LETTERS:
        return Code(letters)
    if len(letters) == ROOM + STEP + TAG:
        return Code(letters[ROOM + STEP :], letters[:ROOM], letters[ROOM : ROOM + STEP])
    return None


def new_room() -> str:
    """A room number, which may be taken."""
    return _letters(secrets.randbits(ROOM * BITS), ROOM)


def new_check_in(rules: CheckInRules, room: str, began: ClockStart) -> CheckIn:
    """A check-in that opens now, in a class with these rules."""
    return CheckIn(
        room=room,
        secret=secrets.token_bytes(SECRET_BYTES),
        began=began,
        step=rules.step,
        code_step=rules.code_step,
        closes_at=None if rules.close_after is None else rules.close_after * 60.0,
    )


def link_code(check_in: CheckIn, age: float) -> str:
    """What stands in the link `age` seconds after check-in began."""
    number = _number(age, check_in.step)
    return check_in.room + _short(number) + _tag(check_in, Way.SCANNED, number)


def letters(check_in: CheckIn, age: float) -> str:
    """The letters to type `age` seconds after check-in began."""
    return _tag(check_in, Way.TYPED, _number(age, check_in.code_step))


def until_next(step: int, age: float) -> float:
    """Seconds until the next step of this length begins."""
    return step - age % step


def is_right(check_in: CheckIn, code: Code, age: float) -> bool:
    """Whether a code is one that was shown just now, `age` seconds after check-in began."""
    if code.room is None:
        steps = _steps(check_in.code_step, LETTERS_GRACE, age)
    elif code.room == check_in.room:
        steps = _steps(check_in.step, LINK_GRACE, age)
    else:
        return False
    return any(
        hmac.compare_digest(code.tag, _tag(check_in, code.way, number))
        for number in steps
        # The rest is not worth a hash.
        if code.room is None or code.step == _short(number)
    )


def _number(age: float, step: int) -> int:
    return int(age // step)


def _steps(step: int, grace: float, age: float) -> Iterator[int]:
    """The numbers of the steps whose codes are accepted."""
    return iter(range(max(0, _number(age - grace, step)), _number(age, step) + 1))


def _short(number: int) -> str:
    """A step as a link names it: enough to tell it from those that are just over."""
    return _letters(number, STEP)


def _tag(check_in: CheckIn, way: Way, number: int) -> str:
    digest = hmac.digest(check_in.secret, b"%s %d" % (way.encode(), number), "sha256")
    # No more bits than are needed: those of a large number are slow.
    return _letters(int.from_bytes(digest[:8]), LETTERS if way is Way.TYPED else TAG)


def _letters(number: int, length: int) -> str:
    """The lowest bits of a number, as so many letters."""
    return "".join(
        ALPHABET[number >> BITS * place & (1 << BITS) - 1] for place in reversed(range(length))
    )
