"""What can go wrong with a class, its teachers and its students."""

from collections.abc import Mapping
from typing import ClassVar

from . import Conflict, Forbidden, NotFound, QuotaReached


class ClassNotFound(NotFound):
    message = "Class not found"
    code = "class_not_found"


class NotClassTeacher(Forbidden):
    """The class is another teacher's; also for a student who reads a class they are not in."""

    message = "Forbidden, not class teacher"
    code = "not_class_teacher"


class NotClassOwner(Forbidden):
    """A teacher of the class does what only its owner may do."""

    message = "Forbidden, not class owner"
    code = "not_class_owner"


class NotEnrolled(Forbidden):
    """A student asks for their own attendance in a class that they are not in."""

    message = "Forbidden, not enrolled in class"
    code = "not_enrolled"


class StudentNotFound(NotFound):
    """No student has this id, or it is not one that the teacher may know of."""

    message = "Student not found"
    code = "student_not_found"


class TeacherNotFound(NotFound):
    """The class has no such teacher, or no account that is in use is that of a teacher."""

    message = "Teacher not found"
    code = "teacher_not_found"


class NoTeacherAccount(NotFound):
    """A teacher is to be added by an address that no teacher has an account with."""

    message = "No teacher has an account with this email, they need to sign up first"
    code = "no_teacher_account"


class InvitationNotFound(NotFound):
    """The student is not invited to the class, or no longer."""

    message = "Invitation not found"
    code = "invitation_not_found"


class ClassArchived(Conflict):
    """A session of an archived class is started or reopened."""

    message = "Class is archived, unarchive it first"
    code = "class_archived"


class ClassHasSessions(Conflict):
    """A class that has had sessions is deleted without its name. The message says how many."""

    message = "Class has sessions, confirm the deletion with its className"
    code = "class_has_sessions"
    beside: ClassVar[Mapping[str, object]] = {"sessions": int}
    pattern: ClassVar[str | None] = "^Class has ([0-9]+ sessions|1 session), confirm the deletion "

    def __init__(self, sessions: int) -> None:
        """`sessions`: how many, discarded ones included."""
        self.sessions = sessions
        counted = "1 session" if sessions == 1 else f"{sessions} sessions"
        self.message = f"Class has {counted}, confirm the deletion with its className"
        super().__init__()


class AwaitsStudent(Conflict):
    """An invitation is for the student to accept, and not for the teacher to confirm."""

    message = "Invitation has to be accepted by the student"
    code = "awaits_student"


class AlreadyOwner(Conflict):
    """The owner of a class is to become its assistant."""

    message = "This teacher owns the class already"
    code = "already_owner"


class OwnerStays(Conflict):
    """The owner of a class is to be removed from its teachers."""

    message = "The owner of a class cannot be removed from it"
    code = "owner_stays"


class TooManyTeachers(Conflict):
    """A class has as many teachers as it can have."""

    message = "A class can have 50 teachers: remove one first"
    code = "too_many_teachers"


class TooManyClasses(QuotaReached):
    usual = 1000
    message = (
        "A teacher can have 1000 classes, archived ones included: delete one,"
        " or have CLASSES_PER_TEACHER raised"
    )
    code = "too_many_classes"


class ClassFull(QuotaReached):
    usual = 10000
    message = "A class can have 10000 students: remove some, or have STUDENTS_PER_CLASS raised"
    code = "class_full"
