"""The two documents as one page for people. It needs no script, and nothing from another host."""

import json

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from .json_schema import Json


def render(openapi: Json, asyncapi: Json) -> str:
    """The page, as HTML."""
    schemas = openapi["components"]["schemas"] | asyncapi["components"]["schemas"]
    frames = [
        _name(message["payload"]["properties"]["data"])
        for message in asyncapi["components"]["messages"].values()
    ]
    parts = {
        _name(field)
        for schema in schemas.values()
        for field in schema["properties"].values()
        if "$ref" in field
    }
    page = _templates.get_template("page.html").render(
        openapi=openapi,
        asyncapi=asyncapi,
        schemas=schemas,
        types=sorted(
            name
            for name, schema in schemas.items()
            # What is only taken, a refusal and what only a frame holds stand where they belong.
            if name in parts
            or (
                "additionalProperties" in schema
                and "const" not in schema["properties"].get("code", ())
                and (name not in frames or name in openapi["components"]["schemas"])
            )
        ),
    )
    return page.lstrip()


def _kind(schema: Json) -> Markup:
    """What kind of value a schema takes, in words; those of another schema are a link to it."""
    if "$ref" in schema:
        return Markup('<a href="#{0}">{0}</a>').format(_name(schema))
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return Markup(" or ").join(map(_kind, choices))
    if "enum" in schema:
        return Markup(" or ").join(map(_code, schema["enum"]))
    if not schema:
        return Markup("anything else")
    if schema["type"] == "array":
        return Markup("list of {}").format(_kind(schema["items"]))
    return _code(None) if schema["type"] == "null" else escape(schema["type"])


def _about(schema: Json) -> Markup:
    """What else there is to know of such a value."""
    schema = schema.get("anyOf", [schema])[0]
    if "minimum" in schema:
        return escape(f"{schema['minimum']} to {schema['maximum']}")
    return _inline(schema.get("description", ""))


def _name(reference: Json) -> str:
    name: str = reference["$ref"].rpartition("/")[2]
    return name


def _code(value: object) -> Markup:
    return Markup("<code>{}</code>").format(json.dumps(value))


def _inline(text: str) -> Markup:
    """A line in which backticks set off code."""
    parts = enumerate(text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in parts
    )


def _prose(text: str) -> Markup:
    """Paragraphs of such lines."""
    paragraphs = text.strip().split("\n\n")
    return Markup("\n").join(Markup("<p>{}</p>").format(_inline(each)) for each in paragraphs)


_templates = Environment(
    loader=PackageLoader("attendance_server.api_docs", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "about": _about,
    "code": _code,
    "inline": _inline,
    "kind": _kind,
    "name": _name,
    "prose": _prose,
}
