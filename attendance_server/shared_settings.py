"""What several servers of one school should have in common: their secret and most settings.

Servers compare fingerprints, so that reading the database does not reveal a setting.
"""

import hmac
from collections.abc import Mapping

from attrs import fields, frozen, has

from .settings import Settings

OF_ONE_SERVER = frozenset(
    {"host", "port", "workers", "mongo_uri", "mongod", "data_dir", "trusted_proxies"}
    | {"commit_timeout", "shutdown_timeout", "keep_alive", "body_timeout"}
    | {"max_waiting_logins", "max_waiting_marks", "max_unsent_mb"}
    | {"max_sockets", "max_connections", "log_format", "log_level"}
)
"""Settings that depend on the machine."""


@frozen
class Agreement:
    """Fingerprints of the `secret` that signs tokens, and of each of the `settings` by its name."""

    secret: str
    settings: Mapping[str, str]

    @classmethod
    def of(cls, settings: Settings, secret: str) -> "Agreement":
        """Those of a server with these settings; `secret`: that of its tokens."""
        shared = [each.name for each in fields(Settings) if each.name not in OF_ONE_SERVER]
        return cls(
            _fingerprint(secret, "the secret of a school"),
            {
                name.upper(): _fingerprint(secret, f"{name}={_text(getattr(settings, name))}")
                for name in shared
                if name != "jwt_secret"
            },
        )

    def differing(self, other: "Agreement") -> list[str]:
        """The names of the settings that both servers know and have different values of."""
        common = sorted(self.settings.keys() & other.settings.keys())
        return [name for name in common if self.settings[name] != other.settings[name]]


def _text(value: object) -> str:
    """The same text for the same value in every process: the order of a set is not."""
    if isinstance(value, frozenset):
        return repr(sorted(value))
    kind = type(value)
    if has(kind):
        return repr([_text(getattr(value, each.name)) for each in fields(kind)])
    return repr(value)


def _fingerprint(secret: str, text: str) -> str:
    return hmac.digest(secret.encode(), text.encode(), "sha256")[:8].hex()
