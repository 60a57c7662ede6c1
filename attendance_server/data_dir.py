"""The server's own folder, and the token secret that is stored in it."""

import contextlib
import os
import shlex
import stat
from pathlib import Path

from .exit_errors import SettingsError
from .settings.texts import SECRET_BYTES


def stored_secret(data_dir: Path) -> str:
    """The token secret stored in `data_dir`, which the first call creates.

    Raises `SettingsError` if the folder cannot be used, if other users can read it or the secret,
    or if the secret is too short.
    """
    path = data_dir.absolute() / "jwt_secret"
    try:
        make_private(data_dir)
        with contextlib.suppress(FileExistsError):
            new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(new, "w") as file:
                file.write(os.urandom(32).hex())
        secret = path.read_bytes().strip()
        if len(secret) < SECRET_BYTES or not secret.isascii():
            fault = "is empty"
            if secret:
                fault = f"does not hold at least {SECRET_BYTES} letters and digits"
            raise SettingsError(
                f"{path} {fault}; remove it to create a new one, which logs everyone out:"
                f" rm {shlex.quote(str(path))}"
            )
        refuse_readable_by_others(path, 0o600)
    except OSError as exc:
        raise SettingsError(f"DATA_DIR: {exc}") from exc
    return secret.decode()


def make_private(folder: Path) -> None:
    """Create the folder, for its owner only, if it is missing.

    Raises `SettingsError` if other users can access it, and `OSError`.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")
    refuse_readable_by_others(folder, 0o700)


def refuse_readable_by_others(path: Path, wanted: int) -> None:
    """Raises `SettingsError` if the group or others have any access, and `OSError`.

    `wanted`: the mode that the message tells the operator to set.
    """
    path = path.absolute()
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(
            f"DATA_DIR: other users can access {path} (mode {mode:o}); run:"
            f" chmod {wanted:o} {shlex.quote(str(path))}"
        )


def sync_folder(folder: Path) -> None:
    """Write the folder to disk; without this, a power cut could lose the new name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
