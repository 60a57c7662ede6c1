"""What all ways to log in share: whether the device is remembered, and the answer."""

from aiohttp import hdrs, web

from ..accounts.devices import LoggedIn
from ..http.audited import note
from ..http.browsers import browser_name
from ..http.cookies import keep_refresh_token, know_browser
from ..http.envelope import success
from ..http.origins import check_own_page
from ..wire.answers import LoggedInUser, LoggedInView
from ..wire.requests import Remember
from .app_keys import DEVICES


def remember_as(request: web.Request, remember: Remember | None) -> str | None:
    """The name of the device that is to be remembered; `None` if it is not.

    Raises `OriginNotAllowed` if a cookie is asked for by anything but a page of this server: it
    would come to nothing there.
    """
    if not remember or remember is Remember.NO:
        return None
    if remember is Remember.COOKIE:
        check_own_page(request)
    return browser_name(request.headers.get(hdrs.USER_AGENT, ""))


def logged_in_answer(request: web.Request, logged_in: LoggedIn, *, by_cookie: bool) -> web.Response:
    """The answer to a log-in or a refresh. `by_cookie`: where a refresh token goes."""
    user, refresh_token = logged_in.user, logged_in.refresh_token
    note(request, user.id)
    if logged_in.device_id:
        note(request, deviceId=logged_in.device_id)
    response = success(
        LoggedInView(
            logged_in.token,
            LoggedInUser(
                user.id,
                user.name,
                user.email,
                user.role,
                user.id,
                student_number=user.student_number,
                given_name=user.given_name,
                family_name=user.family_name,
                name_order=user.name_order,
                language=user.language,
            ),
            None if by_cookie else refresh_token,
        )
    )
    if refresh_token and by_cookie:
        seconds = request.app[DEVICES].remember_for.total_seconds()
        keep_refresh_token(request, response, refresh_token, seconds)
    know_browser(request, response, user.login_names)
    return response
