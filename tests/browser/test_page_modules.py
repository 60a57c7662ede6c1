"""Modules that do not depend on a page: CSV, pasted text, search, time and the session store."""

import csv
import io
import sys
import unicodedata
from collections.abc import AsyncIterator
from typing import Any

import pytest

from attendance_server.errors.classes import ClassFull
from attendance_server.problems import Problem, ProblemCode
from attendance_server.rosters.reading.encodings import CHOICES
from attendance_server.text import fold, words
from attendance_server.wire.codec import to_wire
from tests.support.blank_page import Run, blank_page
from tests.support.cases import ADDRESSES, SEARCH
from tests.support.chromium import Chromium
from tests.support.client import Client


@pytest.fixture(scope="module")
async def run(school: Client, browser: Chromium) -> AsyncIterator[Run]:
    """Calls a function with a module that the server serves, and with values."""
    async with blank_page(browser, school.url) as call:
        yield call


async def test_every_encoding_that_is_offered_has_a_name(run: Run) -> None:
    names = await run("/language/en/encodings.js", "({ encodings }) => encodings")
    assert {*CHOICES} <= names.keys()


CELLS = ["Ada", 'a "quoted", name', "two\nlines", "", "  blanks ", "Zoë 🦊", "محمد", "a;b"]

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\uff1d1", '"=1', "|cmd", "'=1"]


async def test_a_table_survives_a_round_trip_through_csv(run: Run) -> None:
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
async def test_file_names_are_valid_on_every_system(run: Run, parts: list[str], name: str) -> None:
    assert await run("/csv.js", "({ fileName }, parts) => fileName(...parts)", parts) == name


@pytest.mark.parametrize(
    ("pasted", "expected"),
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
async def test_addresses_are_found_in_pasted_text(
    run: Run, pasted: str, expected: list[str]
) -> None:
    entries = await run("/pasted-emails.js", "({ emailsIn }, pasted) => emailsIn(pasted)", pasted)
    assert [entry["email"] for entry in entries] == expected


async def test_addresses_are_cleaned_like_on_the_server(run: Run) -> None:
    code = "({ emailsIn }, all) => all.map((one) => emailsIn(one).map(({ email }) => email))"
    cleaned = await run("/pasted-emails.js", code, [written for written, _ in ADDRESSES])
    assert cleaned == [[address] for _, address in ADDRESSES]


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
async def test_a_code_is_found_in_typed_or_pasted_text(run: Run, typed: str) -> None:
    found = await run("/claim-code.js", "({ codeIn }, typed) => codeIn(typed)", typed)
    assert found == "7KQM2XHDPW9T"


async def test_the_search_matches_names_and_addresses_like_the_server(run: Run) -> None:
    code = """({ matcher }, people, email, studentNumber) => people.map(
        ([typed, name]) => matcher(typed)({ name, email, studentNumber }))"""
    found = await run("/search.js", code, SEARCH["people"], SEARCH["email"], SEARCH["number"])
    assert found == [expected for *_, expected in SEARCH["people"]]


async def test_letters_are_folded_like_on_the_server(run: Run) -> None:
    # The letters that this Python knows; the browser may know more. After the first scripts, only
    # those with a decomposition or another letter case.
    letters = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(letter) not in ("Cc", "Cn", "Co", "Cs", "Zl", "Zp")
        and (letter < "\u3400" or unicodedata.decomposition(letter) or letter.swapcase() != letter)
    ]
    texts = [*letters, *(written for written, _ in SEARCH["folded"])]
    expected = [f"{fold(text)}|{' '.join(words(text))}" for text in texts]
    code = r"""({ fold, words }, texts) => texts.split("\n").map(
        (each) => `${fold(each)}|${words(each).join(" ")}`).join("\n")"""
    folded = (await run("/search.js", code, "\n".join(texts))).split("\n")
    pairs = zip(texts, expected, folded, strict=True)
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
async def test_times_in_a_repeated_hour_name_their_offset(
    school: Client, browser: Chromium, zone: str, moments: dict[str, str]
) -> None:
    show = "({ moment }, times) => times.map((iso) => moment(iso))"
    async with blank_page(browser, school.url, timezone_id=zone, locale="en-GB") as run:
        assert await run("/language/formats.js", show, list(moments)) == list(moments.values())


