"""JSON Schemas (draft 2020-12, that of OpenAPI 3.1) of what the API gives."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from citecache.web.api.parameters import JsonSchema
from crawler.model import Card, CitedBy, Hop, Verdict
from crawler.model.card_fields import Column, fields_of
from crawler.model.grade import GRADES
from pipelines.quotes import QuoteStatus

STRING: JsonSchema = {"type": "string"}
BOOLEAN: JsonSchema = {"type": "boolean"}
STRINGS: JsonSchema = {"type": "array", "items": STRING}
TEXT_OR_NULL: JsonSchema = {"type": ["string", "null"]}
COUNT_OR_NULL: JsonSchema = {"type": ["integer", "null"]}
NUMBER_OR_NULL: JsonSchema = {"type": ["number", "null"]}
DIGEST: JsonSchema = {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"}
VERDICTS = [verdict.value for verdict in Verdict]
WITHHELD: dict[str, JsonSchema] = {"withheld": TEXT_OR_NULL | {"description": "Why text is not given; null: it is"}}

_PLAIN = {str: STRING, int: {"type": "integer"}, float: {"type": "number"}, bool: BOOLEAN}
_ENTRIES = {str: STRING, CitedBy: {"$ref": "#/components/schemas/CitedBy"}, Hop: {"$ref": "#/components/schemas/Hop"}}


def of_object(properties: Mapping[str, JsonSchema]) -> JsonSchema:
    """An object that has all of these keys; later versions may add some."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def component(name: str) -> JsonSchema:
    return {"$ref": f"#/components/schemas/{name}"}


def of_list(key: str, name: str) -> JsonSchema:
    """A part of a list, with the cursor of the next."""
    following = TEXT_OR_NULL | {"description": "`cursor` of the part after this one; null: this is the last"}
    return of_object({key: {"type": "array", "items": component(name)}, "next_cursor": following})


def of_type(kind: Any) -> JsonSchema:  # noqa: ANN401 - any annotation of a card's field
    """The schema of a field of a card, by its annotation."""
    if get_origin(kind) is UnionType:
        inner = next(one for one in get_args(kind) if one is not NoneType)
        return {"type": [of_type(inner)["type"], "null"]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _ENTRIES[get_args(kind)[0]]}
    if kind is Verdict:
        return {"type": "string", "enum": VERDICTS}
    return _PLAIN.get(kind, {"type": "object", "additionalProperties": STRING})


def card(*, with_text: bool) -> JsonSchema:
    """The keys of `show --json`."""
    properties = {}
    for field in fields_of(Card):
        if field.declared.json and (with_text or field.name != "text"):
            about = field.declared.about if isinstance(field.declared, Column) else ""
            properties[field.name] = of_type(field.type) | ({"description": about} if about else {})
    grade = {"grade": {"enum": [*GRADES, None]}, "reasons": STRINGS}
    return of_object({**properties, "identity": of_object(grade), **WITHHELD})


def verdict() -> JsonSchema:
    return of_object(
        {
            "url": STRING | {"description": "As it was asked about"},
            "known": BOOLEAN | {"description": "false: no Document cites it, and all else is null"},
            "id": TEXT_OR_NULL,
            "stable_id": TEXT_OR_NULL,
            "title": TEXT_OR_NULL,
            "verdict": {"enum": [*VERDICTS, None]},
            "http_status": COUNT_OR_NULL,
            "final_url": TEXT_OR_NULL,
            "fetched_at": TEXT_OR_NULL | {"description": "When the last fetch began, UTC"},
            "last_good_at": TEXT_OR_NULL | {"description": "When the last good text was last seen to stand, UTC"},
            "archived_url": TEXT_OR_NULL | {"description": "A copy in a web archive"},
            "archived_at": TEXT_OR_NULL,
            "doubt": TEXT_OR_NULL | {"description": "Why the text may be poor"},
        }
    )


def content() -> JsonSchema:
    return of_object(
        {
            "url": STRING | {"description": "As it is cited"},
            "http_status": COUNT_OR_NULL,
            "fetched_at": TEXT_OR_NULL | {"description": "When this content was fetched, UTC"},
            "content_type": TEXT_OR_NULL | {"description": "As the server said"},
            "page_title": TEXT_OR_NULL,
            "full_text": TEXT_OR_NULL | {"description": "null: see missing and withheld"},
            "content_length": COUNT_OR_NULL | {"description": "Bytes of the text in UTF-8"},
            "content_hash": DIGEST | {"description": "SHA-256 of the text in UTF-8"},
            "id": STRING,
            "stable_id": STRING,
            "verdict": {"type": "string", "enum": VERDICTS},
            "final_url": TEXT_OR_NULL | {"description": "That answered"},
            "last_good_at": TEXT_OR_NULL | {"description": "When the text was last seen to stand, UTC"},
            "capture_id": COUNT_OR_NULL,
            "source": {"enum": ["fetched", "archive", "imported", None]},
            "media_type": TEXT_OR_NULL | {"description": "As it is rather than as it was declared"},
            "language": TEXT_OR_NULL,
            "body_sha256": DIGEST,
            "coverage": NUMBER_OR_NULL | {"description": "0 to 1: the share of the page's prose that the text has"},
            "doubt": TEXT_OR_NULL | {"description": "Why the text may be poor"},
            "missing": TEXT_OR_NULL | {"description": "Why there is no text"},
            **WITHHELD,
        }
    )


def quote() -> JsonSchema:
    return of_object(
        {
            "document": STRING,
            "line": COUNT_OR_NULL,
            "column": COUNT_OR_NULL,
            "label": TEXT_OR_NULL,
            "resource_id": TEXT_OR_NULL,
            "url": TEXT_OR_NULL,
            "quote": STRING,
            "status": {"type": "string", "enum": [status.value for status in QuoteStatus]},
            "similarity": {"type": "number", "minimum": 0, "maximum": 1},
            "matched_text": TEXT_OR_NULL,
            "start": COUNT_OR_NULL | {"description": "Offset in the Capture's text, in code points"},
            "end": COUNT_OR_NULL,
            "differences": STRINGS | {"description": "What differs; for no_text: why"},
            "capture_id": COUNT_OR_NULL,
            "captured_at": TEXT_OR_NULL,
            "first_seen": TEXT_OR_NULL,
            "last_seen": TEXT_OR_NULL,
            "whole": {"type": "boolean", "description": "The text that stands there now is the whole page's"},
            "elsewhere": {"type": "boolean", "description": "Another source cited for the same words has them"},
            **WITHHELD,
        }
    )


def components() -> dict[str, JsonSchema]:
    """The schemas that others refer to by name."""
    names = ("document", "title", "type", "quality", "line", "column", "label", "link_text", "claim")
    kinds = {"document": STRING, "quality": NUMBER_OR_NULL, "line": COUNT_OR_NULL, "column": COUNT_OR_NULL}
    return {
        "Card": card(with_text=True),
        "ListedCard": card(with_text=False),
        "CitedBy": of_object({name: kinds.get(name, TEXT_OR_NULL) for name in names} | {"quotes": STRINGS}),
        "Hop": of_object({"url": STRING, "status": {"type": "integer"}}),
        "Verdict": verdict(),
        "Content": content(),
        "Quote": quote(),
        "Problem": problem(),
    }


def problem() -> JsonSchema:
    """RFC 9457, 3.1."""
    return of_object(
        {
            "type": STRING | {"format": "uri-reference"},
            "title": STRING,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": STRING,
        }
    ) | {"description": "RFC 9457. `parameter` names the parameter of the query that is wrong, where one is."}
