"""What is unusual about a check-in, compared with the student's earlier ones to the class. Pure.

What is odd in a room is ordinary for some of its students: one has no camera, another never uses
the Wi-Fi. Compared with their own habits, hardly any honest student stands out.
"""

from collections.abc import Iterable
from enum import Enum, auto

from attrs import frozen

from ..models import Way

SELDOM = 0.25
"""The share of a student's check-ins up to which something is not their habit."""


class Sign(Enum):
    """What is unusual. A sign is not shown; it is a reason to call the student out.

    `TYPED`: the student usually scans. `OUTSIDE`: the student is usually in the networks of the
    room. `OTHER_DEVICE`: the student has not checked in with this device before. `WAS_ABSENT`: in
    an earlier session, a teacher marked the student absent after they had checked in.
    """

    TYPED = auto()
    OUTSIDE = auto()
    OTHER_DEVICE = auto()
    WAS_ABSENT = auto()


@frozen
class PastCheckIn:
    """A student's check-in to an earlier session of the class.

    `outside`: whether it was outside the networks of the room. `devices`: by what the device is
    recognised among those of this student. `absent`: a teacher marked the student absent afterwards
    or did not accept a check-in that was held.
    """

    way: Way
    outside: bool
    devices: tuple[bytes, ...]
    absent: bool = False


def unusual(
    way: Way, outside: bool, devices: Iterable[bytes], past: Iterable[PastCheckIn]
) -> frozenset[Sign]:
    """What is unusual about a check-in. `past`: those of the same student, in any order.

    A check-in of a student who was absent is no habit. Until there are others, whatever could be
    unusual is.
    """
    every = list(past)
    own = [each for each in every if not each.absent]
    seldom = SELDOM * len(own)
    known, devices = {device for each in own for device in each.devices}, tuple(devices)
    found = {
        Sign.TYPED: way is Way.TYPED and sum(each.way is Way.TYPED for each in own) <= seldom,
        Sign.OUTSIDE: outside and sum(each.outside for each in own) <= seldom,
        Sign.OTHER_DEVICE: known.isdisjoint(devices) and bool(known or devices),
        Sign.WAS_ABSENT: len(own) < len(every),
    }
    return frozenset(sign for sign, applies in found.items() if applies)
