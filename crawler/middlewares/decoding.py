"""Content-Encoding, strictly: what ends too early is not the page, and nothing unpacks without bound.

Scrapy's middleware gives what it could unpack of a cut body and calls it complete. Here a body that ends
before its stream does, or is no such stream, comes through as it arrived with the flag `decode_error`: the
bytes are kept, and no good Capture is made of them.
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
MOST = 20 * 2**20
"""Bytes that a body may unpack to where the request says nothing: DOWNLOAD_MAXSIZE's default here."""

HARMLESS = frozenset((b"", b"identity", b"none", b"utf-8", b"utf8", b"binary", b"8bit"))
"""What servers put into Content-Encoding and mean nothing by."""

MAX_LAYERS = 3
"""Encodings upon each other. More than one is rare, more than three is a trap."""


class Undecodable(Exception):
    """The body is not what its Content-Encoding says, or ends before it is complete."""


class Decoding(HttpCompressionMiddleware):
    """Downloader middleware in the place of Scrapy's, which it takes all but the unpacking from."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        layers = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
        if not response.body or "dataloss" in response.flags:
            return response
        if len(layers) > MAX_LAYERS:
            return _kept(response, f"{len(layers)} encodings upon each other")
        try:
            answer = super().process_response(request, response)
        except Undecodable as error:
            return _kept(response, str(error))
        left = [layer.strip().lower() for layer in (answer.headers.get("Content-Encoding") or b"").split(b",")]
        if not HARMLESS.issuperset(left) and isinstance(answer, Response) and not _is_text(answer.body):
            return _kept(answer, f"unknown Content-Encoding {left[-1][:40].decode('latin-1')}")
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
    """Whether a body reads as text: some servers name an encoding and send none."""
    try:
        body[:2048].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 2000  # cut within a character
    return b"\x00" not in body[:2048]


def _kept(response: Response, reason: str) -> Response:
    return response.replace(flags=[*response.flags, f"decode_error: {reason}"])


class _Bounded:
    """Collects what comes out, up to a size."""

    def __init__(self, most: int) -> None:
        self.most = most or MOST  # a robots.txt is cut off on the wire, and has no other limit
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > self.most:
            self.parts.clear()  # the traceback would keep them
            raise Refusal(Outcome.TOO_LARGE, f"the body unpacks to more than {self.most / 2**20:,.0f} MB")
        self.parts.append(part)

    def whole(self) -> bytes:
        return b"".join(self.parts)


def _gzip(body: bytes, most: int) -> bytes | None:
    """RFC 1952: one member or more; what follows the last and is none is dropped, as browsers do."""
    out = _Bounded(most)
    rest = body
    while rest.startswith(b"\x1f\x8b") or not out.parts:
        member = zlib.decompressobj(wbits=31)
        rest = _zlib(member, rest, out)
        if not member.eof:
            return None
    return out.whole()


def _deflate(body: bytes, most: int) -> bytes | None:
    """RFC 9110, 8.4.1.2: zlib's format; the bare stream is what some servers send instead."""
    for wbits in (15, -15):
        out = _Bounded(most)
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
    """Feed a stream to its end; gives what follows it."""
    while not stream.eof:
        part = stream.decompress(data, CHUNK)
        out.add(part)
        data = stream.unconsumed_tail
        if not part and not data:
            break
    return stream.unused_data


def _brotli(body: bytes, most: int) -> bytes | None:
    """RFC 7932."""
    out = _Bounded(most)
    stream = brotli.Decompressor()
    part = stream.process(body, output_buffer_limit=CHUNK)
    while part:
        out.add(part)
        part = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=CHUNK)
    return out.whole() if stream.is_finished() else None


def _zstd(body: bytes, most: int) -> bytes | None:
    """RFC 8878: frames one after the other."""
    out = _Bounded(most)
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
