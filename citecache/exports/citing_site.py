"""For the pages that cite (docs/citing-site.md): verdicts.json, and the script that puts a dot beside each citation.

verdicts.json has a line per card, so that it is written card by card and compared line by line. Which verdict is worse,
and how each is shown, stands in its legend: the script has no table of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from ada_url import URL

from citecache.render.html.links import StaticLinks
from citecache.render.html.safety import href, visible
from citecache.render.html.verdicts import SIGNS, word
from citecache.render.json_text import line
from crawler.model import Card, Verdict

VERDICTS = "verdicts.json"
SCRIPT = "citecache.js"

_SOURCE = Path(__file__).parents[1] / "render" / "html" / "static" / SCRIPT

_WORST_FIRST = (
    *(Verdict.USURPED, Verdict.DEAD, Verdict.SOFT_404, Verdict.MISSING, Verdict.LEGAL, Verdict.DEGRADED),
    *(Verdict.UNSAFE, Verdict.UNREACHABLE, Verdict.BLOCKED, Verdict.RESTRICTED, Verdict.DISALLOWED),
    *(Verdict.FAILED, Verdict.UNCHECKED, Verdict.MOVED, Verdict.ALIVE),
)
"""What a reader has to know first: a source that misleads, that is gone, that cannot be looked up, that is there."""

_COLORS = {"good": "#2a8f46", "warn": "#b86e00", "bad": "#de3b40", "wall": "#9467d6", "none": "#7d7b75"}
"""By tone: 3 to 1 on white and on near black (WCAG 2.2, 1.4.11), for the script does not know the page's ground."""


class FileFolder(Protocol):
    """Takes the files of a folder, one after the other, or piece by piece."""

    def write(self, name: str, data: bytes) -> None:
        """A file: its path in the folder, with slashes, and what is in it."""

    def file(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The same of a file that is written piece by piece, one such at a time."""


def script() -> bytes:
    """citecache.js as it is published: without comments, indents and line ends."""
    lines = (one.strip() for one in _SOURCE.read_text(encoding="utf-8").splitlines())
    return ("".join(one for one in lines if not one.startswith("//")) + "\n").encode()


@contextmanager
def verdicts_file(folder: FileFolder, as_of: str | None) -> Iterator[Callable[[Card], None]]:
    """verdicts.json; each card that is given to it is added."""
    with folder.file(VERDICTS) as out:
        legend = {verdict.value: _legend(verdict) for verdict in _WORST_FIRST}
        out.write(f'{{"as_of": {line(as_of)}, "legend": {line(legend)}, "verdicts": ['.encode())
        before = b"\n"

        def add(card: Card) -> None:
            nonlocal before
            out.write(before + line(verdict_record(card)).encode())
            before = b",\n"

        yield add
        out.write(b"\n]}\n")


def verdict_record(card: Card) -> dict[str, Any]:
    """What a page that cites shows of a source. Only web addresses are in it as what to link to.

    `href` is the URL as a browser writes it, where that differs from the URL as cited: links are compared with it.
    """
    parsed = _browser_url(card.url)
    return {
        "url": card.url,
        **({"href": parsed} if parsed not in (None, card.url) else {}),
        "id": card.id,
        "verdict": card.verdict.value,
        "title": visible(card.title) if card.title else None,
        "http_status": card.http_status,
        "fetched_at": card.fetched_at,
        "archived_url": href(card.archived_url),
        "archived_at": card.archived_at,
        "card": StaticLinks().resource(card.id),
    }


def _legend(verdict: Verdict) -> dict[str, str]:
    sign = SIGNS[verdict]
    return {"sign": sign.sign, "color": _COLORS[sign.tone], "text": f"{word(verdict)}. {sign.meaning}"}


def _browser_url(url: str) -> str | None:
    try:
        return str(URL(url).href)
    except ValueError:
        return None
