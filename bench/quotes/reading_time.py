"""What finding quotations adds to the time of reading: the same documents with and without it, in turn."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from crawler.sources.reading import read_all

ROUNDS = 5
SECTIONS = 4_000
"""Of the large document: 1.5 MB."""


def ratio(paths: Sequence[str]) -> float:
    """CPU time of reading documents with their quotations, over that without; the median of some rounds."""
    list(read_all(paths))  # imports the formats
    found = []
    for _ in range(ROUNDS):
        with_quotes = _seconds(paths)
        with (
            patch("crawler.sources.parsing.collector.attributed", lambda citations, *_: list(citations)),
            patch("crawler.sources.reading.placed", lambda citations, _: iter(citations)),
        ):
            found.append(with_quotes / _seconds(paths))
    return statistics.median(found)


def ratio_of_large_document() -> float:
    """The same of one large Markdown document, in which every tenth sentence that cites quotes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.md"
        path.write_text("".join(map(_section, range(SECTIONS))), encoding="utf-8")
        return ratio([str(path)])


def _seconds(paths: Sequence[str]) -> float:
    start = time.process_time()
    list(read_all(paths))
    return time.process_time() - start


def _section(at: int) -> str:
    said = f'He said "we never saw the ship {at} again"' if at % 10 == 0 else "It sank in the spring"
    return (
        f"## Section {at}\n\nThe ship was old, and its owners' papers say little.[^{at}] {said}, as [one paper]"
        f'(https://example.org/{at}) has it. Nobody looked for the "lost" cargo.\n\n- It was found.\n- It wasn\'t.\n\n'
        f'[^{at}]: A. Author, "[Title {at}](https://example.org/note/{at})", 2020.\n\n'
    )
