"""Bytes to characters: finds the charset that a body is really in.

The order is that of the HTML standard (section 13.2.3.2, "Determining the character encoding"): byte order mark,
header, `<meta>`; then a guess. Labels are resolved by w3lib as in the Encoding standard (latin-1 is windows-1252). A
declaration that the bytes contradict is ignored.
"""

import re
import zlib

from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode, read_bom, resolve_encoding, to_unicode

from crawler.text.digits import safe_references
from crawler.text.encoding import is_utf8

SAMPLE = 32 * 1024
"""Bytes used for guessing, from the first non-ASCII byte on: guessing is too slow for whole pages."""

TELLING = 8
"""With fewer non-ASCII bytes a guess is unreliable: then the HTML standard's default for most of the world is used."""

UNREADABLE = 0.01
"""A declared charset that yields more than this share of U+FFFD is ignored."""

CANDIDATES = [
    "utf_8",
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp874",
    "koi8_r",
    "iso8859_2",
    "iso8859_5",
    "iso8859_7",
    "iso8859_15",
    "gb18030",
    "big5",
    "euc_jp",
    "shift_jis",
    "euc_kr",
]
"""Possible results of guessing: encodings of the Encoding standard that pages use."""

_BAD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_BAD_BYTES = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))


def to_text(body: bytes, content_type: str | None) -> tuple[str, str]:
    """`(charset, text)` of a body; the text has no NULs, control characters or lone surrogates."""
    try:
        charset, text = html_to_unicode(content_type, body, auto_detect_fun=guess)
    except (LookupError, UnicodeError):  # a label that names a codec of Python's, such as "hex", and no charset
        charset = guess(body)
        text = to_unicode(body, charset)
    if read_bom(body)[0] is None and (better := _contradiction(body, charset, text)):
        charset, text = better, to_unicode(body, better)
    try:
        data = body if charset == "utf-8" else text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        data = b"\x00"
    return charset.lower(), safe_references(_clean(text, data).removeprefix("\ufeff"))


def _clean(text: str, data: bytes) -> str:
    """The text without `_BAD`. Nearly no page has any, which its bytes in UTF-8 tell in a tenth of a pattern's time."""
    bad = "\ufffe" in text or "\uffff" in text or len(data.translate(None, _BAD_BYTES)) < len(data)
    return _BAD.sub("", text) if bad else text


def guess(body: bytes) -> str:
    """The most likely charset of bytes without a declaration; windows-1252 if it cannot be determined."""
    if is_utf8(body, cut=True):
        return "utf-8"
    if len(re.findall(rb"[\x80-\xff]", body[: 4 * SAMPLE])) < TELLING:
        return "cp1252"
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, first.start() - 1024) if first else 0
    best = from_bytes(body[start : start + SAMPLE], cp_isolation=CANDIDATES, enable_fallback=False).best()
    return (best and resolve_encoding(best.encoding)) or "cp1252"


def inflate(body: bytes, limit: int) -> bytes | None:
    """The content of a gzip file (RFC 1952, first member), cut at `limit` bytes; None when it is damaged at once."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, limit) or None
    except zlib.error:
        return None


def _contradiction(body: bytes, charset: str, text: str) -> str | None:
    """A charset that fits better than the declared one, or None if that one fits.

    UTF-8 declared: its errors outnumber its other non-ASCII characters, or 1 % of the page. A single-byte
    charset declared: every non-ASCII byte belongs to valid UTF-8, which does not happen by chance.
    """
    if charset.startswith(("utf-16", "utf-32")) and b"\x00" not in body[:SAMPLE]:
        return guess(body)  # every page has ASCII characters, which contain a zero byte in these encodings
    wrong = text.count("\ufffd")
    if wrong:
        foreign = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
        if wrong > foreign or wrong > UNREADABLE * len(text):
            better = guess(body)
            return better if better != charset else None
    elif not body.isascii() and charset.startswith(("cp125", "iso8859", "ascii", "latin")) and is_utf8(body, cut=True):
        return "utf-8"
    return None
