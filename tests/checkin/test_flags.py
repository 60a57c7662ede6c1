"""What is odd about a check-in: each flag by itself, at its thresholds."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from random import Random

import attrs
import pytest

from attendance_server.checkin.call_out import draw
from attendance_server.checkin.devices import NEW_FOR, Browsers, device_keys, is_new
from attendance_server.checkin.flags import RoomHabits, odd_typing, outside
from attendance_server.checkin.networks import NetworkHashes
from attendance_server.checkin.together import WITHIN, always_together
from attendance_server.checkin.usual import PastCheckIn, Sign, unusual
from attendance_server.models import Arrival, Flag, Way

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "a secret of thirty-two characters"


def arrival(student: str, *, typed: bool = False, new: bool = False) -> Arrival:
    return Arrival(student, NOW, Way.TYPED if typed else Way.SCANNED, new_device=new)


def room(*groups: tuple[int, dict[str, bool], bytes | None]) -> RoomHabits:
    """A room in which groups of so many students have checked in like this, from a network."""
    habits = RoomHabits()
    for group, (size, traits, network) in enumerate(groups):
        for number in range(size):
            habits.add(arrival(f"{group}.{number}", **traits), network)
    return habits


@pytest.mark.parametrize(
    ("scanning", "typing", "odd"), [(3, 1, 0), (4, 1, 1), (9, 3, 3), (8, 3, 0), (0, 20, 0)]
)
def test_typing_is_odd_where_three_of_four_scan(scanning: int, typing: int, odd: int) -> None:
    assert len(odd_typing(room((typing, {"typed": True}, None), (scanning, {}, None)))) == odd


def test_only_one_who_types_from_outside_and_usually_scans_is_flagged() -> None:
    habits = room(
        (9, {}, b"school"), (1, {"typed": True}, b"school"), (2, {"typed": True}, b"home")
    )
    signs = {"1.0": {Sign.TYPED}, "2.0": {Sign.TYPED}, "2.1": {Sign.OUTSIDE}}
    odd = habits.odd(signs)
    assert odd[Flag.TYPED] == odd[Flag.OTHER_NETWORK] == {"2.0"}


@pytest.mark.parametrize(
    ("known", "new", "odd"), [(4, 1, 1), (3, 1, 0), (5, 5, 5), (5, 6, 0), (0, 30, 0)]
)
def test_a_new_device_is_odd_unless_most_are_new(known: int, new: int, odd: int) -> None:
    habits = room((new, {"new": True}, None), (known, {}, None))
    assert len(habits.odd({})[Flag.NEW_DEVICE]) == odd


@pytest.mark.parametrize(
    ("networks", "strangers"),
    [
        ([8, 1], 0),
        ([9, 1], 1),
        ([9, 1, 1, 2], 4),
        ([6, *[1] * 6], 6),
        ([6, *[1] * 7], 0),
        ([20, 15, 1], 1),
        ([40, 3], 0),
        ([250, 5], 5),
    ],
)
def test_a_network_is_outside_if_hardly_anyone_else_is_in_it(
    networks: list[int], strangers: int
) -> None:
    habits = room(*((size, {}, bytes([number])) for number, size in enumerate(networks)))
    assert len(outside(habits)) == strangers


def test_a_student_who_leaves_no_longer_counts() -> None:
    habits = room((9, {}, b"school"), (1, {"typed": True, "new": True}, b"home"))
    assert all(habits.odd({"1.0": {Sign.TYPED}}).values())
    habits.remove("1.0")
    assert not any(habits.odd({}).values())
    assert list(habits.networks) == [b"school"]


OWN, OTHER = (b"own",), (b"other",)
SCANS = PastCheckIn(Way.SCANNED, False, OWN)
TYPES_OUTSIDE = PastCheckIn(Way.TYPED, True, OWN)
GHOST = PastCheckIn(Way.TYPED, True, OTHER, absent=True)


@pytest.mark.parametrize(
    ("past", "signs"),
    [
        ([], {Sign.TYPED, Sign.OUTSIDE, Sign.OTHER_DEVICE}),
        ([SCANS] * 4, {Sign.TYPED, Sign.OUTSIDE}),
        ([SCANS] * 3 + [TYPES_OUTSIDE], {Sign.TYPED, Sign.OUTSIDE}),
        ([SCANS] * 2 + [TYPES_OUTSIDE], set()),
        ([TYPES_OUTSIDE], set()),
        ([SCANS, GHOST], {Sign.TYPED, Sign.OUTSIDE, Sign.WAS_ABSENT}),
        ([GHOST], set(Sign)),
    ],
)
def test_what_a_student_seldom_does_is_unusual(past: list[PastCheckIn], signs: set[Sign]) -> None:
    assert unusual(Way.TYPED, True, OWN, past) == signs


def test_a_device_of_a_check_in_while_absent_is_not_known() -> None:
    assert unusual(Way.SCANNED, False, OTHER, [SCANS, GHOST]) == {
        Sign.OTHER_DEVICE,
        Sign.WAS_ABSENT,
    }
    assert unusual(Way.SCANNED, False, OWN, [SCANS]) == set()


def test_networks_are_prefixes_and_show_no_address() -> None:
    hashes = NetworkHashes(SECRET)

    def of(address: str) -> bytes | None:
        return hashes.of(ip_address(address))

    assert of("192.0.2.7") == of("192.0.2.200") != of("192.0.3.7")
    assert of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff::1") != of("2001:db8:1:3::1")
    assert hashes.of(None) is None
    assert of("192.0.2.7") != NetworkHashes(SECRET[::-1]).of(ip_address("192.0.2.7"))


def test_a_device_has_the_same_keys_throughout_one_session_only() -> None:
    browser = Browsers(SECRET).new(NOW)
    keys = device_keys("s1", "a" * 24, browser)
    assert len(keys) == 2
    assert set(device_keys("s1", "b" * 24, browser)) & set(keys) == {keys[1]}
    assert not set(device_keys("s2", "a" * 24, browser)) & set(keys)
    assert device_keys("s1", None, None) == ()


def test_a_browser_proves_its_id_and_its_age() -> None:
    browsers = Browsers(SECRET)
    browser = browsers.new(NOW)
    text = browsers.write(browser)
    assert browsers.read(text) == browser
    assert browsers.new(NOW).id != browser.id
    for forged in ("", "x", text[:-4], "A" + text[1:], Browsers("other").write(browser)):
        assert browsers.read(forged) is None


def test_a_device_is_new_for_twelve_hours_and_as_old_as_its_oldest_part() -> None:
    old_device = f"{int((NOW - NEW_FOR).timestamp()):08x}" + "0" * 16
    new_device = f"{int(NOW.timestamp()):08x}" + "0" * 16
    browsers = Browsers(SECRET)
    old_browser, new_browser = browsers.new(NOW - NEW_FOR), browsers.new(NOW)
    assert is_new(NOW, None, None)
    assert is_new(NOW, new_device, new_browser)
    assert not is_new(NOW, old_device, new_browser)
    assert not is_new(NOW, new_device, old_browser)


def arrivals(**seconds: float) -> dict[str, datetime]:
    return {student: NOW + timedelta(seconds=each) for student, each in seconds.items()}


def test_two_who_always_arrive_within_two_seconds_stand_out() -> None:
    random = Random(17)
    term = []
    for _ in range(8):
        others = {f"s{number}": random.uniform(0, 60) for number in range(28)}
        at = random.uniform(0, 60)
        term.append(arrivals(**others, friend=at, ghost=at + WITHIN.total_seconds()))
    assert always_together(term) == [("friend", "ghost")]
    # Sessions that one of them missed say nothing.
    assert always_together([*term, arrivals(friend=3, s1=3)]) == [("friend", "ghost")]
    assert always_together([*term, arrivals(friend=3, ghost=5.1)]) == []
    assert always_together(term[:4]) == []
    assert always_together([]) == []


def test_a_whole_class_that_arrives_in_a_burst_is_no_pair() -> None:
    burst = arrivals(**{f"s{number}": number / 20 for number in range(30)})
    assert always_together([burst] * 10) == []


def test_honest_classes_have_no_pairs_who_are_always_together() -> None:
    random = Random(17)
    found = 0
    for _ in range(20):
        term = [
            arrivals(**{f"s{number}": random.gauss(30, 12) for number in range(60)})
            for _ in range(12)
        ]
        found += len(always_together(term))
    assert found == 0


def test_calling_out_draws_each_student_once_and_odd_ones_more_often() -> None:
    ordinary = [arrival(f"s{number}") for number in range(9)]
    odd = Arrival("odd", NOW, Way.SCANNED, flags=(Flag.OTHER_NETWORK,))
    random = Random(17)
    drawn = draw([*ordinary, odd], 4, random, {})
    assert len({each.student_id for each in drawn}) == 4
    first = Counter(draw([*ordinary, odd], 1, random, {})[0].student_id for _ in range(1800))
    # It weighs nine of eighteen.
    assert 800 < first["odd"] < 1000
    assert len(draw(ordinary, 50, random, {})) == 9


def test_who_was_absent_before_is_nearly_always_called_out() -> None:
    arrivals_ = [arrival(f"s{number}") for number in range(30)]
    signs = {"s1": {Sign.WAS_ABSENT}}
    drawn = [draw(arrivals_, 3, Random(seed), signs) for seed in range(100)]
    assert sum("s1" in {each.student_id for each in names} for names in drawn) >= 99
    decided = [attrs.evolve(each, decided=True) for each in arrivals_]
    drawn = [draw(decided, 3, Random(seed), signs) for seed in range(100)]
    assert sum("s1" in {each.student_id for each in names} for names in drawn) < 30