PRELUDE = """
    let now = 1000;
    const iso = (time) => new Date(time).toISOString();
    const { WaitingMarks } = await import("/waiting/marks.js");
    const waiting = new WaitingMarks("me");
    const store = new SessionStore("me", waiting, () => now);
    const running = { sessionId: "s1", classId: "c", className: "Algebra", startedAt: iso(0),
        totalStudents: 2, presentCount: 0, marks: [] };
    const watching = (more) => store.watching({ sessions: [{ ...running, ...more }] });
    /** The status in a frame: of one who is not marked, it is absent. */
    const told = (status) => status === "none" ? { status: "absent", unmarked: true } : { status };
    const marked = (studentId, status, at = now) =>
        store.marked({ classId: "c", studentId, ...told(status), markedAt: iso(at) });
    const want = (studentId, status) =>
        store.mark("c", { _id: studentId, name: studentId.toUpperCase() }, status);
    const answer = (mark, status = mark.status, at = Date.parse(mark.at)) => {
        marked(mark.studentId, status, at);
        store.saved(mark, { ...told(status), markedAt: iso(at) });
    };
    const undo = () => store.undo("c").marks[0];
    const state = (studentId) => {
        const { status, pending, failed } = store.state("c", studentId);
        return [status, pending ?? failed ?? null];
    };
    const problems = () =>
        waiting.problems.map(({ name, problem: { code, saved } }) => [name, code, saved ?? null]);
    watching({});
"""


@pytest.fixture
def in_store(run: Run) -> Run:
    """Runs code with a store that has a running session."""

    async def call(code: str) -> Any:
        return await run(
            "/session-store.js", f"async ({{ SessionStore }}) => {{ {PRELUDE} {code} }}"
        )

    return call


async def test_a_mark_counts_once_it_is_saved(in_store: Run) -> None:
    assert await in_store("""
        const mark = want("a", "present");
        const before = [state("a"), store.session("c").present];
        answer(mark);
        return [...before, state("a"), store.session("c").present];
    """) == [[None, "saving"], 0, ["present", None], 1]


async def test_a_later_tap_is_not_settled_by_the_answer_to_an_earlier_one(in_store: Run) -> None:
    assert await in_store("""
        const first = want("a", "present");
        const second = want("a", "absent");
        answer(first);
        const between = state("a");
        answer(second);
        return [between, state("a")];
    """) == [["present", "saving"], ["absent", None]]


async def test_a_refused_mark_leaves_the_saved_status_and_nothing_to_undo(in_store: Run) -> None:
    assert await in_store("""
        const mark = want("a", "present");
        store.refused(mark, "no");
        const before = [state("a"), store.lastChange("c") ?? null, problems()];
        now = 2000;
        const again = store.retry(waiting.problems);
        return [...before, state("a"), again.map(({ at }) => at === mark.at), problems()];
    """) == [[None, "no"], None, [["A", "refused", None]], [None, "saving"], [True], []]


async def test_undo_goes_back_change_by_change_and_a_refused_undo_stays(in_store: Run) -> None:
    assert await in_store("""
        answer(want("a", "present"));
        answer(want("b", "present"));
        store.refused(undo(), "no");
        const after = store.lastChange("c").studentId;
        waiting.remove(...waiting.problems);
        answer(undo());
        answer(undo());
        return [after, state("a"), state("b"), undo() ?? null];
    """) == ["b", [None, None], [None, None], None]


async def test_undo_goes_back_through_all_changes_of_one_student(in_store: Run) -> None:
    assert await in_store("""
        for (const status of ["present", "late", "excused"]) {
            answer(want("a", status));
        }
        const statuses = [];
        for (let mark; (mark = undo()); ) {
            answer(mark);
            statuses.push(state("a")[0]);
        }
        return statuses;
    """) == ["late", "present", None]


