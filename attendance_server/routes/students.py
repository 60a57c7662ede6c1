"""Students, for teachers who look for somebody to enrol."""

from aiohttp import web

from ..auth import teacher_only
from ..calls import described
from ..envelope import success
from ..models import User
from ..schemas import StudentSearch, StudentView, parse_fields
from .keys import STORE

routes = web.RouteTableDef()


@routes.get("/students")
@described(
    "Look for students",
    note="Each word of `q` begins one of their name or their address, in any order; letter case and"
    " accents do not count. `after` is the last `_id` of the page before.",
    query=StudentSearch,
    answer=list[StudentView],
)
@teacher_only
async def search(request: web.Request, _: User) -> web.Response:
    query = parse_fields(dict(request.query), StudentSearch)
    students = await request.app[STORE].users.students(query.q, query.limit, query.after)
    return success([StudentView(user.id, user.name, user.email) for user in students])
