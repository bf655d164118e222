"""The media type of a body: magic bytes first, the Content-Type header second.

After the WHATWG MIME Sniffing standard (mimesniff.spec.whatwg.org), with two departures, both safe
because nothing here is ever executed: HTML that calls itself text/plain or octet-stream is read as
HTML, and a header that says text is not believed when the bytes are binary.
"""

import re

from crawler.text.digits import load_json

WINDOW = 1445
"""Bytes looked at: the standard's resource header, section 5.2."""

GENERIC = frozenset(
    """
    application/octet-stream application/unknown unknown/unknown */* binary/octet-stream application/x-octet-stream
    application/octetstream application/download application/x-download application/force-download
    application/x-force-download application/x-forcedownload application/force-downloads application/save-as
    application/x-unknown application/x-unknown-content-type application/x-unknown-mime-type application/binary
    application/x-binary application/file application/data application/x-www-form-urlencoded application/default
    content/unknown unknown/type unknown/application text/unknown file/download multipart/form-data */plain
    application/x-msdownload application/stream application/x-file-download application/none
    """.split()
) | {""}
"""Header values that say nothing (section 5.1: unknown/unknown, application/unknown, */*), and servers' defaults."""

OFFICE = frozenset(
    """
    application/msword application/vnd.ms-word application/vnd.ms-excel application/msexcel application/x-msexcel
    application/x-excel application/excel application/vnd.ms-powerpoint application/mspowerpoint
    application/vnd.ms-office application/x-ole-storage
    """.split()
)
"""What servers call tables and letters of any make: the bytes say more."""

ZIPS = frozenset(("application/zip", "application/x-zip", "application/x-zip-compressed", "multipart/x-zip"))

MAGIC: tuple[tuple[bytes, str], ...] = (
    # section 6.1, images
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    # section 6.2, audio and video
    (b"ID3", "audio/mpeg"),
    (b"OggS\x00", "application/ogg"),
    (b"MThd\x00\x00\x00\x06", "audio/midi"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"FLV\x01", "video/x-flv"),
    # section 6.3, fonts
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"OTTO", "font/otf"),
    # section 6.4, archives; section 7.1, PostScript; then what crawlers meet and the standard leaves out
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"%!PS-Adobe-", "application/postscript"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # MS Office before 2007
    (b"\x7fELF", "application/x-elf"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"{\\rtf", "application/rtf"),
)

BOXES = {b"avif": "image/avif", b"heic": "image/heic", b"M4A ": "audio/mp4", b"qt  ": "video/quicktime"}
"""Brands of an ISO base media file (`ftyp` at offset 4, section 6.2.1) that are not video/mp4."""

RIFF = {b"WEBP": "image/webp", b"AVI ": "video/avi", b"WAVE": "audio/wave"}
"""Form types of a RIFF file, at offset 8 (sections 6.1 and 6.2)."""

PACKAGES = (
    (b"word/document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
"""Members whose names show what a zip file with `[Content_Types].xml` is (ECMA-376 part 2)."""

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>/]", re.IGNORECASE)
_TAG = re.compile(  # section 7.1: the tags that make a resource without a type HTML
    rb"<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|article)[\s>/]|<!--",
    re.IGNORECASE,
)
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")  # section 3, "binary data byte"
_ROOT = re.compile(rb"<([A-Za-z][\w.:-]*)")
_ROOTS = {
    b"html": "application/xhtml+xml",
    b"rss": "application/rss+xml",
    b"feed": "application/atom+xml",
    b"rdf:rdf": "application/rdf+xml",
    b"svg": "image/svg+xml",
}
_SUBRIP = re.compile(rb"\d{1,6}[ \t]*\r?\n\d\d:\d\d:\d\d[,.]\d\d\d --> \d\d:\d\d:")
_MAIL = re.compile(
    rb"(?:From [^\r\n]{3,200}\d\d:\d\d[^\r\n]{0,40}\r?\n)?"
    rb"(?:Return-Path|Received|Delivered-To|X-[\w-]{1,60}|Message-ID|MIME-Version|From|Date|DKIM-Signature):[ \t]",
    re.IGNORECASE,
)
_SENDER = re.compile(rb"^(?:From|Date|Message-ID|MIME-Version):[ \t]", re.IGNORECASE | re.MULTILINE)
MOSTLY = 0.05
"""The share of binary bytes above which bytes are no text, whatever the header says. A page with stray
control characters stays far below it, a compressed stream has 11 %."""


def media_type(body: bytes, content_type: str | None) -> str:
    """The media type, in lower case and without parameters; "application/octet-stream" when nothing tells."""
    said = essence(content_type)
    if not body:
        return said or "application/octet-stream"
    head = body[:WINDOW]
    if found := _magic(head, body, said):
        return found
    start = _as_ascii(head).lstrip(b" \t\r\n\x0c")
    if start.startswith(b"<"):
        if found := _markup(start, said):
            return found
    elif start.startswith(b"{") and b'"nbformat"' in body and b'"cells"' in body and _is_json(start, body):
        return "application/x-ipynb+json"
    elif said not in ("text/plain", "text/markdown") and _is_json(start, body):
        return "application/json" if said in GENERIC or said == "text/html" else said
    return _textual(start, said)


def essence(content_type: str | None) -> str:
    """`type/subtype` of a Content-Type value, or "" (section 4.4, tolerantly).

    >>> essence('Text/HTML; charset="utf-8"')
    'text/html'
    """
    value = (content_type or "").partition(";")[0].partition(",")[0].strip().lower()
    return value if re.fullmatch(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+", value) else ""


def is_html(media: str) -> bool:
    """Whether a media type is read as a page."""
    return media in ("text/html", "application/xhtml+xml")


def _magic(head: bytes, body: bytes, said: str) -> str | None:
    lead = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    # Readers accept the header anywhere in the first 1,024 bytes (ISO 32000-1, annex H.3, note 13).
    if lead.startswith(b"%PDF-") or (said == "application/pdf" and b"%PDF-" in body[:1024]):
        return "application/pdf"
    for signature, found in MAGIC:
        if head.startswith(signature):
            # Word, Excel and PowerPoint before 2007 share one container: the header says which it is.
            return said if said in OFFICE and found == "application/x-ole-storage" else found
    if head[4:8] == b"ftyp":
        return BOXES.get(head[8:12], "video/mp4")
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12])
    if head.startswith(b"PK\x03\x04"):
        return _package(body, said)
    return None