async def test_undo_leaves_later_changes_by_another_device_alone(in_store: Run) -> None:
    assert await in_store("""
        answer(want("a", "present"));
        marked("a", "excused", 5000);
        const { marks, overtaken } = store.undo("c");
        const kept = overtaken.map(({ studentId }) => studentId);
        return [marks, kept, state("a"), store.lastChange("c") ?? null];
    """) == [[], ["a"], ["excused", None], None]


async def test_a_waiting_undo_leaves_changes_by_another_device_alone(
    in_store: Run,
) -> None:
    assert await in_store("""
        answer(want("a", "present"));
        store.lost();
        now = 9000;
        store.keepWaiting(undo());
        watching({ marks: [{ studentId: "a", status: "excused", markedAt: iso(5000) }] });
        return [store.takeWaiting().length, state("a"), problems()];
    """) == [0, ["excused", None], [["A", "newer", "excused"]]]


async def test_undo_stops_at_a_change_by_another_device(
    in_store: Run,
) -> None:
    assert await in_store("""
        answer(want("a", "present"));
        marked("a", "late", 2000);
        now = 3000;
        answer(want("a", "excused"));
        answer(undo());
        return [state("a"), store.undo("c").overtaken.length];
    """) == [["late", None], 1]


async def test_waiting_marks_are_sent_unless_they_are_saved_already(in_store: Run) -> None:
    assert await in_store("""
        for (const student of ["a", "b"]) {
            store.keepWaiting(want(student, "present"));
        }
        store.lost();
        const marks = [{ studentId: "a", status: "present", markedAt: iso(1) }];
        watching({ presentCount: 1, marks });
        const again = store.takeWaiting().map(({ studentId }) => studentId);
        return [again, state("a"), state("b"), store.takeWaiting().length];
    """) == [["b"], ["present", None], [None, "saving"], 0]


async def test_a_newer_mark_stays_and_is_reported(in_store: Run) -> None:
    assert await in_store("""
        answer(want("a", "present"), "excused", 5000);
        return [state("a"), problems(), store.lastChange("c") ?? null];
    """) == [["excused", None], [["A", "newer", "excused"]], None]


async def test_a_waiting_tap_counts_as_saved_when_the_clock_made_it_late(in_store: Run) -> None:
    assert await in_store("""
        store.keepWaiting(want("a"));
        store.lost();
        watching({ presentCount: 1,
            marks: [{ studentId: "a", status: "late", markedAt: iso(1) }] });
        const again = store.takeWaiting().length;
        const { status } = undo();
        return [again, state("a"), status, store.session("c").present];
    """) == [0, ["late", "saving"], "none", 1]


async def test_undo_restores_late_for_a_tap_that_was_taken_back_at_once(
    in_store: Run,
) -> None:
    assert (
        await in_store("""
        const first = want("a");
        const second = want("a", "absent");
        answer(first, "late");
        answer(second);
        return undo().status;
    """)
        == "late"
    )


async def test_undo_skips_an_earlier_mark_that_was_refused(in_store: Run) -> None:
    assert await in_store("""
        marked("a", "excused");
        const first = want("a");
        const second = want("a", "late");
        store.refused(first, "no");
        answer(second);
        return [undo().status, store.lastChange("c") ?? null];
    """) == ["excused", None]


async def test_a_tap_is_later_than_every_known_mark_of_the_student(in_store: Run) -> None:
    assert await in_store("""
        marked("a", "excused", 60_000);
        return [want("a"), want("a", "absent"), want("b")].map(({ at }) => Date.parse(at));
    """) == [60_001, 60_002, 1000]


