"""Remembered devices: a new token for one, which there are, and their end."""

from aiohttp import web

from ..audit import Action
from ..errors.accounts import DeviceNotFound, RefreshTokenInvalid, RefreshTokenReused
from ..errors.requests import OriginNotAllowed, TooManyWrites
from ..http.answer_form import FORM
from ..http.audited import note
from ..http.auth import DEVICE_ID, signed_in
from ..http.cookies import drop_refresh_token, refresh_token_of
from ..http.envelope import failure, read_optional_body, success
from ..http.operations import Tag, operation
from ..models import Device, User
from ..wire.answers import DeviceView, LoggedInView
from ..wire.requests import Refresh
from .app_keys import DEVICES
from .log_ins import logged_in_answer

routes = web.RouteTableDef()


@routes.post("/auth/refresh")
@operation(
    "Get a new token for a remembered device",
    tag=Tag.AUTH,
    note="A refresh token is good for one use: the answer has its successor, which a page gets as a"
    " cookie. If it is used again, its device ends, except right after its first use and while its"
    " successor is unused.",
    body=Refresh,
    optional=True,
    answer=LoggedInView,
    refuses=(RefreshTokenInvalid, RefreshTokenReused, OriginNotAllowed, TooManyWrites),
    audit=Action.REFRESH,
)
async def refresh(request: web.Request) -> web.Response:
    body = await read_optional_body(request, Refresh)
    by_cookie = body.refresh_token is None
    token = refresh_token_of(request) if by_cookie else body.refresh_token
    try:
        refreshed = await request.app[DEVICES].refresh(token or "")
    except RefreshTokenInvalid as error:
        if isinstance(error, RefreshTokenReused):
            note(request, error.user_id, deviceId=error.device_id)
        response = failure(error, request.app[FORM])
        if by_cookie:
            drop_refresh_token(request, response)
        return response
    return logged_in_answer(request, refreshed, by_cookie=by_cookie)


@routes.get("/auth/devices")
@operation(
    "List the devices on which you stay logged in, the last used first",
    tag=Tag.AUTH,
    answer=list[DeviceView],
)
@signed_in
async def devices(request: web.Request, user: User) -> web.Response:
    return success(device_views(request, await request.app[DEVICES].of_user(user)))


@routes.delete("/auth/devices")
@operation(
    "End all devices but this one",
    tag=Tag.AUTH,
    note="Their refresh tokens and access tokens are no longer valid, and their sockets are closed"
    " with 4401.",
    answer=list[DeviceView],
    audit=Action.END_DEVICE,
)
@signed_in
async def end_other_devices(request: web.Request, user: User) -> web.Response:
    ended = await request.app[DEVICES].end_all(user, but=request.get(DEVICE_ID))
    return success(device_views(request, ended))


@routes.delete("/auth/devices/{device_id}")
@operation(
    "End a device",
    tag=Tag.AUTH,
    note="Its refresh token and access tokens are no longer valid, and its sockets are closed with"
    " 4401.",
    answer=DeviceView,
    refuses=(DeviceNotFound,),
    audit=Action.END_DEVICE,
)
@signed_in
async def end_device(request: web.Request, user: User) -> web.Response:
    device = await request.app[DEVICES].end(user, request.match_info["device_id"])
    view = _view(request, device)
    response = success(view)
    if view.current:
        drop_refresh_token(request, response)
    return response


def device_views(request: web.Request, devices: list[Device]) -> list[DeviceView]:
    return [_view(request, device) for device in devices]


def _view(request: web.Request, device: Device) -> DeviceView:
    return DeviceView(
        device.id,
        device.name,
        device.origin,
        device.created_at,
        device.last_used_at,
        device.expires_at,
        device.id == request.get(DEVICE_ID),
    )
