"""Content codings (RFC 9110, 8.4.1), strictly and with a limit: a truncated stream is an error."""

import zlib

import brotli

from crawler.net import zstd

CHUNK = 64 * 1024

HARMLESS = frozenset(("", "identity", "none", "utf-8", "utf8", "binary", "8bit"))
"""Values of Content-Encoding that servers send although the body is not encoded."""


class Undecodable(Exception):
    """The body is not in the encoding that its Content-Encoding names, or is truncated."""


class Oversized(Exception):
    """The body unpacks to more than the limit."""


def unpack(name: str, body: bytes, max_bytes: int) -> bytes:
    """The body without that coding.

    Raises:
        Undecodable: it is not in that coding, is truncated, or nobody knows the coding.
        Oversized: it unpacks to more.
    """
    if name not in _UNPACK:
        raise Undecodable(f"unknown Content-Encoding {name[:40]}")
    try:
        unpacked = _UNPACK[name](body, max_bytes)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise Undecodable(f"the body is not {name}: {error}") from error
    if unpacked is None:
        raise Undecodable(f"the {name} body ends before it is complete")
    return unpacked


def is_text(body: bytes) -> bool:
    """Whether a body reads as text: some servers name an encoding but send the body unencoded."""
    try:
        body[:2048].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 2000  # the slice ends within a character
    return b"\x00" not in body[:2048]


class _Bounded:
    """Collects unpacked data, up to a maximum size."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > self.max_bytes:
            self.parts.clear()  # else the traceback keeps them in memory
            raise Oversized(f"the body unpacks to more than {self.max_bytes / 2**20:,.0f} MB")
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