async def test_marks_of_an_ended_session_go_into_no_other_and_are_listed(
    in_store: Run,
) -> None:
    assert await in_store("""
        const ended = [];
        store.subscribe((news) => news.ended && ended.push(news.ended.sessionId));
        for (const [student, status] of
            [["a", "present"], ["b", undefined], ["d", "absent"], ["e", "late"]]) {
            store.keepWaiting(want(student, status));
        }
        watching({ sessionId: "s2" });
        const sent = store.takeWaiting().length;
        const { missingSessions } = store;
        store.settleEnded("s1", [
            { studentId: "a", status: "absent" }, { studentId: "b", status: "late" },
            { studentId: "e", status: "excused" },
        ]);
        return [ended, sent, missingSessions, problems(), waiting.waiting.length, state("a")];
    """) == [
        ["s1"],
        0,
        [{"classId": "c", "sessionId": "s1"}],
        [["A", "ended", "absent"], ["E", "ended", "excused"]],
        0,
        [None, None],
    ]


async def test_marks_of_a_session_that_no_longer_exists_are_listed(in_store: Run) -> None:
    assert await in_store("""
        store.keepWaiting(want("a", "present"));
        store.watching({ sessions: [] });
        store.settleEnded("s1");
        const gone = problems();
        watching({ sessionId: "s2" });
        store.keepWaiting(want("b", "present"));
        store.watching({ sessions: [] });
        store.settleEnded("s2", undefined, "discarded");
        return [...gone, ...problems().slice(1)];
    """) == [["A", "gone", None], ["B", "discarded", None]]


async def test_a_session_whose_start_was_missed_is_announced_once(in_store: Run) -> None:
    assert await in_store("""
        const begun = [];
        store.subscribe(({ classId, started }) => started && begun.push(classId));
        watching({});
        const more = { ...running, classId: "d", sessionId: "s2" };
        store.watching({ sessions: [running, more] });
        store.watching({ sessions: [{ ...running, sessionId: "s3" }, more] });
        return begun;
    """) == ["d", "c"]


BROWSER = """
    const { WaitingMarks } = module;
    const { WaitingStorage } = await import("/waiting/storage.js");
    const [user, other] = ["me", "you"].map((name) => name + Math.random());
    const mark = (studentId, at, more) => ({
        userId: user, classId: "c", className: "Algebra", sessionId: "s1", startedAt: "0",
        studentId, name: studentId, status: "present", at: String(at), ...more });
    /** The marks as another page of the browser has them. */
    const page = async (userId = user) => {
        const storage = new WaitingStorage();
        const marks = new WaitingMarks(userId, storage);
        await marks.loaded;
        return marks;
    };
    const stored = (marks) => marks.losable
        ? new Promise((done) => setTimeout(() => done(stored(marks)), 5)) : Promise.resolve();
    const waitFor = (marks, condition) => new Promise((done) => {
        const check = () => condition(marks) && done();
        marks.subscribe(check);
        check();
    });
    const ids = (marks) =>
        marks.waiting.map(({ studentId, at }) => studentId + at);
"""


@pytest.fixture
def in_browser(run: Run) -> Run:
    """Runs code with marks that are stored in the browser's own database."""

    async def call(code: str) -> Any:
        return await run("/waiting/marks.js", f"async (module) => {{ {BROWSER} {code} }}")

    return call


async def test_waiting_marks_are_stored_for_their_user_alone(in_browser: Run) -> None:
    assert await in_browser("""
        const here = await page();
        here.add(mark("a", 1));
        here.add(mark("b", 2));
        here.fail(mark("b", 2), { code: "ended" });
        await stored(here);
        const next = await page();
        return [ids(next), next.problems.length, ids(await page(other))];
    """) == [["a1"], 1, []]


async def test_all_pages_share_the_waiting_marks(in_browser: Run) -> None:
    assert await in_browser("""
        const [one, two] = await Promise.all([page(), page()]);
        one.add(mark("a", 1));
        one.add(mark("b", 2));
        await stored(one);
        await waitFor(two, (marks) => marks.waiting.length === 2);
        const shared = ids(two);
        one.remove(mark("a", 1));
        await waitFor(two, (marks) => marks.waiting.length === 1);
        return [shared, ids(two), ids(await page())];
    """) == [["a1", "b2"], ["b2"], ["b2"]]


