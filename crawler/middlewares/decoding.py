"""Content-Encoding, strictly: a truncated stream is an error, and the unpacked size is limited.

Scrapy's middleware returns what it could unpack of a truncated body as if it were complete. Here a body that ends
before its stream does, or that is not in the stated encoding, is passed on undecoded with the flag `decode_error`:
its bytes are stored, but no good Capture is made of them.
"""

import zlib

import brotli
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

from crawler.middlewares.refusal import Refusal
from crawler.model import Outcome
from crawler.net import zstd

CHUNK = 64 * 1024
DEFAULT_MAX_BYTES = 20 * 2**20
"""Bytes that a body may unpack to where the request sets no limit: this project's DOWNLOAD_MAXSIZE."""

HARMLESS = frozenset((b"", b"identity", b"none", b"utf-8", b"utf8", b"binary", b"8bit"))
"""Values of Content-Encoding that servers send although the body is not encoded."""

MAX_LAYERS = 3
"""Nested encodings. More than one is rare; more than three is treated as a decompression bomb."""


class Undecodable(Exception):
    """The body is not in the encoding that its Content-Encoding names, or is truncated."""


class Decoding(HttpCompressionMiddleware):
    """Downloader middleware that replaces the unpacking in Scrapy's."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        sent = response.headers.getlist("Content-Encoding")
        layers = b",".join(sent).split(b",")
        if not response.body or "dataloss" in response.flags:
            return response
        if len(layers) > MAX_LAYERS:
            return _undecoded(response, f"{len(layers)} encodings upon each other")
        try:
            answer = super().process_response(request, response)
        except Undecodable as error:
            return _undecoded(response, str(error))
        left = [layer.strip().lower() for layer in (answer.headers.get("Content-Encoding") or b"").split(b",")]
        if not HARMLESS.issuperset(left) and isinstance(answer, Response) and not _is_text(answer.body):
            return _undecoded(answer, f"unknown Content-Encoding {left[-1][:40].decode('latin-1')}")
        if isinstance(answer, Response) and sent:  # Scrapy drops what it has decoded; a Fetch keeps what was sent
            answer.headers.setlist("Content-Encoding", sent)
        return answer

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        name = encoding.decode("ascii")
        try:
            unpacked = _UNPACK[name](body, max_size)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise Undecodable(f"the body is not {name}: {error}") from error
        if unpacked is None:
            raise Undecodable(f"the {name} body ends before it is complete")
        return unpacked


def _is_text(body: bytes) -> bool:
    """Whether a body reads as text: some servers name an encoding but send the body unencoded."""
    try:
        body[:2048].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 2000  # the slice ends within a character
    return b"\x00" not in body[:2048]


def _undecoded(response: Response, reason: str) -> Response:
    return response.replace(flags=[*response.flags, f"decode_error: {reason}"])


class _Bounded:
    """Collects unpacked data, up to a maximum size."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes or DEFAULT_MAX_BYTES  # a robots.txt request has no limit of its own
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > self.max_bytes:
            self.parts.clear()  # else the traceback keeps them in memory
            raise Refusal(Outcome.TOO_LARGE, f"the body unpacks to more than {self.max_bytes / 2**20:,.0f} MB")
        self.parts.append(part)

    def whole(self) -> bytes:
        return b"".join(self.parts)


def _gzip(body: bytes, max_bytes: int) -> bytes | None:
    """RFC 1952: one or more members; trailing data that is not a member is dropped, as browsers do."""
    out = _Bounded(max_bytes)
    rest = body
    while rest.startswith(b"\x1f\x8b") or not out.parts:
        member = zlib.decompressobj(wbits=31)
        rest = _zlib(member, rest, out)
        if not member.eof:
            return None
    return out.whole()


def _deflate(body: bytes, max_bytes: int) -> bytes | None:
    """RFC 9110, 8.4.1.2: the zlib format; some servers send a bare deflate stream instead."""
    for wbits in (15, -15):
        out = _Bounded(max_bytes)
        stream = zlib.decompressobj(wbits=wbits)
        try:
            _zlib(stream, body, out)
        except zlib.error:
            if wbits < 0:
                raise
        else:
            return out.whole() if stream.eof else None
    return None


def _zlib(stream: "zlib._Decompress", data: bytes, out: _Bounded) -> bytes:
    """Feed a stream to its end; returns the data after it."""
    while not stream.eof:
        part = stream.decompress(data, CHUNK)
        out.add(part)
        data = stream.unconsumed_tail
        if not part and not data:
            break
    return stream.unused_data


def _brotli(body: bytes, max_bytes: int) -> bytes | None:
    """RFC 7932."""
    out = _Bounded(max_bytes)
    stream = brotli.Decompressor()
    part = stream.process(body, output_buffer_limit=CHUNK)
    while part:
        out.add(part)
        part = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=CHUNK)
    return out.whole() if stream.is_finished() else None


def _zstd(body: bytes, max_bytes: int) -> bytes | None:
    """RFC 8878: one or more consecutive frames."""
    out = _Bounded(max_bytes)
    rest = body
    while rest:
        frame = zstd.ZstdDecompressor(options=zstd.WINDOW)
        part = frame.decompress(rest, CHUNK)
        while part or not (frame.eof or frame.needs_input):
            out.add(part)
            part = b"" if frame.eof else frame.decompress(b"", CHUNK)
        if not frame.eof:
            return None
        rest = frame.unused_data
    return out.whole()


_UNPACK = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
