"""The attendance in a class as a file that another system takes."""

from aiohttp import hdrs, web

from ..audit import Action
from ..errors.server import TooManyReports, TooManyRequests
from ..file_words import period_in, words_in
from ..http.audited import note
from ..http.auth import staff_only
from ..http.operations import Bare, Tag, operation
from ..http.streaming import file_of, send_file
from ..languages import DEFAULT
from ..models import User
from ..presets import LAYOUTS, ClassAttendance
from ..rights import Right
from ..store import lift_shared_budget
from ..store.name_order import Sorting
from ..tables import file_name
from ..wire.presets import Preset, PresetQuery
from .app_keys import STORE
from .classes import OF_OWNER, permitted_class
from .formats import counted, zoned_query
from .reports import ENDED

MEDIA_TYPES = dict.fromkeys(layout.media_type for layout in LAYOUTS.values())

NAMES = {
    Preset.MOODLE: "Moodle",
    Preset.CANVAS: "Canvas",
    Preset.POWERSCHOOL: "PowerSchool",
    Preset.ENGLAND: "England",
    Preset.ONEROSTER: "OneRoster",
    Preset.WEBUNTIS: "WebUntis",
}

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/export")
@operation(
    "Get the attendance in a class you own as a file that another system takes",
    tag=Tag.REPORTS,
    note=f"{ENDED} `powerschool` is text with tabs, `oneroster` a zip archive, and the others are"
    " CSV. Times are local to the time zone, which should be that of the other system.",
    query=PresetQuery,
    answer=Bare("text/csv"),
    files=tuple(map(Bare, sorted(MEDIA_TYPES.keys() - {"text/csv"}))),
    refuses=(*OF_OWNER, TooManyRequests, TooManyReports),
    audit=Action.FILE,
)
@staff_only
async def export(request: web.Request, user: User) -> web.StreamResponse:
    query = zoned_query(request, PresetQuery)
    class_ = await permitted_class(request, user, Right.EXPORT)
    note(request, preset=query.preset)
    lift_shared_budget()
    layout = LAYOUTS[query.preset]
    found = request.app[STORE].records.of_class(class_.id, query.span(), Sorting(user.name_order))
    period = period_in(words_in(DEFAULT), query.from_, query.to)
    async with counted(request, user, found) as records:
        attendance = ClassAttendance(class_.id, class_.class_name, query.zone, period, records)
        file = await file_of(layout.write(attendance))
    name = " ".join(filter(None, (class_.class_name, NAMES[query.preset], period)))
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: f"{layout.media_type}; charset=utf-8"
        if layout.media_type.startswith("text/")
        else layout.media_type,
        hdrs.CONTENT_DISPOSITION: file_name(name, layout.ending),
    }
    return await send_file(request, file, headers)
