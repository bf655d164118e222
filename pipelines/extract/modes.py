"""Which extractor is asked for HTML: an environment variable, which the workers inherit."""

import os

from crawler.model.errors import ExtractionError

VARIABLE = "CITECACHE_EXTRACTOR"
MODES = ("auto", "trafilatura", "blocks")
"""`auto`: trafilatura in articles where the block model agrees, else the block model; the others by name."""


def extractor_mode() -> str:
    """One of `MODES`; `auto` if nothing is set.

    Raises:
        ExtractionError: Something else is set.
    """
    mode = os.environ.get(VARIABLE) or MODES[0]
    if mode not in MODES:
        raise ExtractionError(f"{VARIABLE} is {mode[:40]!r}: set it to {', '.join(MODES[:-1])} or {MODES[-1]}")
    return mode
