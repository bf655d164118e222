"""Notes of HTML pages: marks that link to an element of the page (`<sup><a href="#fn1">1</a></sup>`), which cites.

A note's links are cited where they stand, in the note. What is quoted at its mark is quoted from them.
"""

import re
from collections.abc import Iterator

from crawler.sources.parsing.prose import CitationSite, Prose

MOST_LINKS = 20
"""Of a note that count. Heuristic: what has more is a list of references."""

_FRAGMENT = re.compile(r"#(?:.*(?:fn|foot|note|cite|ref|bib).*|n?\d+)", re.IGNORECASE)
_SHOWN = re.compile(r"\s*[\[(]?\s*(?:\d{1,4}|[a-z]|[*†‡§¶]{1,3})\s*[\])]?\s*")


class PageNotes:
    """The marks of a page, and the Citations of the notes that they link to, by number."""

    def __init__(self) -> None:
        self._marks: list[tuple[str, Prose, int]] = []
        self._links: dict[str, list[int]] = {}

    @staticmethod
    def is_mark(target: str, shown: str | None) -> bool:
        """Whether a link is the mark of a note, by its target and its text."""
        return _FRAGMENT.fullmatch(target) is not None and _SHOWN.fullmatch(shown or "") is not None

    def mark(self, target: str, site: CitationSite) -> None:
        """A link that has just ended is a mark."""
        self._marks.append((target[1:], site.prose, site.prose.mark_instead(site.anchor)))
        self._links.setdefault(target[1:], [])

    def is_note(self, name: str | None) -> bool:
        """Whether a mark before links to the element of this name."""
        return name in self._links

    def link(self, name: str, numbers: range) -> None:
        """A note has these Citations."""
        self._links[name] += numbers[: max(MOST_LINKS - len(self._links[name]), 0)]

    @property
    def spots(self) -> Iterator[tuple[int, Prose, int]]:
        """A Citation's number, and where a mark of its note stands."""
        for name, prose, anchor in self._marks:
            for number in self._links[name]:
                yield number, prose, anchor
