"""How many of each thing one account can make. Pure: the numbers are passed in."""

from attrs import frozen

from ..errors.classes import ClassFull, TooManyClasses
from ..errors.rosters import TooManyUnclaimed
from ..errors.sessions import TooManySessions


@frozen(kw_only=True)
class Quotas:
    """The most of each kind: far more than a school needs, and few enough for the server."""

    classes_per_teacher: int
    students_per_class: int
    sessions_per_class: int
    unclaimed_per_teacher: int

    def check_classes(self, count: int) -> None:
        """Check that a teacher with `count` classes may make another. Raises `TooManyClasses`."""
        if count >= self.classes_per_teacher:
            raise TooManyClasses(self.classes_per_teacher)

    def check_students(self, count: int) -> None:
        """Check that a class may have `count` students. Raises `ClassFull`."""
        if count > self.students_per_class:
            raise ClassFull(self.students_per_class)

    def check_sessions(self, count: int) -> None:
        """Check that a class that has had `count` may have another. Raises `TooManySessions`."""
        if count >= self.sessions_per_class:
            raise TooManySessions(self.sessions_per_class)

    def check_unclaimed(self, count: int) -> None:
        """Check that `count` accounts may wait for a teacher to hand out their codes.

        Raises `TooManyUnclaimed`.
        """
        if count > self.unclaimed_per_teacher:
            raise TooManyUnclaimed(self.unclaimed_per_teacher)
