"""Long files are read in pieces, to their end, and give the same as if they were read as a whole."""

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crawler.model import ParsedSource, Skipped
from crawler.sources import long_files, reading
from crawler.sources.parsing.source_text import MAX_BYTES
from crawler.sources.reading import read_all

LINES = 250_000
MIXED = """\
https://example.org/1
https://example.org/2 A title of its own
https://example.org/a
https://example.org/b
https://example.org/c
https://example.org/d
https://example.org/e

# https://example.org/comment
Title: https://example.org/3
> She said "we have not seen any of it in all these years" (https://example.org/4), and
> that was in the year of https://example.org/5.

A paragraph that goes on for a line and more, so that what follows belongs to the same sentence as
https://example.org/6 and also, broken <https://example.org/
7/8>
- [ ] www.example.org/9
javascript:void(0)
words without a link
http://example.org:99999/
"""


@pytest.fixture
def urls() -> list[str]:
    return [f"https://host{number % 5_000}.example.org/pages/{number}.html" for number in range(LINES)]


def cut(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Let pieces be small."""
    for module in (long_files, reading):
        monkeypatch.setattr(module, "PIECE", size)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, 1_000)


def joined(readings: Iterator[ParsedSource]) -> ParsedSource:
    """The parts of one Document as one."""
    whole, *rest = readings
    for part in rest:
        assert whole.more
        whole = whole.followed_by(part)
    return whole


def cited(found: ParsedSource) -> list[str | None]:
    return [citation.url for citation in found.citations]


def test_a_list_of_a_quarter_of_a_million_urls_is_read_whole(folder: Path, urls: list[str]) -> None:
    (folder / "list.txt").write_text("\n".join(urls))
    parts = list(read_all(["list.txt"]))
    assert len(parts) > 1
    found = joined(iter(parts))
    assert cited(found) == urls
    assert [citation.line for citation in found.citations] == list(range(1, LINES + 1))
    assert found.document is not None
    known = {"list.txt": found.document.sha256 or ""}
    assert [one.unchanged for one in read_all(["list.txt"], known=known)] == [True]


@pytest.mark.parametrize("size", [1_000, 3_000])
@pytest.mark.parametrize("name", ["list.txt", "list.txt.gz", "-"])
def test_pieces_give_what_the_whole_gives(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int) -> None:
    """Paragraphs, quotations and URLs that a piece would cut; with Windows' line ends, and a byte order mark."""
    data = b"\xef\xbb\xbf" + (MIXED * 30).replace("\n", "\r\n").encode()
    if name != "-":
        (folder / name).write_bytes(gzip.compress(data, 1) if name.endswith(".gz") else data)
    (whole,) = read_all([name], stdin=io.BytesIO(data))
    cut(monkeypatch, size)
    parts = list(read_all([name], stdin=io.BytesIO(data)))
    assert len(parts) > 1
    assert joined(iter(parts)) == whole


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    "data",
    [
        ("https://example.org/é\n" * 300).encode("latin-1"),
        ("https://example.org/é\n" * 300).encode("utf-16"),
        b"https://example.org/" + b"x" * 4_000 + b"\n" + b"https://example.org/\n" * 100,
    ],
)
def test_what_is_not_utf_8_or_has_a_very_long_line_is_read_whole(folder: Path, data: bytes) -> None:
    (folder / "list.txt").write_bytes(data)
    (found,) = read_all(["list.txt"])
    assert len(found.citations) in (300, 101)


@pytest.mark.usefixtures("small_pieces")
def test_a_damaged_gzip_file_is_refused_once(folder: Path) -> None:
    packed = gzip.compress("".join(f"https://example.org/{hash(n)}\n" for n in range(9_000)).encode())
    (folder / "list.txt.gz").write_bytes(packed[:-1_000])
    (found,) = read_all(["list.txt.gz"])
    assert found.document is None
    assert [one.reason for one in found.skipped] == ["a damaged gzip file: its end is missing"]


def test_a_small_file_that_unpacks_to_endless_text_is_refused(folder: Path) -> None:
    """Past 64 MiB it may be unpacked to a hundred times its size."""
    url = b"https://example.org/\n"
    (folder / "list.txt.gz").write_bytes(gzip.compress(url * (MAX_BYTES // len(url) + 1), 1) + gzip.compress(b"", 1))
    (found,) = read_all(["list.txt.gz"])
    assert found.document is None
    assert "larger than 64 MiB" in found.skipped[0].reason


@pytest.mark.usefixtures("small_pieces")
def test_a_file_that_grows_while_it_is_read_is_read_again_next_time(folder: Path) -> None:
    path = folder / "list.txt"
    path.write_text("https://example.org/\n" * 300)
    parts = read_all(["list.txt"])
    found = [next(parts)]
    with path.open("a") as file:
        file.write("https://example.org/more\n")
    found += parts
    reason = "was written to while it was read: read again next time"
    assert found[-1].skipped == (Skipped(path="list.txt", line=None, reason=reason),)


MEASURE = """
import json, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.cache import CacheFile
from crawler.cache.write import ingest as ingestion
from crawler.sources import long_files, reading
from crawler.sources.reading import read_all
long_files.PIECE = reading.PIECE = 2**19
with CacheFile.open(Path(sys.argv[2]), create=True) as cache:
    added = ingestion.ingest(cache, read_all([sys.argv[1]]), now=datetime.now(UTC))
print(json.dumps([added.citations, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def peak(folder: Path, urls: Sequence[str]) -> int:
    """The most memory that reading and storing a list of them takes, in a process of its own."""
    path = folder / f"{len(urls)}.txt"
    path.write_text("\n".join(urls))
    command = [sys.executable, "-c", MEASURE, str(path), str(path.with_suffix(".db"))]
    count, most = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert count == len(urls)
    return int(most)


def test_memory_does_not_grow_with_a_list(folder: Path, urls: list[str]) -> None:
    assert peak(folder, urls[:80_000]) < 1.5 * peak(folder, urls[:20_000])
