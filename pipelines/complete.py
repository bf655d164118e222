"""Completes an extracted Capture with its preview and reservations, for `crawl` and `reextract`. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from crawler.model import Capture
from pipelines.preview import preview
from pipelines.reservations import find


def complete(capture: Capture, headers: Iterable[tuple[str, str]], flags: Iterable[str]) -> Capture:
    """The Capture with preview and reservations; headers (names in lower case) and flags are the Fetch's."""
    shown = preview(capture.text)[0] if capture.text else None
    return replace(capture, preview=shown, reservations=find(headers, capture.facts, flags))
