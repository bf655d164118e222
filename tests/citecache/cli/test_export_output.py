"""What `citecache export` says beside what it writes: progress, and what was left out."""

from pathlib import Path

import pytest
from command_line import Cite, progress_on_terminal

from crawler.cache import CacheFile

GOOD = "https://example.org/llama"


@pytest.mark.usefixtures("filled")
def test_a_terminal_shows_that_an_export_goes_on(folder: Path) -> None:
    shown = progress_on_terminal(folder, "export", "jsonl", "-o", "out.jsonl")
    assert "exporting: 1 of 2 cards" in shown
    assert shown.endswith("\r\x1b[K2 cards in out.jsonl\r\n")


@pytest.mark.usefixtures("filled")
def test_there_is_no_progress_without_a_terminal(cite: Cite) -> None:
    assert cite("export", "jsonl", "-o", "out.jsonl").stderr == "2 cards in out.jsonl\n"
    assert cite("export", "jsonl").stderr == ""


@pytest.mark.parametrize(
    ("page", "format", "said"),
    [
        (('["tdm"]', "alive"), "jsonl", "1 card without text: text and data mining is reserved\n"),
        (('["noarchive"]', "alive"), "markdown", "1 card without text: no archived copies wanted (noarchive)\n"),
        (('["noarchive"]', "alive"), "jsonl", ""),
        (('["nosnippet"]', "alive"), "csv", "1 card without a preview: no excerpts wanted (nosnippet)\n"),
        (("[]", "legal"), "csv", "1 card without text: withheld for legal reasons (HTTP 451)\n"),
        (("[]", "alive"), "csv", ""),
    ],
)
def test_texts_that_are_withheld_are_counted_with_the_reason(
    cite: Cite, filled: Path, page: tuple[str, str], format: str, said: str
) -> None:
    with CacheFile.open(filled) as cache, cache.write() as db:
        db.execute("UPDATE captures SET reservations = ?", [page[0]])
        db.execute("UPDATE pages SET verdict = ? WHERE url = ?", [page[1], GOOD])
    assert cite("export", format).stderr == said
