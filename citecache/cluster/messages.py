"""Frames between driver and child, and what they carry. JSON and bytes, never pickle.

A frame is a 32-bit big-endian length and as many bytes: another such length, that many bytes of JSON (an object, whose
`kind` says what it is), and what is attached. Of a Fetch all is attached, compressed, so that the driver can keep it
so until it has room.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawler.model import (
    Fetch,
    Hop,
    HostAnswer,
    HostQuestion,
    Outcome,
    Page,
    RobotsFile,
    TdmFile,
    Validators,
    Verdict,
)
from crawler.net import zstd
from pipelines.extract.workers import wire

Message = dict[str, Any]

PREFIX = struct.Struct(">I")

LEVEL = 3
"""zstd's own default, as for bodies in the cache."""

MAX_FETCH = 2**29
"""Bytes of a Fetch: its body may have 20 MB, its text 10 million characters."""


def encode(message: Mapping[str, Any], attached: bytes = b"") -> bytes:
    """One frame."""
    content = _joined(message, attached)
    return PREFIX.pack(len(content)) + content


def decode(content: bytes) -> tuple[Message, bytes]:
    """A frame's message and what is attached, from what follows its length."""
    (size,) = PREFIX.unpack_from(content)
    return json.loads(content[PREFIX.size : PREFIX.size + size]), content[PREFIX.size + size :]


def _joined(message: Mapping[str, Any], attached: bytes) -> bytes:
    header = json.dumps(message).encode("ascii")  # escaped: lone surrogates survive
    return PREFIX.pack(len(header)) + header + attached


def pack_fetch(fetch: Fetch) -> bytes:
    """A Fetch before it is judged, compressed."""
    return zstd.compress(_joined(_fetch_to_json(fetch), fetch.body or b""), LEVEL)


def unpack_fetch(packed: bytes, page: Page) -> Fetch:
    """A Fetch of that Page.

    Raises:
        ValueError: it is none.
    """
    value, body = decode(zstd.ZstdDecompressor().decompress(packed, MAX_FETCH))
    return _to_fetch(value, body, page)


def frames(data: bytes) -> Iterator[bytes]:
    """The contents of several frames."""
    at = 0
    while at < len(data):
        (size,) = PREFIX.unpack_from(data, at)
        yield data[at + PREFIX.size : at + PREFIX.size + size]
        at += PREFIX.size + size


def page_to_json(page: Page) -> Message:
    """A Page as JSON values."""
    return asdict(page)


def to_page(value: Message) -> Page:
    """A Page from JSON values."""
    validators = value["validators"]
    known = Validators(**validators | {"verdict": Verdict(validators["verdict"])})
    return Page(**value | {"validators": known})


_PLAIN = ("elapsed", "status", "error", "final_url", "attempts", "ip_address", "latency", "body_sha256", "extraction")
"""Fields of a Fetch that JSON has as they are."""


def _fetch_to_json(fetch: Fetch) -> Message:
    return {name: getattr(fetch, name) for name in _PLAIN} | {
        "started_at": fetch.started_at.isoformat(),
        "outcome": fetch.outcome.value,
        "redirects": [[hop.url, hop.status] for hop in fetch.redirects],
        "headers": fetch.headers,
        "flags": fetch.flags,
        "not_before": time_to_json(fetch.not_before),
        "has_body": fetch.body is not None,
        "capture": None if fetch.capture is None else wire.to_json(fetch.capture),
    }


def _to_fetch(value: Message, body: bytes, page: Page) -> Fetch:
    return Fetch(
        page=page,
        started_at=datetime.fromisoformat(value["started_at"]),
        outcome=Outcome(value["outcome"]),
        redirects=tuple(Hop(url=url, status=status) for url, status in value["redirects"]),
        headers=tuple((name, text) for name, text in value["headers"]),
        flags=tuple(value["flags"]),
        not_before=to_time(value["not_before"]),
        body=body if value["has_body"] else None,
        capture=None if value["capture"] is None else wire.to_capture(value["capture"]),
        **{name: value[name] for name in _PLAIN},
    )


def time_to_json(moment: datetime | None) -> str | None:
    """A moment as ISO 8601."""
    return None if moment is None else moment.isoformat()


def to_time(value: str | None) -> datetime | None:
    """A moment from ISO 8601."""
    return None if value is None else datetime.fromisoformat(value)


def file_to_json(file: RobotsFile | TdmFile) -> Message:
    """What is known of a file of an origin, as JSON values."""
    value = asdict(file) | {"fetched_at": file.fetched_at.isoformat()}
    if isinstance(file, RobotsFile):
        value["failing_since"] = time_to_json(file.failing_since)
    return value


def to_robots(value: Message) -> RobotsFile:
    """A robots.txt from JSON values."""
    times = {"fetched_at": to_time(value["fetched_at"]), "failing_since": to_time(value["failing_since"])}
    return RobotsFile(**value | times)


def to_tdm(value: Message) -> TdmFile:
    """A tdmrep.json from JSON values."""
    rules = tuple((location, reserved) for location, reserved in value["rules"])
    return TdmFile(**value | {"fetched_at": to_time(value["fetched_at"]), "rules": rules})


def answer_to_json(answer: HostAnswer) -> Message:
    """A host's answer to a probe, as JSON values."""
    sketch = None if answer.sketch is None else answer.sketch.hex()
    return asdict(answer) | {"asked_at": answer.asked_at.isoformat(), "sketch": sketch}


def to_answer(value: Message) -> HostAnswer:
    """A host's answer from JSON values."""
    sketch = None if value["sketch"] is None else bytes.fromhex(value["sketch"])
    fixed = {"asked_at": to_time(value["asked_at"]), "question": HostQuestion(value["question"]), "sketch": sketch}
    return HostAnswer(**value | fixed)
