"""API keys of a class, for its owner, and those of the school, for administrators."""

from aiohttp import web
from attrs import asdict

from ..audit import Action
from ..errors.api_keys import ApiKeyNotFound, TooManyApiKeys
from ..http.audited import note, recorded_first
from ..http.auth import admin_only, teacher_only
from ..http.envelope import read_body, success
from ..http.operations import Tag, operation
from ..models import ApiKey, User
from ..rights import Right
from ..wire.api_keys import ApiKeyView, MadeApiKey, NewApiKey
from .app_keys import API_KEYS
from .classes import OF_OWNER, permitted_class

routes = web.RouteTableDef()


@routes.get("/class/{id:[^/]+}/keys")
@operation(
    "List the API keys of a class you own",
    tag=Tag.API_KEYS,
    answer=list[ApiKeyView],
    refuses=OF_OWNER,
)
@teacher_only
async def of_class(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    return await _listed(request, class_.id)


@routes.post("/class/{id:[^/]+}/keys")
@operation(
    "Make an API key for a class you own",
    tag=Tag.API_KEYS,
    note="A program can upload the roster of this class with it, and do nothing else. It acts in"
    " your name, as long as you own the class. The answer is the only one that has its text.",
    body=NewApiKey,
    answer=MadeApiKey,
    status=201,
    refuses=(*OF_OWNER, TooManyApiKeys),
    audit=Action.CREATE_KEY,
)
@teacher_only
async def make_for_class(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, NewApiKey)
    class_ = await permitted_class(request, user, Right.MANAGE)
    return await _made(request, user, body, class_.id)


@routes.delete("/class/{id:[^/]+}/keys/{key_id:[^/]+}")
@operation(
    "End an API key of a class you own, at once",
    tag=Tag.API_KEYS,
    answer=ApiKeyView,
    refuses=(*OF_OWNER, ApiKeyNotFound),
    audit=Action.END_KEY,
)
@teacher_only
async def end_of_class(request: web.Request, user: User) -> web.Response:
    class_ = await permitted_class(request, user, Right.MANAGE)
    return await _ended(request, class_.id)


@routes.get("/keys")
@operation("List the API keys of the school", tag=Tag.API_KEYS, answer=list[ApiKeyView])
@admin_only
async def of_school(request: web.Request, _: User) -> web.Response:
    return await _listed(request, None)


@routes.post("/keys")
@operation(
    "Make an API key for the school",
    tag=Tag.API_KEYS,
    note="A program can upload the roster of any class with it, and do nothing else. The answer is"
    " the only one that has its text.",
    body=NewApiKey,
    answer=MadeApiKey,
    status=201,
    refuses=(TooManyApiKeys,),
    audit=Action.CREATE_KEY,
)
@admin_only
async def make_for_school(request: web.Request, user: User) -> web.Response:
    body = await read_body(request, NewApiKey)
    async with recorded_first(request):
        return await _made(request, user, body, None)


@routes.delete("/keys/{key_id:[^/]+}")
@operation(
    "End an API key of the school, at once",
    tag=Tag.API_KEYS,
    answer=ApiKeyView,
    refuses=(ApiKeyNotFound,),
    audit=Action.END_KEY,
)
@admin_only
async def end_of_school(request: web.Request, _: User) -> web.Response:
    async with recorded_first(request):
        return await _ended(request, None)


async def _listed(request: web.Request, class_id: str | None) -> web.Response:
    keys = await request.app[API_KEYS].of_class(class_id)
    return success([_view(key, by_name) for key, by_name in keys])


async def _made(
    request: web.Request, user: User, body: NewApiKey, class_id: str | None
) -> web.Response:
    key, text = await request.app[API_KEYS].make(body.name, user, class_id)
    note(request, keyId=key.id, key=key.name)
    return success(MadeApiKey(**asdict(_view(key, user.name)), key=text), 201)


async def _ended(request: web.Request, class_id: str | None) -> web.Response:
    key_id = request.match_info["key_id"].lower()
    key = await request.app[API_KEYS].end(key_id, class_id)
    note(request, key=key.name)
    return success(_view(key, None))


def _view(key: ApiKey, by_name: str | None) -> ApiKeyView:
    return ApiKeyView(
        id=key.id,
        name=key.name,
        class_id=key.class_id,
        by=key.by,
        by_name=by_name,
        created_at=key.created_at,
        last_used_at=key.last_used_at,
    )
