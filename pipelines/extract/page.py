"""The entry point: one body becomes one Capture. Pure; runs in the worker."""

import time
from dataclasses import replace
from importlib import import_module

from crawler.model import Capture
from crawler.model.errors import SourceError
from pipelines.extract.media.types import MediaBody, module_of
from pipelines.extract.sniff import is_html, media_type

MAX_TEXT = 10_000_000
"""Characters of text that are kept: the longest books on Project Gutenberg have 5 to 10 million."""

MAX_UNPACKED = 50 * 2**20
"""Bytes to which a gzip file that is served as a page may expand."""


def extract(body: bytes, *, url: str, content_type: str | None, fallback: bool = False) -> Capture:
    """The Capture of a response body.

    `fallback` selects the fastest and most tolerant extractor. Faults of a page never raise: they end as `no_text` or
    `doubt`. May take long or crash on hostile input, so it belongs in a `Pool`.

    Raises:
        MemoryError: The process has too little memory for this page.
    """
    started = time.perf_counter()
    media = media_type(body, content_type)
    try:
        if media == "application/gzip":
            media, body = _unpack(body)
        capture = _by_media_type(body, media, url=url, content_type=content_type, fallback=fallback)
    except MemoryError:
        raise
    except SourceError as error:
        capture = Capture(media_type=media, no_text=f"no text: {error}", extractor="none")
    except Exception as error:  # noqa: BLE001 - no page, however broken, may end a crawl
        reason = f"extraction failed: {type(error).__name__}: {str(error)[:200]}"
        capture = Capture(media_type=media, no_text=reason, extractor="none")
    return replace(_bounded(capture), elapsed=time.perf_counter() - started)


def _by_media_type(body: bytes, media: str, *, url: str, content_type: str | None, fallback: bool) -> Capture:
    # Imported where needed: the crawler imports this module, but only its workers extract.
    if not body.strip(b"\x00 \t\r\n\x0c"):
        return Capture(media_type=media, no_text="no text: empty body", extractor="none")
    if is_html(media):
        from pipelines.extract.html import markup  # noqa: PLC0415

        return markup.capture(body, media=media, url=url, content_type=content_type, fallback=fallback)
    if media == "application/pdf":
        from pipelines.extract.html.known_urls import type_by_url  # noqa: PLC0415
        from pipelines.extract.pdf import document as pdf  # noqa: PLC0415

        found = pdf.capture(body)
        return replace(found, page_type="paper") if type_by_url(url) == "paper" else found
    if name := module_of(media):
        read = import_module(name).capture
        captured: Capture = read(MediaBody(data=body, media=media, url=url, content_type=content_type))
        return captured
    page_type = "media" if media.startswith(("image/", "video/", "audio/")) else None
    return Capture(media_type=media, no_text=f"no text: {media}", page_type=page_type, extractor="none")


def _unpack(body: bytes) -> tuple[str, bytes]:
    """Unpack a body that was compressed twice or sent without Content-Encoding; a .tar.gz is left as it is."""
    from pipelines.extract.decode import inflate  # noqa: PLC0415 - as above

    inner = inflate(body, MAX_UNPACKED)
    media = media_type(inner, None) if inner else ""
    readable = is_html(media) or media == "application/pdf" or module_of(media) is not None
    is_archive = inner is not None and inner[257:262] == b"ustar"  # POSIX.1-1988, the header's magic field
    return (media, inner) if inner and readable and not is_archive else ("application/gzip", body)


def _bounded(capture: Capture) -> Capture:
    if capture.text is None or len(capture.text) <= MAX_TEXT:
        return capture
    doubt = f"text cut at {MAX_TEXT:,} of {len(capture.text):,} characters"
    return replace(capture, text=capture.text[:MAX_TEXT], doubt=f"{capture.doubt}; {doubt}" if capture.doubt else doubt)
