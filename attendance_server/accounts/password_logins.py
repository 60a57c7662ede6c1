"""Who has a password, where the school has single sign-on instead."""

from attrs import frozen

from ..errors.accounts import PasswordsOff
from ..models import Role


@frozen
class PasswordLogins:
    """`off`: only administrators have passwords, who need one while the provider is away."""

    off: bool = False

    def require(self, role: Role | None = None) -> None:
        """Raises `PasswordsOff` if users of this role, or of an unknown one, have no password."""
        if self.off and role is not Role.ADMIN:
            raise PasswordsOff


FOR_EVERYONE = PasswordLogins()
"""Every user has a password."""
