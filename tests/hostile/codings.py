"""Content-Encoding: bombs, truncated streams, and wrong labels."""

import gzip
import random
import struct
import zlib
from collections.abc import Iterator

import brotli
from terms import ALLOWED, DISALLOWED, GOOD, NO_BODY, TOO_LARGE, TRUNCATED, UNDECODED, Behaviour, behaviour
from wire import CLOSE, HTML, PAGE, chunked, head, made, raw, whole

from crawler.net import zstd

MB = 2**20
GZIPPED = gzip.compress(PAGE, mtime=0)
RAW_DEFLATE = zlib.compressobj(wbits=-15)
NOISE = random.Random(3).randbytes(20_000)
EITHER = (*ALLOWED, *DISALLOWED)


def coded(name: str, body: bytes, coding: str, *expected: object, **more: object) -> Behaviour:
    """A body under a Content-Encoding."""
    return behaviour(name, raw(whole(body, "200 OK", ("Content-Encoding", coding))), *expected, **more)  # type: ignore[arg-type]


def bomb(name: str, coding: str, parts: Iterator[bytes]) -> Behaviour:
    """A small body that unpacks to more than the limit. As robots.txt, either result is right: RFC 9309 is silent."""

    def answer() -> Iterator[bytes]:
        body = b"".join(parts)
        yield whole(body, "200 OK", ("Content-Encoding", coding))

    return behaviour(name, made(answer()), *TOO_LARGE, robots=EITHER)


