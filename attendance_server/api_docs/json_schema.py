"""JSON Schemas of the classes that are read and written.

They keep to what the dialect of OpenAPI 3.1 (2020-12) and that of AsyncAPI 3 (draft 7) have in
common: nothing stands beside a `$ref`.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin

import attrs
from attrs import define, field

from ..models import Missing
from ..wire.fields import JSON_SCHEMAS, wire_name, without_missing

Json: TypeAlias = dict[str, Any]

TITLE = "Attendance server"

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


@define
class Schemas:
    """Schemas that name each other, for the `components` of one document."""

    components: Json = field(factory=dict)
    kinds: Mapping[Any, Mapping[str, object]] = field(factory=dict)
    """What this server takes of some kinds, where that is not what `JSON_SCHEMAS` says."""

    def taken(self, kind: Any) -> Json:
        """What is valid as a `kind` from a client. Raises `TypeError` for what has no schema."""
        return self._schema(kind, taken=True)

    def given(self, kind: Any) -> Json:
        """What a `kind` looks like that the server sends. Raises `TypeError` as well."""
        return self._schema(kind, taken=False)

    def add(self, name: str, schema: Json) -> Json:
        """The reference to a schema under this name. Raises `ValueError` where it has another."""
        if self.components.setdefault(name, schema) != schema:
            raise ValueError(f"two schemas called {name}")
        return {"$ref": f"#/components/schemas/{name}"}

    def fields_taken(self, cls: type[Any]) -> Json:
        """The schema of `cls` from a client, in place."""
        return self._object(cls, taken=True)

    def _schema(self, kind: Any, taken: bool) -> Json:
        if attrs.has(kind):
            return self.add(kind.__name__, self._object(kind, taken))
        described = taken and kind in JSON_SCHEMAS
        if isinstance(kind, type) and issubclass(kind, Enum) and not described:
            return {"type": "string", "enum": [member.value for member in kind]}
        if kind in JSON_SCHEMAS:
            return dict(self.kinds.get(kind, JSON_SCHEMAS[kind]))
        if kind in _PLAIN:
            return {"type": _PLAIN[kind]}
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            if Missing in arguments:
                return self._schema(without_missing(kind), taken)
            return {_choice(arguments, taken): [self._schema(each, taken) for each in arguments]}
        if origin in (tuple, list):
            return {"type": "array", "items": self._schema(arguments[0], taken)}
        raise TypeError(f"no JSON Schema for {kind}")

    def _object(self, cls: type[Any], taken: bool) -> Json:
        schema: Json = {"type": "object"}
        if cls.__doc__:
            schema["description"] = cleandoc(cls.__doc__)
        schema["properties"] = {
            wire_name(f.name): self._property(f, taken) for f in attrs.fields(cls)
        }
        # What the server sends leaves out a field that has its default, see `wire`.
        required = [wire_name(f.name) for f in attrs.fields(cls) if f.default is attrs.NOTHING]
        if required:
            schema["required"] = required
        if taken:
            schema |= JSON_SCHEMAS.get(cls, {})
        if not taken:
            # A client may send more than is read; the server sends just this.
            schema["additionalProperties"] = False
        return schema

    def _property(self, f: "attrs.Attribute[Any]", taken: bool) -> Json:
        schema = self._schema(f.type, taken)
        told = f.default not in (attrs.NOTHING, None, Missing.MISSING)
        if taken and told and "$ref" not in schema:
            schema["default"] = f.default
        return schema


def _choice(kinds: Sequence[Any], taken: bool) -> str:
    """How the schemas of a union are joined.

    What a client sends may have the fields of two classes, and is then refused.
    """
    return "oneOf" if taken and all(map(attrs.has, kinds)) else "anyOf"
