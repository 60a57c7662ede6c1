"""Modules of the pages that know of no page: what a table, a list or a frame makes of them."""

import csv
import io
import sys
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from attendance_server.text import fold, words

from .browser import Chromium
from .cases import ADDRESSES, SEARCH
from .client import Client

Run = Callable[..., Awaitable[Any]]


@asynccontextmanager
async def blank_page(browser: Chromium, url: str, **look: str) -> AsyncIterator[Run]:
    """Runs a function of a module that the server at `url` serves, and of values.

    `look` are Playwright's options of a context, such as `timezone_id`.
    """
    context = await browser.new_context(**look)
    page = await context.new_page()
    html = "<!doctype html><title>Blank</title><link rel=icon href=data:,>"
    await page.route("**/blank", lambda route: route.fulfill(body=html, content_type="text/html"))
    await page.goto(f"{url}/blank")

    async def call(module: str, function: str, *values: Any) -> Any:
        return await page.evaluate(
            f"async ([module, values]) => ({function})(await import(module), ...values)",
            [module, values],
        )

    yield call
    await context.close()


@pytest.fixture(scope="module")
async def run(school: Client, browser: Chromium) -> AsyncIterator[Run]:
    """Runs a function of a module that the server serves, and of values."""
    async with blank_page(browser, school.url) as call:
        yield call


CELLS = ["Ada", 'a "quoted", name', "two\nlines", "", "  blanks ", "Zoë 🦊", "محمد", "a;b"]

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\uff1d1", '"=1', "|cmd", "'=1"]


async def test_a_table_is_read_back_as_it_was(run: Run) -> None:
    text = await run("/csv.js", "({ csv }, rows) => csv(rows)", [CELLS, CELLS[::-1]])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [CELLS, CELLS[::-1]]


async def test_no_cell_of_a_table_starts_a_formula(run: Run) -> None:
    text = await run("/csv.js", "({ csv }, rows) => csv(rows)", [FORMULAS])
    (row,) = csv.reader(io.StringIO(text[1:], newline=""))
    assert row == [f"'{cell}" for cell in FORMULAS]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (
            ["attendance", "Algebra 2b", "2026-11-23 0900"],
            "attendance-Algebra-2b-2026-11-23-0900.csv",
        ),
        (["../../etc: <x>|*?", "\u202egnp.exe"], "etc-x-gnp-exe.csv"),
        (["x" * 500], "x" * 100 + ".csv"),
    ],
)
async def test_a_file_has_a_name_that_every_system_takes(
    run: Run, parts: list[str], name: str
) -> None:
    assert await run("/csv.js", "({ fileName }, parts) => fileName(...parts)", parts) == name


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("", []),
        ("a@x.test\nb@x.test", ["a@x.test", "b@x.test"]),
        ("a@x.test; b@x.test,c@x.test d@x.test", ["a@x.test", "b@x.test", "c@x.test", "d@x.test"]),
        ('"Lovelace, Ada" <ADA@x.test>', ["ada@x.test"]),
        ("Ada Lovelace <ada@x.test>\r\nAda@X.test", ["ada@x.test"]),
        ("mailto:a@x.test\n\n  \nBob", ["a@x.test", "bob"]),
        ("Ada\tada@x.test\tMath", ["ada@x.test"]),
    ],
)
async def test_addresses_are_found_in_what_is_pasted(
    run: Run, pasted: str, found: list[str]
) -> None:
    entries = await run("/addresses.js", "({ addresses }, pasted) => addresses(pasted)", pasted)
    assert [entry["email"] for entry in entries] == found


async def test_addresses_are_cleaned_as_the_server_cleans_them(run: Run) -> None:
    look = "({ addresses }, all) => all.map((one) => addresses(one).map(({ email }) => email))"
    found = await run("/addresses.js", look, [written for written, _ in ADDRESSES])
    assert found == [[address] for _, address in ADDRESSES]


@pytest.mark.parametrize(
    "typed",
    [
        "7KQM-2XHD-PW9T",
        " 7kqm 2xhd pw9t ",
        "7KQM2XHDPW9T",
        "7KQM\u20132XHD\u2013PW9T",
        "https://school.test/#/claim/7KQM-2XHD-PW9T/",
        "7KQM%202XHD%20PW9T",
    ],
)
async def test_a_code_is_found_in_what_somebody_types_or_pastes(run: Run, typed: str) -> None:
    found = await run("/claim-code.js", "({ codeIn }, typed) => codeIn(typed)", typed)
    assert found == "7KQM2XHDPW9T"