def _package(body: bytes, said: str) -> str:
    # EPUB OCF 3.3 section 4.3, OpenDocument 1.3 part 2 section 3.3: stored, though some writers compress it.
    name = re.match(rb"application/[\w.+-]+?(?=PK|$)", body[38:138]) if body[30:38] == b"mimetype" else None
    if name:
        return name[0].decode("ascii")
    if said.startswith("application/") and not (said in GENERIC or said in ZIPS or said in OFFICE):
        return said  # .docx, .jar, .apk and the like are zip files, and the header says which
    tail = body[:4096] + body[-65536:]  # the first members, and the central directory
    if b"[Content_Types].xml" in tail:
        return next((media for member, media in PACKAGES if member in tail), "application/zip")
    if b"META-INF/manifest.xml" in tail and b"content.xml" in tail:
        return "application/vnd.oasis.opendocument.text"  # or a kind of its kin, which is read alike
    return "application/epub+zip" if b"META-INF/container.xml" in tail and b".opf" in tail else "application/zip"


def _as_ascii(head: bytes) -> bytes:
    """The head without byte order mark; of UTF-16, with or without mark, the low bytes, enough to see tags."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    if head.startswith((b"<\x00", b"\x00<")):
        return head.replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _markup(start: bytes, said: str) -> str | None:
    """What something is that starts with `<`."""
    if start[:5].lower() == b"<?xml" or said.endswith(("/xml", "+xml")):
        names = (match[1].lower() for match in _ROOT.finditer(start))
        found = _ROOTS.get(next(names, b""))
        if found == "application/xhtml+xml" and said == "text/html":
            return said
        return found or (said if said.endswith(("/xml", "+xml")) else "application/xml")
    if _ROOT.match(start) and start[1:4].lower() == b"svg":
        return "image/svg+xml"
    # Markdown and other plain text may well begin with a tag: only a whole page is taken for one.
    plain = said.startswith("text/") and said != "text/html"
    return "text/html" if (_PAGE.search(start) if plain else _TAG.match(start)) else None


def _is_json(start: bytes, body: bytes) -> bool:
    if start[:1] not in (b"{", b"[") or len(body) > 5_000_000:
        return False
    try:
        load_json(body)
    except (ValueError, RecursionError):
        return False
    return True


def _written(start: bytes) -> str | None:
    """The format of text that begins as no other text does, None for any other text."""
    if re.match(rb"WEBVTT(?:[ \t\r\n]|$)", start):  # WebVTT section 4.1
        return "text/vtt"
    if _SUBRIP.match(start):
        return "application/x-subrip"
    if _MAIL.match(start) and len(_SENDER.findall(start)) >= 2:  # RFC 5322 section 3.6: From and Date are required
        return "message/rfc822"
    if re.match(rb"\\documentclass\s{0,9}[\[{]", start):
        return "application/x-tex"
    return None


def _textual(start: bytes, said: str) -> str:
    """The header's word, unless it says nothing or says text of what is not text."""
    binary = len(_BINARY.findall(start)) > MOSTLY * len(start)
    if said in GENERIC:
        if binary or _BINARY.search(start[:64]):
            return "application/octet-stream"
        return _written(start) or ("text/html" if _TAG.search(start) else "text/plain")
    if said == "text/plain":
        found = _written(start)
        return found if found in ("text/vtt", "application/x-subrip") else said
    if said in OFFICE and not binary:
        return "text/html" if _TAG.search(start) else "text/csv" if "excel" in said else "text/plain"
    if binary and (said.startswith("text/") or said.endswith(("xml", "json"))):
        return "application/octet-stream"
    if said.startswith(("image/", "video/", "audio/", "font/")) and said != "image/svg+xml" and not binary:
        # A picture whose bytes are plain text and start with no known signature is a page about its absence.
        return "text/html" if _TAG.search(start) else said
    return said
