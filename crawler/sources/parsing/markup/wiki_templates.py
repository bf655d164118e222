"""Citation templates of MediaWiki: `{{cite web|url=...|title=...}}` and its relatives, with their parameters.

The parameters are those of "Template:Citation Style documentation" (en.wikipedia.org). Any template with a URL and a
title is one, so that other languages' work, too.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.sources.parsing.identifiers import arxiv_url, doi_url, pubmed_url
from crawler.text.dates import iso_date

_SPLIT = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")
_NAME = re.compile(r"\s*(?:cite|citation|vcite)\b", re.IGNORECASE)
_WEB = re.compile(r"(?:https?|ftp)://[^\s|]+", re.IGNORECASE)
_URLS = ("url", "chapter-url", "chapterurl", "contribution-url", "section-url", "article-url", "entry-url", "lien")
_TITLES = ("title", "titel", "titre", "título", "titolo", "chapter", "titulo")
_ACCESS = ("access-date", "accessdate", "abruf", "zugriff", "consulté le", "fechaacceso")
_ARCHIVES = ("archive-url", "archiveurl", "archiv-url")
_IDENTIFIERS = (("doi", doi_url), ("arxiv", arxiv_url), ("eprint", arxiv_url), ("pmid", pubmed_url))
QUOTE_TEMPLATES = frozenset(
    ("quote", "quotation", "blockquote", "block quote", "cquote", "bquote", "rquote", "quote box", "quotebox", "zitat",
     "citation bloc", "cita", "citazione", "cytat", "цитата", "начало цитаты", "citat")
)  # fmt: skip
"""Templates of block quotes, in several languages' Wikipedias."""

WORDS_FIRST = re.compile(r"\{\{[^{}|]*\|\s*(?:(?:text|quote|content|texto|zitat|1)\s*=)?\s*", re.IGNORECASE)
"""Up to the quoted words of such a template, which nearly always come first."""

_MARKUP = re.compile(r"'{2,5}|\[\[(?:[^\[\]|]*\|)?|\]\]|<[^<>]*>")


@dataclass(slots=True)
class WikiTemplate:
    """A template: its name, and its parameters with their values' offsets; those without a name are numbered."""

    name: str
    parameters: dict[str, tuple[str, int]] = field(default_factory=dict)

    def first(self, names: tuple[str, ...]) -> str | None:
        """The first value that is not empty, without markup."""
        for name in names:
            value = " ".join(_MARKUP.sub("", self.parameters.get(name, ("", 0))[0]).split())
            if value:
                return value
        return None

    @property
    def title(self) -> str | None:
        return self.first(_TITLES)

    @property
    def accessed(self) -> str | None:
        date = self.first(_ACCESS)
        return date and (iso_date(date) or date)

    @property
    def archive_url(self) -> str | None:
        return self.first(_ARCHIVES)

    @property
    def quote(self) -> str | None:
        return self.first(("quote", "zitat"))

    @property
    def urls(self) -> list[tuple[str, int | None]]:
        """What the template cites, with the offsets of the URLs that stand there; none if it is no citation."""
        if not (_NAME.match(self.name) or (self.title and "url" in self.parameters)):
            return []
        found: list[tuple[str, int | None]] = []
        for name in _URLS:
            value, offset = self.parameters.get(name, ("", 0))
            if match := _WEB.match(value.replace("{{!}}", "%7C").replace("{{=}}", "=")):
                found.append((match[0].replace("%7C", "|") if "{{!}}" in value else match[0], offset))
        if not found:
            made = (url_of(self.first((name,)) or "") for name, url_of in _IDENTIFIERS)
            found += [(url, None) for url in made if url is not None][:1]
        return found


def template_at(text: str, start: int, end: int) -> WikiTemplate:
    """The template whose braces are at `start` and before `end`."""
    depth, cuts = 0, [start + 1]
    for match in _SPLIT.finditer(text, start + 2, end - 2):
        if match[0] == "|":
            if depth == 0:
                cuts.append(match.start())
        else:
            depth = max(depth + (1 if match[0] in ("{{", "[[") else -1), 0)
    cuts.append(end - 2)
    found = WikiTemplate(" ".join(text[cuts[0] + 1 : cuts[1]].split()).lower())
    for number, (left, right) in enumerate(pairwise(cuts[1:]), 1):
        part = text[left + 1 : right]
        name, equals, value = part.partition("=")
        named = bool(equals) and "://" not in name and "{" not in name
        written = value if named else part
        offset = right - len(written) + len(written) - len(written.lstrip())
        found.parameters.setdefault(name.strip().lower() if named else str(number), (written.strip(), offset))
    return found
