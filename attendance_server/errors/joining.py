"""What can go wrong when students ask to join a class."""

from . import Forbidden, NotFound


class JoinAsked(Forbidden):
    """A student with a right code is not in the class, and now asks its teachers to join it."""

    message = "Ask your teacher to let you into the class"
    code = "join_requested"


class ClassCodeWrong(NotFound):
    """No class in use has this code, or it is off."""

    message = "No class has this code, ask your teacher for the current one"
    code = "class_code_wrong"


class JoinRequestNotFound(NotFound):
    """The student does not ask to join the class, or has been answered."""

    message = "Request to join not found"
    code = "join_request_not_found"