async def test_somebody_is_found_however_they_are_written(run: Run) -> None:
    look = """({ matcher }, people, email) => people.map(
        ([typed, name]) => matcher(typed)({ name, email }))"""
    found = await run("/search.js", look, SEARCH["people"], SEARCH["email"])
    assert found == [expected for *_, expected in SEARCH["people"]]


async def test_letters_are_folded_as_the_server_folds_them(run: Run) -> None:
    # Those that this Python knows, and the browser too, which may know more. Beyond the first
    # scripts only those that are something else in another form or letter case.
    letters = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(letter) not in ("Cc", "Cn", "Co", "Cs", "Zl", "Zp")
        and (letter < "\u3400" or unicodedata.decomposition(letter) or letter.swapcase() != letter)
    ]
    texts = [*letters, *(written for written, _ in SEARCH["folded"])]
    expected = [f"{fold(text)}|{' '.join(words(text))}" for text in texts]
    look = r"""({ fold, words }, texts) => texts.split("\n").map(
        (each) => `${fold(each)}|${words(each).join(" ")}`).join("\n")"""
    found = (await run("/search.js", look, "\n".join(texts))).split("\n")
    pairs = zip(texts, expected, found, strict=True)
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        (
            "Europe/Berlin",
            {
                "2026-10-24T23:30:00Z": "Sun, 25 Oct 2026, 1:30",
                "2026-10-25T00:30:00Z": "Sun, 25 Oct 2026, 2:30 CEST",
                "2026-10-25T01:30:00Z": "Sun, 25 Oct 2026, 2:30 CET",
                "2026-10-25T02:00:00Z": "Sun, 25 Oct 2026, 3:00",
                "2026-03-29T00:30:00Z": "Sun, 29 Mar 2026, 1:30",
                "2026-03-29T01:30:00Z": "Sun, 29 Mar 2026, 3:30",
            },
        ),
        (
            "Australia/Lord_Howe",
            {
                "2026-04-04T14:29:00Z": "Sun, 5 Apr 2026, 1:29",
                "2026-04-04T14:45:00Z": "Sun, 5 Apr 2026, 1:45 GMT+11",
                "2026-04-04T15:15:00Z": "Sun, 5 Apr 2026, 1:45 GMT+10:30",
                "2026-04-04T15:30:00Z": "Sun, 5 Apr 2026, 2:00",
            },
        ),
    ],
)
async def test_times_of_the_hour_that_is_repeated_say_which_of_the_two_they_are(
    school: Client, browser: Chromium, zone: str, moments: dict[str, str]
) -> None:
    show = "({ text }, times) => times.map((iso) => text.moment(iso))"
    async with blank_page(browser, school.url, timezone_id=zone, locale="en-GB") as run:
        assert await run("/text.js", show, list(moments)) == list(moments.values())


PRELUDE = """
    const store = new SessionStore("me");
    const running = { sessionId: "s1", classId: "c", className: "Algebra", startedAt: "0",
        totalStudents: 2, presentCount: 0, marks: [] };
    const watching = (more) => store.watching({ sessions: [{ ...running, ...more }] });
    const marked = (studentId, status) =>
        store.marked({ classId: "c", studentId, status, markedAt: "1" });
    const state = (studentId) => {
        const { status, pending, failed } = store.state("c", studentId);
        return [status, pending ?? failed ?? null];
    };
    watching({});
"""


@pytest.fixture
def in_store(run: Run) -> Run:
    """Runs code with a store in which a session runs."""

    async def call(code: str) -> Any:
        return await run("/session-store.js", f"({{ SessionStore }}) => {{ {PRELUDE} {code} }}")

    return call


async def test_a_mark_counts_once_it_is_saved(in_store: Run) -> None:
    assert await in_store("""
        const mark = store.want("c", "a", "present");
        const before = [state("a"), store.session("c").present];
        marked("a", "present");
        store.saved(mark);
        return [...before, state("a"), store.session("c").present];
    """) == [[None, "saving"], 0, ["present", None], 1]


