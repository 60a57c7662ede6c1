"""The error for a file that cannot be read."""

from ...problems import Problem, ProblemCode


class UnreadableFile(Exception):
    """The file holds no list that can be read. `problem`: why, and what to do about it."""

    def __init__(self, message: str, code: ProblemCode, **values: int | str) -> None:
        """`values`: the further values of a `Problem`."""
        super().__init__(message)
        self.problem = Problem("", message, code, **values)  # type: ignore[arg-type]
