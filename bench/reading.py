"""How fast citing documents are read: MB/s and citations per second, and how the time grows with the size.

    python bench/reading.py [KIND...]

A kind's time should grow as its size does: the last column is the growth for twice the size.
"""

import hashlib
import sys
import time
from collections.abc import Callable

from crawler.sources.formats import markdown
from crawler.sources.parsing.source_text import SourceText


def main() -> int:
    """Print one line for each kind."""
    print(f"{'kind':<12} {'size':>8} {'citations':>9} {'time':>8} {'speed':>11} {'twice':>6}")
    for name in sys.argv[1:] or KINDS:
        text, double = KINDS[name](15_000), KINDS[name](30_000)
        (first, _), (second, citations) = timed(text), timed(double)
        size = len(double.encode()) / 1e6
        speed, growth = size / second, second / first
        print(f"{name:<12} {size:5.2f} MB {citations:>9,} {second:6.2f} s {speed:6.2f} MB/s x{growth:5.1f}")
    return 0


def timed(text: str) -> tuple[float, int]:
    """Seconds of CPU time to read a Markdown document, and how many citations it has."""
    data = text.encode()
    source = SourceText("bench.md", "bench", data, hashlib.sha256(data).hexdigest())
    start = time.process_time()
    found = markdown.read(source)
    return time.process_time() - start, len(found.citations)


def paragraph(count: int) -> str:
    """One paragraph of lines with a link each."""
    return "".join(f"Line {at} says that [source {at}]({url(at)}) holds.\n" for at in range(count))


def mixture(count: int) -> str:
    """Prose as it is written: paragraphs, lists, tables, footnotes, reference links; `count` citations."""
    blocks = [_section(at) for at in range(0, count, 10)]
    notes = [f"[^{at}]: A. Author, [Title {at}]({url(at)}), 2020.\n" for at in range(0, count, 10)]
    references = [f"[r{at}]: {url(at + 1)} 'Title'\n" for at in range(0, count, 10)]
    return "".join((*blocks, "\n", *notes, "\n", *references))


def _section(at: int) -> str:
    return (
        f"## Section {at}\n\nSome **prose** says a thing.[^{at}] It goes on with a [reference][r{at}] and "
        f"`code` that is *in* its way.\nA second line has [a link]({url(at + 2)}), and {url(at + 3)} too.\n\n"
        f"- An item with [one]({url(at + 4)}) link\n- <{url(at + 5)}>\n\n"
        f"| a | b |\n|---|---|\n| x | [cell]({url(at + 6)}) |\n| {url(at + 7)} | y |\n\n"
        f'> Quoted: [words]({url(at + 8)} "Title").\n\n[![image](i.png)]({url(at + 9)})\n\n'
    )


def words(count: int) -> str:
    """Bare URLs in one paragraph."""
    return " ".join(url(at) for at in range(count))


def url(at: int) -> str:
    """One of many URLs."""
    return f"https://h{at % 400}.example.org/p/{at}"


KINDS: dict[str, Callable[[int], str]] = {"paragraph": paragraph, "mixture": mixture, "words": words}

if __name__ == "__main__":
    sys.exit(main())
