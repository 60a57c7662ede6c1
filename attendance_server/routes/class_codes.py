"""The code of a class: shown, changed, and used by students to join."""

from urllib.parse import quote

from aiohttp import hdrs, web

from ..audit import Action
from ..errors.check_in import TooManyTries
from ..errors.classes import ClassFull, ClassNotFound, NotClassTeacher, StudentNotFound
from ..errors.joining import ClassCodeWrong
from ..http.audited import note
from ..http.auth import DEVICE_ID, student_only, teacher_only
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..joining.class_codes import PATH, read_code
from ..models import ClassCode, User
from ..rights import Right
from ..wire.joining import ChangeClassCode, ClassCodeView, JoinByCode, JoinedByCode
from .app_keys import CLASS_CODES
from .classes import OF_OWNER, permitted_class

PAGE = "/#/join"

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/code")
@operation(
    "Show the code of a class you teach",
    tag=Tag.INVITATIONS,
    answer=ClassCodeView,
    refuses=(ClassNotFound, NotClassTeacher),
)
@teacher_only
async def show(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.TAKE_ATTENDANCE)
    return _shown(request, await request.app[CLASS_CODES].of_class(class_.id))


@routes.patch("/class/{id:[^/]+}/code")
@operation(
    "Say what the code of a class you own is good for",
    tag=Tag.INVITATIONS,
    note="The class gets a code when it is first needed, and keeps it while it is off. It can be"
    " changed while a session is running.",
    body=ChangeClassCode,
    answer=ClassCodeView,
    refuses=OF_OWNER,
    audit=Action.CLASS_CODE,
)
@teacher_only
async def change(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, ChangeClassCode)
    class_ = await permitted_class(request, user, Right.MANAGE)
    return _shown(request, await request.app[CLASS_CODES].set_rule(class_.id, body.rule))


@routes.post("/class/{id:[^/]+}/code/renew")
@operation(
    "Give a class you own another code",
    tag=Tag.INVITATIONS,
    note="The old code and its link are good for nothing from then on. Students who joined with it"
    " stay, and so do their requests.",
    answer=ClassCodeView,
    refuses=OF_OWNER,
    audit=Action.CLASS_CODE,
)
@teacher_only
async def renew(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    return _shown(request, await request.app[CLASS_CODES].renew(class_.id))


@routes.post("/join")
@operation(
    "Join a class with its code",
    tag=Tag.INVITATIONS,
    note="You are enrolled at once, or ask to join, by the setting of the class. A running session"
    " includes you once you are enrolled. Letter case, dashes and spaces in the code do not count.",
    body=JoinByCode,
    answer=JoinedByCode,
    refuses=(TooManyTries, ClassCodeWrong, ClassFull, StudentNotFound),
    audit=Action.JOIN,
)
@student_only
async def join(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, JoinByCode)
    note(request, studentId=user.id)
    device_id = request.get(DEVICE_ID)
    class_, joined = await request.app[CLASS_CODES].join(body.code, user, device_id)
    note(request, classId=class_.id)
    return success(JoinedByCode(class_.id, class_.class_name, joined))


# A QR code is coarser in capitals.
@routes.get(PATH.upper() + "{code:[^/]+}", allow_head=False)
@routes.get(PATH + "{code:[^/]+}", allow_head=False)
@operation(
    "The link to join a class",
    tag=Tag.INVITATIONS,
    note="Leads to the page that joins the class, which asks for a log-in or a sign-up first."
    " Whether a class has the code is not looked up.",
    status=303,
)
async def open_link(request: web.Request) -> web.Response:
    code = read_code(request.match_info["code"])
    page = f"{PAGE}/{quote(code)}" if code else PAGE
    return web.Response(status=303, headers={hdrs.LOCATION: page})


def _shown(request: web.Request, code: ClassCode) -> web.Response:
    link = request.app[CLASS_CODES].link(code.code) if code.code else None
    return success(ClassCodeView(code.class_id, code.rule, code.code, link))
