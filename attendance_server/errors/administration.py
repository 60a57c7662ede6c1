"""What can go wrong when accounts of others are changed, merged or deleted."""

from . import Conflict, Forbidden


class NotImporter(Forbidden):
    """A teacher resets the password of an account that no import of theirs created."""

    message = "Forbidden, your imports did not create this account, ask the school office"
    code = "not_importer"


class TeacherHasClasses(Conflict):
    """A teacher who has classes is deleted by someone else, or is to become a student."""

    message = "This account belongs to a teacher who has classes"
    code = "teacher_has_classes"


class LastAdmin(Conflict):
    """The only enabled administrator is disabled or deleted."""

    message = "The only administrator cannot be disabled or deleted, create another one first"
    code = "last_admin"


class RoleFixed(Conflict):
    """The role of an administrator is to change."""

    message = "The role of an administrator cannot be changed"
    code = "role_fixed"


class AccountUnclaimed(Conflict):
    """An account without a password gets another role, or a teacher wants to reset its password."""

    message = "Account is not claimed yet, its owner has to claim it first"
    code = "account_unclaimed"


class OwnPassword(Conflict):
    """An administrator wants to reset the password of the account that they use."""

    message = "Change the password of your own account on its page"
    code = "own_password"


class CannotMerge(Conflict):
    """Accounts are merged that are not two, or not both of students."""

    message = "Only two different accounts of students can be merged"
    code = "cannot_merge"


class MergeUnfinished(Conflict):
    """The account is being merged into another one, and that was interrupted."""

    message = "Account is being merged into another one, repeat that first"
    code = "merge_unfinished"
