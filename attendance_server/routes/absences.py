"""Who was absent often, over all of a teacher's classes; for administrators, over all classes."""

from aiohttp import web

from ..audit import Action
from ..errors.requests import NotAcceptable
from ..errors.server import TooManyReports, TooManyRequests
from ..http.auth import staff_only
from ..http.now import NOW
from ..http.operations import Tag, operation
from ..http.streaming import json_list, send_file
from ..models import AbsentStudent, Role, User
from ..wire.fields import Format
from ..wire.report_queries import AbsentQuery
from .app_keys import STORE
from .formats import (
    FILES,
    counted,
    form_of,
    in_language_of,
    json_file,
    sorting_of,
    table_file,
    zoned_query,
)
from .report_tables import absent_table
from .reports import ENDED, named, writing

routes = web.RouteTableDef()


@routes.get("/reports/absent")
@operation(
    "List the students who were absent often, over all classes you teach",
    tag=Tag.REPORTS,
    note=f"{ENDED} Only classes in use, and only students who are in them now; for administrators"
    " those of the school. A file has only the classes that you own. The most absences come first.",
    query=AbsentQuery,
    answer=list[AbsentStudent],
    files=FILES,
    refuses=(NotAcceptable, TooManyRequests, TooManyReports),
    audit=Action.FILE,
)
@staff_only
async def often(request: web.Request, user: User) -> web.StreamResponse:
    query = in_language_of(user, zoned_query(request, AbsentQuery))
    span, form = query.span(), form_of(request, query.format)
    absences = request.app[STORE].absences
    teacher_id = None if user.role is Role.ADMIN else user.id
    # As for the files of a class.
    owned = form is not Format.JSON
    classes = await absences.classes_of(teacher_id, request.app[NOW](), owned=owned)
    asked = absences.at_least(query.at_least, classes, span, sorting_of(query, user))
    async with writing(request, form, user), counted(request, user, asked, form) as found:
        rows = named(found)
        if form is Format.JSON:
            made = await json_file(request, json_list(rows))
        else:
            made = await table_file(request, form, query, absent_table(rows, query))
    return await send_file(request, *made)