async def test_the_later_tap_of_two_pages_stays_when_the_earlier_is_answered(
    in_browser: Run,
) -> None:
    assert await in_browser("""
        const [one, two] = await Promise.all([page(), page()]);
        two.add(mark("a", 2));
        await stored(two);
        one.add(mark("a", 1));
        await stored(one);
        one.remove(mark("a", 1));
        one.add(mark("z", 9));
        await stored(one);
        return [ids(two), ids(await page())];
    """) == [["a2"], ["a2", "z9"]]


async def test_marks_wait_in_the_page_when_the_browser_cannot_store_them(run: Run) -> None:
    code = """async ({ WaitingMarks }) => {
        const fails = () => Promise.reject(new Error("no"));
        const marks = new WaitingMarks("me", { load: fails, change: fails, listen: () => {} });
        await marks.loaded;
        marks.add({ sessionId: "s1", studentId: "a", at: "1" });
        await new Promise((done) => setTimeout(done));
        return [marks.waiting.length, marks.losable];
    }"""
    assert await run("/waiting/marks.js", code) == [1, True]


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(0, 0), (0.9, 0), (-3600, -3600), (3600, 3600)],
)
async def test_a_wrong_device_clock_is_corrected(run: Run, ahead: float, expected: float) -> None:
    """`ahead`: by how many seconds the server's clock is ahead.

    The `Date` header is only exact to a second, and the faster of the two answers adds 0.3.
    """
    code = """({ ServerClock }, ahead) => {
        const clock = new ServerClock();
        const realNow = Date.now;
        const now = realNow();
        Date.now = () => now;
        try {
            clock.observe("Thu, 01 Jan 1970 00:00:00 GMT", 0, 5);
            for (const delay of [900, 300]) {
                clock.observe(new Date(now + ahead * 1000).toUTCString(), now - delay, now);
            }
            clock.observe(null, now, now);
            return (clock.now() - now) / 1000;
        } finally {
            Date.now = realNow;
        }
    }"""
    assert abs(await run("/server-clock.js", code, ahead) - expected) <= 1.3


async def test_excused_sessions_do_not_affect_the_rate(run: Run) -> None:
    code = "({ attended }, statuses) => attended(statuses.map((status) => ({ status })))"
    statuses = ["present", "late", "excused", "absent"]
    assert await run("/status.js", code, statuses) == {"present": 2, "total": 3, "excused": 1}
    assert (await run("/status.js", code, ["excused"]))["total"] == 0


async def test_a_quota_error_says_what_to_do(run: Run) -> None:
    code = """async ({ errorText }, error) => {
        const { ApiError } = await import("/api.js");
        return errorText(new ApiError(409, ...error));
    }"""
    full = ClassFull(30)
    assert await run("/language/errors.js", code, [full.code, {"limit": full.limit}]) == (
        "A class can have at most 30 students on this server. Remove some, or ask whoever runs it"
        " to allow more."
    )


async def test_problems_are_told_by_their_codes_whatever_the_sentence(run: Run) -> None:
    code = """async ({ fieldErrors }, problems) => {
        const { ApiError } = await import("/api.js");
        const { lineProblems } = await import("/language/file-problems.js");
        const error = new ApiError(400, "invalid_request", { details: problems });
        return [fieldErrors(error), lineProblems(problems)];
    }"""
    problems = [
        Problem("name", "…", ProblemCode.TOO_LONG, maximum=200),
        Problem("email", "…", ProblemCode.INVALID_EMAIL),
    ]
    assert await run("/language/errors.js", code, [to_wire(each) for each in problems]) == [
        {"name": "Use at most 200 characters.", "email": "This is not an e-mail address."},
        "The name has more than 200 characters. This is not an e-mail address.",
    ]
