"""The frames between `Pool` and worker, and the check of every answer. JSON, never pickle.

A frame is two unsigned 32-bit big-endian lengths, then that many bytes of JSON (an object in UTF-8) and of
body. Requests: `{"url", "content_type", "fallback", "deadline"}` and the page. Answers, without a body:
`{"ready": true}` once after start, then for each request `{"capture": {...}, "rss": bytes}` or
`{"error": "why there is none"}`. A worker handles hostile pages, so its parent validates every answer.
"""

import json
import struct
from asyncio import IncompleteReadError, StreamReader
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, BinaryIO, TypeVar

from crawler.model import Capture, Metadata, PageFacts
from crawler.model.errors import ExtractionError

_Noun = TypeVar("_Noun", Capture, Metadata)

PREFIX = struct.Struct(">II")
ANSWER_LIMIT = 64 * 2**20
"""Bytes of one answer: 10 million characters of text (page.MAX_TEXT) in UTF-8, and enough for the rest."""

MAX_ELAPSED = 86_400
"""Seconds; JSON as Python reads it knows NaN and Infinity, too."""


def encode(header: Mapping[str, Any], body_size: int = 0) -> bytes:
    """One frame but for its body, which follows; characters that UTF-8 cannot hold (lone surrogates) become `?`."""
    content = json.dumps(header, ensure_ascii=False).encode("utf-8", "replace")
    return PREFIX.pack(len(content), body_size) + content


def read(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The worker's side: the next request, or None at the end of input, even in mid-frame."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    header_size, body_size = PREFIX.unpack(prefix)
    header, body = stream.read(header_size), stream.read(body_size)
    if len(header) < header_size or len(body) < body_size:
        return None
    return json.loads(header), body


async def read_answer(stream: StreamReader) -> dict[str, Any]:
    """The pool's side: the next answer.

    Raises:
        ExtractionError: The worker ended, or what it sent is no answer.
    """
    try:
        size, rest = PREFIX.unpack(await stream.readexactly(PREFIX.size))
        if size > ANSWER_LIMIT or rest:
            raise ExtractionError("the worker's answer is not one")
        answer = json.loads(await stream.readexactly(size))
    except (IncompleteReadError, ConnectionError) as error:
        raise ExtractionError("the worker ended") from error
    except (ValueError, RecursionError) as error:
        raise ExtractionError("the worker's answer is not JSON") from error
    if not isinstance(answer, dict):
        raise ExtractionError("the worker's answer is no object")
    return answer


def to_json(capture: Capture) -> dict[str, Any]:
    """A Capture as JSON values."""
    # Not dataclasses.asdict, which copies every value, the text too, at ten times the cost.
    return _shallow(capture) | {"metadata": _shallow(capture.metadata), "facts": capture.facts.to_json()}


def _shallow(noun: Capture | Metadata) -> dict[str, Any]:
    return {field.name: getattr(noun, field.name) for field in fields(noun)}


def to_capture(value: object) -> Capture:
    """A Capture from JSON values, each of the type it must have; unknown keys are an error.

    Raises:
        ExtractionError: Any value is not what it must be.
    """
    fields = dict(_object(value))
    fields["metadata"] = _metadata(fields.get("metadata"))
    fields["facts"] = _facts(fields.get("facts"))
    for name in ("headings", "reservations"):
        fields[name] = _strings(fields.get(name))
    fields["page_starts"] = _offsets(fields.get("page_starts"))
    for name in ("charset", "text", "no_text", "doubt", "preview", "page_type"):
        _expect(name, fields.get(name), str, type(None))
    for name in ("media_type", "extractor", "extractor_version"):
        _expect(name, fields.get(name), str)
    _expect("cut_short", fields.get("cut_short"), bool)
    _expect("coverage", fields.get("coverage"), float, int, type(None))
    _expect("elapsed", fields.get("elapsed"), float, int)
    if not 0 <= fields["elapsed"] < MAX_ELAPSED:
        raise ExtractionError("the worker's answer has a wrong elapsed")
    return _build(Capture, fields)


def _metadata(value: object) -> Metadata:
    fields = dict(_object(value))
    fields["authors"] = _strings(fields.get("authors"))
    sources = dict(_object(fields.get("sources")))
    _strings(list(sources.values()))
    fields["sources"] = sources
    _expect("access_free", fields.get("access_free"), bool, type(None))
    for name, entry in fields.items():
        if name not in ("authors", "sources", "access_free"):
            _expect(name, entry, str, type(None))
    return _build(Metadata, fields)


def _facts(value: object) -> PageFacts:
    return PageFacts.from_json({name: _strings(values) for name, values in _object(value).items()})


def _build(noun: type[_Noun], fields: dict[str, Any]) -> _Noun:
    try:
        return noun(**fields)
    except TypeError as error:
        raise ExtractionError(f"the worker's answer does not fit: {error}") from error


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ExtractionError("the worker's answer lacks an object")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ExtractionError("the worker's answer lacks a list of strings")
    return tuple(value)


def _offsets(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(entry) is int and entry >= 0 for entry in value):
        raise ExtractionError("the worker's answer lacks a list of offsets")
    return tuple(value)


def _expect(name: str, value: object, *types: type) -> None:
    if type(value) not in types:
        raise ExtractionError(f"the worker's answer has a wrong {name}")
