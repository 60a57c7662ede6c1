"""What can go wrong with API keys."""

from . import Forbidden, NotFound, QuotaReached


class ApiKeyNotFound(NotFound):
    """The class, or the school, has no such key, or no longer."""

    message = "API key not found"
    code = "api_key_not_found"


class OtherClassKey(Forbidden):
    """An API key for one class is used for another one."""

    message = "Forbidden, this API key is for another class"
    code = "other_class_key"


class SchoolKeyOnly(Forbidden):
    """A call for API keys of the school is made with anything else."""

    message = "Forbidden, API key of the school required"
    code = "school_key_only"


class TooManyApiKeys(QuotaReached):
    usual = 20
    message = "There can be 20 API keys for a class and for the school: end one first"
    code = "too_many_api_keys"
