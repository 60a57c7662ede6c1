"""The code of a class: a student who has it joins the class, or asks to.

The code is on the board, so it is short: eight letters of five bits each. Where a thousand classes
have one, a guess is right once in 10⁹ times, and an account has ten wrong ones per minute.
"""

import secrets
import unicodedata
from urllib.parse import unquote

from ..accounts.claim_codes import ALPHABET
from ..checkin.tries import Guest, Tries
from ..errors.joining import ClassCodeWrong
from ..live.classes import Classes
from ..models import Class, ClassCode, CodeRule, User
from ..store import Store
from .join_requests import JoinRequests

PATH = "/join/"

GROUPS, GROUP = 2, 4


class ClassCodes:
    """The codes of all classes. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        store: Store,
        classes: Classes,
        join_requests: JoinRequests,
        tries: Tries,
        public_url: str,
    ) -> None:
        """`public_url`: the address of the server that links begin with, or nothing."""
        self._store = store
        self._classes = classes
        self._join_requests = join_requests
        self._tries = tries
        self._public_url = public_url

    async def of_class(self, class_id: str) -> ClassCode:
        """The code of a class. Raises `ClassNotFound`."""
        return await self._store.class_codes.of_class(class_id)

    async def set_rule(self, class_id: str, rule: CodeRule) -> ClassCode:
        """Set what the code is good for; the first time, the class gets one.

        Raises `ClassNotFound`.
        """
        # Another class may have the same code, if only once in a thousand million times.
        while True:
            if changed := await self._store.class_codes.set_rule(class_id, rule, _new_code()):
                return changed

    async def renew(self, class_id: str) -> ClassCode:
        """Give a class another code; the old one is good for nothing. Raises `ClassNotFound`."""
        while True:
            if changed := await self._store.class_codes.renew(class_id, _new_code()):
                return changed

    async def join(self, text: str, student: User, device_id: str | None) -> tuple[Class, bool]:
        """The class whose code or link this is, and whether the student is in it now.

        If not, they have asked to join. `device_id`: the remembered device that they are on. Raises
        `TooManyTries`, `ClassCodeWrong`, `ClassFull`, and `StudentNotFound` if the account is
        deleted at the same time.
        """
        guest = Guest(student.id, device_id)
        self._tries.check(guest)
        code = read_code(text)
        found = await self._store.class_codes.find(code, student.id) if code else None
        if found is None:
            await self._tries.count_wrong(guest)
            raise ClassCodeWrong
        class_, rule = found
        if student.id in class_.student_ids:
            return class_, True
        if rule is CodeRule.ASK:
            await self._join_requests.ask_with_code(class_, student)
            return class_, False
        joined = await self._classes.enrol(class_.id, student.id)
        await self._store.join_requests.remove(class_.id, student.id)
        return joined, True

    def link(self, code: str) -> str:
        """The link that leads to the page with this code filled in."""
        return f"{self._public_url}{PATH}{code}"


def read_code(text: str) -> str | None:
    """The code in a text, however it is typed, or in a link; `None` if it holds none."""
    last = unquote(text).rstrip("/ ").rpartition("/")[2]
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", last).upper()))
    if len(letters) != GROUPS * GROUP or not set(ALPHABET) >= set(letters):
        return None
    return written(letters)


def written(letters: str) -> str:
    """A code as it is shown, such as `7KQM-2XHD`."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _new_code() -> str:
    return written("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)))
