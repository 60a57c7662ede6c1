"""What the simulation of cheats assumes, in one place. `docs/check-in.md` shows this as a table.

None of it comes from the product: these are people, phones, networks and rooms. Where there is a
source, `why` names it; where there is none, it says what the number is meant to be.
"""

from collections.abc import Iterator

import attrs
from attrs import field, frozen

from ..assumed import Delay


def _why(text: str) -> dict[str, str]:
    return {"why": text}


@frozen(kw_only=True)
class Assumptions:
    """Shares are between 0 and 1; a share of lessons is drawn anew in each."""

    # The school.
    classes: int = field(default=12, metadata=_why("classes of a school year"))
    class_size: int = field(default=30, metadata=_why("students per class"))
    lectures: int = field(default=2, metadata=_why("lectures, in halls"))
    lecture_size: int = field(default=150, metadata=_why("students per lecture"))
    lessons: int = field(default=40, metadata=_why("one lesson per day, for eight weeks"))
    rooms_without_wifi: float = field(
        default=0.2, metadata=_why("share of rooms in which all phones use mobile data")
    )

    # The settings of a class.
    step: int = field(default=5, metadata=_why("seconds between two QR codes: the default"))
    code_step: int = field(
        default=30, metadata=_why("seconds between two codes to type: the default")
    )

    # Honest students.
    absent: float = field(
        default=0.08,
        metadata=_why("share of lessons that a student misses"),
    )
    looking_up: Delay = field(
        default=Delay(25, 2.2), metadata=_why("from opening check-in until a student starts")
    )
    companions: float = field(
        default=0.3, metadata=_why("share of students who always sit down with the same friend")
    )
    beside: Delay = field(
        default=Delay(4, 2.0), metadata=_why("by which two friends start one after the other")
    )
    types: float = field(
        default=0.02, metadata=_why("share of students who type all term: a broken camera, or none")
    )
    types_today: float = field(
        default=0.005, metadata=_why("share of lessons in which another student types")
    )
    scanner: float = field(
        default=0.4,
        metadata=_why("share of students who scan on the page, not with the phone's camera"),
    )
    showing: Delay = field(
        default=Delay(0.15, 1.5), metadata=_why("until the projector shows a new code")
    )
    noticing: Delay = field(
        default=Delay(1.2, 1.5), metadata=_why("from decoding to the tap on the link: a reaction")
    )
    starting: Delay = field(
        default=Delay(0.6, 1.6), metadata=_why("the browser starts and connects, with TLS")
    )
    network: Delay = field(
        default=Delay(0.15, 2.0), metadata=_why("one way on a full Wi-Fi or on mobile data")
    )
    distracted: float = field(
        default=0.02, metadata=_why("share of scans that a student interrupts")
    )
    distraction: Delay = field(
        default=Delay(8, 1.6), metadata=_why("how long such an interruption lasts")
    )
    typing: Delay = field(
        default=Delay(6, 1.4),
        metadata=_why(
            "read six letters from the wall and type them: three times as long as typing them alone"
            " takes at 36 words per minute (Palin 2019)"
        ),
    )
    mistyped: float = field(
        default=0.03,
        metadata=_why(
            "share of codes typed wrongly: 2.3 % of characters (Palin 2019),"
            " less because the page knows the alphabet"
        ),
    )
    again: Delay = field(
        default=Delay(4, 1.5),
        metadata=_why("from a refusal to the second try, on the page's scanner"),
    )
    logged_out: float = field(
        default=0.03, metadata=_why("share of lessons in which a student has to log in first")
    )
    logging_in: Delay = field(
        default=Delay(25, 1.6), metadata=_why("a password on a phone, or the school's log-in page")
    )
    new_phone: float = field(
        default=1 / (29 * 21),
        metadata=_why("per lesson: a phone is kept for 29 months (Reviews.org)"),
    )
    forgotten: float = field(
        default=0.001,
        metadata=_why("per lesson: the browser's data are cleared, or a private window"),
    )
    dead_battery: float = field(
        default=0.01, metadata=_why("share of lessons without a phone; the teacher taps the name")
    )
    borrows: float = field(
        default=0.1, metadata=_why("share of those who log in on a neighbour's phone instead")
    )
    mobile_data: float = field(
        default=0.15, metadata=_why("share of students who never use the school's Wi-Fi")
    )
    wifi_fails: float = field(
        default=0.03, metadata=_why("share of lessons in which another phone uses mobile data")
    )
    carriers: int = field(default=3, metadata=_why("mobile networks"))
    gateways: int = field(
        default=40, metadata=_why("networks (/24) behind which a carrier puts its phones, by turns")
    )

    # Cheats: an absent student and a friend in the room.
    cheats: float = field(
        default=0.1, metadata=_why("share of students who sometimes have a friend check them in")
    )
    cheating: float = field(
        default=0.15, metadata=_why("share of lessons in which such a student does")
    )
    kinds: str = field(
        default="photo 45, letters 20, shared 15, second 10, call 10",
        metadata=_why(
            "the kind that such a student keeps to, in percent: the less effort, the more frequent"
        ),
    )
    tries: int = field(
        default=3, metadata=_why("photos or letters that a friend sends until one works")
    )
    photographing: Delay = field(
        default=Delay(6, 1.4), metadata=_why("take a photo of the code, choose the chat, send it")
    )
    passing_on: Delay = field(
        default=Delay(5, 1.4),
        metadata=_why("read six letters from the wall and type them in a chat"),
    )
    delivery: Delay = field(
        default=Delay(1, 1.5), metadata=_why("a message or a photo reaches the other phone")
    )
    waiting: float = field(
        default=0.6, metadata=_why("share of absent students who wait with the chat open")
    )
    reacting: Delay = field(
        default=Delay(3, 1.8), metadata=_why("until one who waits sees the message")
    )
    notified: Delay = field(default=Delay(40, 2.7), metadata=_why("until another one does"))
    opening_photo: Delay = field(
        default=Delay(3, 1.4), metadata=_why("open the photo and the link in it")
    )
    video_lag: Delay = field(
        default=Delay(0.5, 1.6), metadata=_why("a video call, from the wall to the other screen")
    )
    at_home: float = field(
        default=0.7,
        metadata=_why("share of absent students on a network at home; others: mobile data"),
    )
    hand_over: Delay = field(
        default=Delay(6, 1.6),
        metadata=_why("from the friend's own scan to the one on a second phone"),
    )
    second_kept: float = field(
        default=0.7,
        metadata=_why("share of second phones or browsers that stay logged in all term"),
    )

    # Teachers.
    looks: float = field(
        default=0.95, metadata=_why("share of flagged names for whom the teacher looks up")
    )
    accepts_blindly: float = field(
        default=0.02, metadata=_why("share of held students whom the teacher accepts unseen")
    )
    called_out: int = field(default=3, metadata=_why("names called out per lesson in a class"))
    called_out_lecture: int = field(default=8, metadata=_why("names called out per lecture"))
    answered_for: float = field(
        default=0.02, metadata=_why("share of absent students for whom another answers unnoticed")
    )

    def of_kinds(self) -> dict[str, float]:
        """The share of each kind of cheat by its name."""
        pairs = [each.split() for each in self.kinds.split(",")]
        return {name: float(percent) / 100 for name, percent in pairs}


def rows(assumptions: Assumptions) -> Iterator[tuple[str, str, str]]:
    """The name, the value and the reason of each assumption."""
    for each in attrs.fields(Assumptions):
        value = getattr(assumptions, each.name)
        text = f"{value:.2g}" if isinstance(value, float) else str(value)
        yield each.name, text, each.metadata["why"]


def markdown() -> str:
    """The assumptions as a Markdown table."""
    lines = ["| assumption | value | why |", "|---|---|---|"]
    lines += [f"| `{name}` | {value} | {why} |" for name, value, why in rows(Assumptions())]
    return "\n".join(lines)