def zeros_gzip(size: int) -> Iterator[bytes]:
    """One MB is packed once and repeated: a full flush makes the parts independent (RFC 1951; RFC 1952, 2.3)."""
    zeros, crc = bytes(MB), 0
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    yield b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    for _ in range(size // MB):
        yield packed
        crc = zlib.crc32(zeros, crc)
    yield packer.flush() + struct.pack("<II", crc, size)


def ten_gb_in_two_layers() -> Iterator[bytes]:
    """A gzip of a gzip: a thousand members of 10 MB, the same 10 KB each, which a window of 32 KB compresses well."""
    member = b"".join(zeros_gzip(10 * MB))
    packer = zlib.compressobj(9, wbits=31)
    for _ in range(1000):
        yield packer.compress(member)
    yield packer.flush()


def zeros_brotli(size: int) -> Iterator[bytes]:
    packer = brotli.Compressor(quality=5)
    for _ in range(size // MB):
        yield packer.process(bytes(MB))
    yield packer.finish()


def zeros_zstd(size: int) -> Iterator[bytes]:
    packed = zstd.compress(bytes(MB), 3)
    for _ in range(size // MB):
        yield packed


def wide_window() -> bytes:
    """A zstd frame that asks for a window of 1 GB (RFC 8878, 3.1.1.1.2), with one raw block."""
    return b"\x28\xb5\x2f\xfd\x00\xa0" + (len(PAGE) << 3 | 1).to_bytes(3, "little") + PAGE


TABLE = (
    coded("gzip-good", GZIPPED, "gzip", GOOD),
    coded("x-gzip-good", GZIPPED, "x-gzip", GOOD),
    coded("gzip-upper-case", GZIPPED, "GZip", GOOD),
    coded("deflate-good", zlib.compress(PAGE), "deflate", GOOD),
    coded("deflate-raw", RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush(), "deflate", GOOD),
    coded("brotli-good", brotli.compress(PAGE), "br", GOOD),
    coded("zstd-good", zstd.compress(PAGE, 3), "zstd", GOOD),
    coded("identity", PAGE, "identity", GOOD),
    coded("coding-empty", PAGE, "", GOOD),
    coded("gzip-in-gzip", gzip.compress(GZIPPED), "gzip, gzip", GOOD),
    coded("gzip-members", gzip.compress(PAGE[:900]) + gzip.compress(PAGE[900:]), "gzip", GOOD),
    coded("gzip-then-junk", GZIPPED + b"junk" * 100, "gzip", GOOD),
    coded("gzip-then-nuls", GZIPPED + bytes(512), "gzip", GOOD),
    coded("gzip-without-label", GZIPPED, "identity", GOOD),
    coded("coding-is-charset", PAGE, "utf-8", GOOD),
    coded("coding-none", PAGE, "none", GOOD),
    coded("coding-unknown", NOISE, "snappy", UNDECODED, robots=EITHER),
    coded("gzip-cut", GZIPPED[:-200], "gzip", UNDECODED),
    coded("gzip-cut-before-trailer", GZIPPED[:-8], "gzip", UNDECODED),
    coded("gzip-cut-in-trailer", GZIPPED[:-3], "gzip", UNDECODED),
    coded("gzip-cut-in-header", GZIPPED[:5], "gzip", UNDECODED),
    coded("gzip-bad-checksum", GZIPPED[:-8] + bytes(8), "gzip", UNDECODED),
    coded("gzip-second-member-cut", GZIPPED + GZIPPED[:-200], "gzip", UNDECODED, GOOD),
    coded("deflate-cut", zlib.compress(PAGE)[:-100], "deflate", UNDECODED),
    coded("brotli-cut", brotli.compress(PAGE)[:-50], "br", UNDECODED),
    coded("zstd-cut", zstd.compress(PAGE, 3)[:-50], "zstd", UNDECODED),
    coded("plain-labelled-gzip", PAGE, "gzip", UNDECODED),
    coded("plain-labelled-brotli", PAGE, "br", UNDECODED),
    coded("plain-labelled-zstd", PAGE, "zstd", UNDECODED),
    coded("plain-labelled-deflate", PAGE, "deflate", UNDECODED),
    coded("gzip-labelled-brotli", GZIPPED, "br", UNDECODED),
    coded("brotli-labelled-gzip", brotli.compress(PAGE), "gzip", UNDECODED),
    coded("noise-labelled-gzip", NOISE, "gzip", UNDECODED),
    coded("layers-fifty", GZIPPED, ", ".join(["gzip"] * 50), UNDECODED),
    coded("layers-mixed", brotli.compress(GZIPPED), "gzip, br", GOOD),
    coded("layer-inner-cut", gzip.compress(GZIPPED[:-200]), "gzip, gzip", UNDECODED),
    coded("gzip-of-nothing", gzip.compress(b""), "gzip", NO_BODY),
    coded("gzip-with-no-body", b"", "gzip", NO_BODY),
    coded("zstd-wide-window", wide_window(), "zstd", UNDECODED),
    behaviour(
        "gzip-in-cut-chunks",
        raw(chunked(GZIPPED[:100], end=b"").replace(b"Connection", b"Content-Encoding: gzip\r\nConnection", 1)),
        TRUNCATED,
    ),
    behaviour("gzip-without-length", raw(head("200 OK", HTML, CLOSE, ("Content-Encoding", "gzip")), GZIPPED), GOOD),
    behaviour(
        "gzip-cut-without-length",
        raw(head("200 OK", HTML, CLOSE, ("Content-Encoding", "gzip")), GZIPPED[:-200]),
        UNDECODED,
    ),
    bomb("bomb-gzip-21-mb", "gzip", zeros_gzip(21 * MB)),
    bomb("bomb-gzip-1-gb", "gzip", zeros_gzip(1024 * MB)),
    bomb("bomb-gzip-in-gzip-10-gb", "gzip, gzip", ten_gb_in_two_layers()),
    bomb("bomb-brotli-1-gb", "br", zeros_brotli(1024 * MB)),
    bomb("bomb-zstd-1-gb", "zstd", zeros_zstd(1024 * MB)),
    bomb("bomb-deflate-100-mb", "deflate", (zlib.compress(bytes(100 * MB), 9) for _ in range(1))),
)
