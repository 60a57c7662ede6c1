"""What can go wrong with single sign-on."""

from . import Conflict, Forbidden, Invalid, NotFound, Unavailable


class SignOnStale(Invalid):
    """A sign-on was not started in this browser, took too long, or is used up."""

    message = "Single sign-on has expired, start again"
    code = "sign_on_stale"


class SignOnInvalid(Invalid):
    """The provider's answer to a sign-on cannot be trusted; the server's log says why."""

    message = "Single sign-on failed, the answer was not valid"
    code = "sign_on_invalid"


class SignOnRefused(Forbidden):
    """The provider of single sign-on, or the user there, has said no."""

    message = "Single sign-on was refused or cancelled"
    code = "sign_on_refused"


class SignOnUnverified(Forbidden):
    """The provider of single sign-on does not vouch for an e-mail address of the person."""

    message = "Single sign-on gave no verified email"
    code = "sign_on_unverified"


class SignOnNotAllowed(Forbidden):
    """The e-mail address of single sign-on is not in one of `OIDC_DOMAINS`."""

    message = "Single sign-on is not for this email"
    code = "sign_on_not_allowed"


class SignOnNotForAdmins(Forbidden):
    """The e-mail address of single sign-on is that of an administrator."""

    message = "Administrators log in with their password"
    code = "sign_on_not_for_admins"


class SignOnOff(NotFound):
    """The server has no single sign-on."""

    message = "Single sign-on is off"
    code = "sign_on_off"


class SignOnTaken(Conflict):
    """The account with this e-mail address belongs to another person of the provider."""

    message = "Another person of single sign-on has the account with this email"
    code = "sign_on_taken"


class SignOnUnavailable(Unavailable):
    """The provider of single sign-on does not answer."""

    message = "The provider of single sign-on does not answer, try again"
    code = "sign_on_unavailable"
    retry_after = 5
