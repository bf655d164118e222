"""The pages of a PDF: their text, and what its links lead to, by PDFium in a process of its own.

PDFium gives lines. `PdfPage` joins them to running text, whose characters know where they stand in the page's.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.child_path import child_environment
from crawler.model.errors import SourceError
from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.office import pdf_worker
from crawler.sources.parsing.prose import without_private
from crawler.text.sentences import BREAK

MAX_SECONDS = 120.0
"""After which the process is killed: it hangs in one page. It ends by itself after MAX_CPU_SECONDS of work."""

_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_GLUE = re.compile(r"[\s\u00ad-]{0,4}")
_NEXT = re.compile(r"https?:|www\.|[(\[]")
_CONTINUES = re.compile(r"\S*(?:[/=&%?#_~]|\.(?:html?|pdf|php|aspx?|org|com)\b)\S*|\d{3,}\S*")
_OPEN_END = "/-_=&?%#~+"
_FULL_LINE = 0.6  # of the page's long lines: a shorter one was not broken for want of space
_SHORT_LINE = 0.5  # likewise: it ends a paragraph


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A link, and the characters of the page that show it; -1 and -1 where none do."""

    url: str
    start: int
    end: int


@dataclass(slots=True)
class PdfPage:
    """One page as PDFium gives it."""

    text: str = ""
    links: list[PdfLink] = field(default_factory=list)
    local: int = 0  # links to places in the document
    damaged: bool = False

    def merged_links(self) -> list[PdfLink]:
        """The links in the order of the text; those of a text that goes on in the next line as one."""
        merged: list[PdfLink] = []
        for link in sorted(set(self.links), key=lambda link: (link.start < 0, link.start, link.end)):
            last = merged[-1] if merged else None
            if last and last.url == link.url and last.start >= 0 and self._continues(last, link):
                merged[-1] = PdfLink(link.url, last.start, max(last.end, link.end))
            else:
                merged.append(link)
        return merged

    def _continues(self, last: PdfLink, link: PdfLink) -> bool:
        return link.start <= last.end or bool(_GLUE.fullmatch(self.text, last.end, link.start))

    def running_text(self) -> tuple[str, list[int]]:
        """The page without its line ends, and where each of its characters stands in that text."""
        parts: list[str] = []
        offsets: list[int] = []
        size = 0
        full = self._full()
        text = without_private(self.text)
        for line in _LINE.finditer(text):
            short = 0 < len(line[1]) < _SHORT_LINE * full and not line[1].rstrip().endswith((",", "-"))
            ended = [BREAK if short else " ", ""][: len(line[2])]
            for part in (*(_shown(text, at) for at in range(*line.span(1))), *ended):
                offsets.append(size)
                parts.append(part)
                size += len(part)
        return "".join(parts), [*offsets, size]

    def _full(self) -> int:
        lengths = sorted(len(line) for line in self.text.splitlines() if line)
        return lengths[len(lengths) * 3 // 4] if lengths else 0

    def bare_urls(self) -> Iterator[PdfLink]:
        """The URLs in the text, also those that go on in the next line."""
        text = self.text.replace("\u00ad", "-").replace("\r", "\n")
        full = self._full()
        done = 0
        for start, end in find_urls(text, www=True):
            if start < done:
                continue
            url, done = _unwrapped(text, start, end, full)
            yield PdfLink(absolute(url), start, done)


def _shown(text: str, at: int) -> str:
    """A character; a hyphen at a line's end only where it does not divide a word."""
    if text[at] != "\u00ad":
        return text[at]
    return "" if text[at - 1 : at].isalpha() and text[at + 1 : at + 2].islower() else "-"


def _unwrapped(text: str, start: int, end: int, full: int) -> tuple[str, int]:
    """A URL with what its next lines add to it, and where that ends."""
    url = text[start:end]
    for _ in range(5):
        line_start = text.rfind("\n", 0, end) + 1
        line_end = text.find("\n", end)
        rest = text[end:line_end]
        if line_end < 0 or rest not in ("", ".", "-") or line_end - line_start < _FULL_LINE * full:
            break
        begin = line_end + len(text[line_end : line_end + 2]) - len(text[line_end : line_end + 2].lstrip("\n"))
        token = text[begin : begin + 2000].split(None, 1)[:1]
        if not token or text[begin].isspace() or not _goes_on(url + rest, token[0]):
            break
        whole = url + rest + token[0]
        stop = next(iter(find_urls(whole, www=True)), (0, 0))[1]
        if stop <= len(url):
            break
        url, end = whole[:stop], begin + stop - len(url) - len(rest)
    return url, end


def _goes_on(url: str, token: str) -> bool:
    if _NEXT.match(token):
        return False
    return bool(_CONTINUES.match(token)) or (url[-1] in _OPEN_END and token[0].isalnum())


@dataclass(slots=True)
class PdfText:
    """A PDF: its title and the pages that could be read."""

    title: str
    total: int  # pages that it has
    pages: list[PdfPage]


def read_pdf(data: bytes) -> PdfText:
    """Raises SourceError, in one line, for what is no PDF or cannot be read."""
    if b"%PDF-" not in data[:1024]:
        raise SourceError("not a PDF file")
    command = [sys.executable, "-P", str(Path(pdf_worker.__file__))]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            check=False,
            env=child_environment(),
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"a PDF that takes more than {MAX_SECONDS:.0f} s") from error
    except ValueError as error:
        raise SourceError("a damaged PDF, or one that needs too much memory") from error
    if reason := found.get("error"):
        encrypted = "a PDF that is protected by a password: save it without one"
        raise SourceError(encrypted if reason == "encrypted" else "a damaged PDF")
    return PdfText(str(found["title"]), int(found["total"]), [_page(page) for page in found["pages"]])


def _page(found: dict[str, Any]) -> PdfPage:
    if "error" in found:
        return PdfPage(damaged=True)
    return PdfPage(found["text"], [PdfLink(*link) for link in found["links"]], found["local"])
