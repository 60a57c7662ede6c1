"""Where saved marks came from: each was sent, and what was sent twice was done once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import define

from tests.chaos.rounds.history import Change, History, wire_time
from tests.support.witness import insist


@define
class Sources:
    """All that clients sent of a session from which a mark may have come.

    `marks`, `blankets`: the data of what marks one student, and of `MARK_ALL`. `taken_back`:
    whether there was an `UNMARK_ALL`. `checked_in`: students who sent a code. `movers`: those who
    were enrolled or taken out during the round.
    """

    marks: Sequence[Mapping[str, Any]]
    blankets: Sequence[Mapping[str, Any]] = ()
    taken_back: bool = False
    checked_in: Collection[str] = ()
    movers: Collection[str] = ()

    @property
    def undated(self) -> set[str]:
        """Students of whom it cannot be known whether something is done twice."""
        return {each["studentId"] for each in self.marks if "at" not in each} | set(self.movers)

    @property
    def times(self) -> set[str]:
        return {each["at"] for each in (*self.marks, *self.blankets) if "at" in each}

    def explain(self, change: Change) -> bool:
        """Whether any of them is what may have made this change."""
        status, at, withdrawn = change.mark
        return (
            any(
                each["studentId"] == change.student
                and each.get("status", "present") == status
                and bool(each.get("unmarked")) == withdrawn
                and each.get("at", at) == at
                for each in self.marks
            )
            or (
                not withdrawn
                and any(each.get("status", "present") == status for each in self.blankets)
            )
            or (withdrawn and self.taken_back)
            or (change.student in self.checked_in and status == "present")
        )


def judge_sources(history: History, sources: Sources) -> None:
    """Every mark that was saved was sent, and what was sent twice was done once."""
    undated, times = sources.undated, sources.times
    made: set[tuple[str, str, str]] = set()
    for change in history.changes:
        insist(sources.explain(change), "every mark that is saved was sent", change)
        status, at, _ = change.mark
        before = change.before
        key = change.student, status, at
        if not (before and _is_solid(before, at)):
            # So does what came before that, as after leaving the class: it may come once more.
            made = {each for each in made if each[0] != change.student}
        insist(
            not (key in made and at in times) or change.student in undated,
            "what is sent twice is done once",
            change,
        )
        made.add(key)


def _is_solid(mark: Mapping[str, Any], at: str) -> bool:
    """Whether a saved mark has to stay, should an earlier decision, made `at` a time, come again.

    One that was taken back, or made for all, gives way; so does one that was made at the same time.
    """
    decided = wire_time(mark.get("decidedAt", mark["markedAt"]))
    return not (mark.get("blanket") or mark.get("withdrawn") or decided == at)