async def test_a_later_tap_is_not_settled_by_the_answer_to_an_earlier_one(in_store: Run) -> None:
    assert await in_store("""
        const first = store.want("c", "a", "present");
        const second = store.want("c", "a", "absent");
        marked("a", "present");
        store.saved(first);
        const between = state("a");
        marked("a", "absent");
        store.saved(second);
        return [between, state("a")];
    """) == [["present", "saving"], ["absent", None]]


async def test_a_refused_mark_leaves_what_is_saved_and_nothing_to_undo(in_store: Run) -> None:
    assert await in_store("""
        const mark = store.want("c", "a", "present");
        store.refused(mark, "no");
        const before = [state("a"), store.lastChange("c") ?? null];
        store.wantFailed("c");
        return [...before, state("a")];
    """) == [[None, "no"], None, [None, "saving"]]


async def test_undo_goes_back_change_by_change_and_a_refused_one_stays(in_store: Run) -> None:
    assert await in_store("""
        const done = (mark) => { marked(mark.studentId, mark.status); store.saved(mark); };
        done(store.want("c", "a", "present"));
        done(store.want("c", "b", "present"));
        store.refused(store.undo("c"), "no");
        const after = store.lastChange("c").studentId;
        done(store.undo("c"));
        done(store.undo("c"));
        return [after, state("a"), state("b"), store.undo("c") ?? null];
    """) == ["b", ["absent", None], ["absent", None], None]


async def test_what_waits_is_sent_again_unless_it_is_so_already(in_store: Run) -> None:
    assert await in_store("""
        for (const student of ["a", "b"]) {
            store.waits(store.want("c", student, "present"));
        }
        store.lost();
        const marks = [{ studentId: "a", status: "present", markedAt: "1" }];
        watching({ presentCount: 1, marks });
        const again = store.takeWaiting().map(({ studentId }) => studentId);
        return [again, state("a"), state("b"), store.takeWaiting().length];
    """) == [["b"], ["present", None], [None, "saving"], 0]


async def test_who_has_come_is_so_when_the_clock_makes_them_late(in_store: Run) -> None:
    assert await in_store("""
        store.waits(store.want("c", "a"));
        store.lost();
        watching({ presentCount: 1, marks: [{ studentId: "a", status: "late", markedAt: "1" }] });
        const again = store.takeWaiting().length;
        const { status } = store.undo("c");
        return [again, state("a"), status, store.session("c").present];
    """) == [0, ["late", "saving"], "absent", 1]


async def test_undo_knows_what_the_clock_made_of_a_tap_that_was_taken_back_at_once(
    in_store: Run,
) -> None:
    assert (
        await in_store("""
        const first = store.want("c", "a");
        const second = store.want("c", "a", "absent");
        marked("a", "late");
        store.saved(first);
        marked("a", "absent");
        store.saved(second);
        return store.undo("c").status;
    """)
        == "late"
    )


async def test_undo_knows_that_the_mark_before_was_refused(in_store: Run) -> None:
    assert await in_store("""
        marked("a", "excused");
        const first = store.want("c", "a");
        const second = store.want("c", "a", "late");
        store.refused(first, "no");
        marked("a", "late");
        store.saved(second);
        return [store.undo("c").status, store.lastChange("c") ?? null];
    """) == ["excused", None]


async def test_excused_sessions_count_against_no_rate(run: Run) -> None:
    look = "({ attended }, statuses) => attended(statuses.map((status) => ({ status })))"
    statuses = ["present", "late", "excused", "absent"]
    assert await run("/status.js", look, statuses) == {"present": 2, "total": 3, "excused": 1}
    assert (await run("/status.js", look, ["excused"]))["total"] == 0


async def test_nothing_wanted_of_an_old_session_goes_into_the_next(in_store: Run) -> None:
    assert await in_store("""
        const news = [];
        store.subscribe(({ ended, dropped }) => ended && news.push([ended.sessionId, dropped]));
        store.waits(store.want("c", "a", "present"));
        watching({ sessionId: "s2" });
        return [news, state("a"), store.takeWaiting().length, store.lastChange("c") ?? null];
    """) == [[["s1", 1]], [None, None], 0, None]
