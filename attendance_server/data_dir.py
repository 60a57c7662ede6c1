"""The server's own folder, and the secret for tokens that is kept in it."""

import contextlib
import os
import shlex
import stat
from pathlib import Path

from .exit_errors import SettingsError
from .settings import SECRET_BYTES


def stored_secret(data_dir: Path) -> str:
    """The secret for tokens that is kept in `data_dir`, made on the first call.

    Raises `SettingsError` where the folder cannot be used, where others can read it or the secret,
    and where the secret is too short.
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
                f"{path} {fault}; remove it, and a new secret is made and everyone logs in again:"
                f" rm {shlex.quote(str(path))}"
            )
        refuse_readable_by_others(path, 0o600)
    except OSError as exc:
        raise SettingsError(f"DATA_DIR: {exc}") from exc
    return secret.decode()


def make_private(folder: Path) -> None:
    """Make the folder, for its owner only, if it is missing.

    Raises `SettingsError` where others can use it, and `OSError`.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")
    refuse_readable_by_others(folder, 0o700)


def refuse_readable_by_others(path: Path, wanted: int) -> None:
    """Raises `SettingsError` where the group or others have any access, and `OSError`.

    `wanted`: the mode that the message tells the operator to give it.
    """
    path = path.absolute()
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(
            f"DATA_DIR: others can use {path} (mode {mode:o}); type:"
            f" chmod {wanted:o} {shlex.quote(str(path))}"
        )
