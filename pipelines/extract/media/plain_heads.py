"""What plain text says of itself at its top: reStructuredText, Org, AsciiDoc, wiki markup, RFCs, a line of its own."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crawler.model import Metadata
from crawler.text.dates import find_date, iso_date
from crawler.text.tidy import one_line
from pipelines.extract.metadata.names import clean_authors, split_authors

HEAD_LINES = 80
"""Lines in which a title is looked for."""

MAX_FIRST_LINE = 100
"""Characters of a first line that is taken for a title."""

_ORG = re.compile(r"#\+(title|author|date):[ \t]*(\S.*)", re.IGNORECASE)  # Org manual, section 13.2
_ORG_HEADLINE = re.compile(r"\* (?:TODO |DONE )?(\S.*?)(?:[ \t]+:[\w:@]+:)?$")
_EQUALS = re.compile(r"(={1,6})[ \t]+(\S.*?)(?:[ \t]+(=+))?[ \t]*$")  # AsciiDoc "Document Title"; MediaWiki, Creole
_ASCIIDOC_AUTHOR = re.compile(r"[^\W\d][^<>:;=]{1,80}(?:<[^<>]{3,80}>)?(?:;[^<>:;=]{2,80}(?:<[^<>]{3,80}>)?){0,9}$")
_ASCIIDOC_REVISION = re.compile(
    r"(?:v?\d[\w.]*,[ \t]*)?(\d{4}-\d\d-\d\d|[^\W\d]{3,9} \d{1,2}, \d{4}|\d{1,2} [^\W\d]{3,9} \d{4})"
)
_ADORNMENT = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,}[ \t]*$")  # Docutils' reStructuredText, "Sections"
_FIELD = re.compile(r":(authors?|date|revdate|created|published)(?:!?):[ \t]+(\S.*)", re.IGNORECASE)
_COMMENT = re.compile(r"(?:\.\.|//|:[\w-]+!?:)(?:\s|$)")
_RFC = re.compile(r"(?:Request for Comments:|Internet-Draft\b|RFC:? \d)", re.MULTILINE)
_RFC_AUTHOR = re.compile(r"((?:[A-Z]\.[ -]?){1,3} ?[A-Z][\w'’ -]{1,30})(?:, Ed\.)?")
_MONTH = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)
_COLUMNS = re.compile(r"\s{3,}")
_TITLE_LINE = re.compile(r"Title:[ \t]+(\S.*)")  # Project Gutenberg
_AUTHOR_LINE = re.compile(r"Authors?:[ \t]+(\S.*)")
_FIRST = re.compile(r"[^\W_][^.;{}<>=|\t]*[^.,:;{}<>=|\t]")

_Told = dict[str, tuple[object, str]]


def told_at_the_top(text: str) -> Metadata:
    """The title, authors and date that stand at the top of a text; nothing where it is not clear."""
    lines = [line.rstrip() for line in text[:20_000].lstrip("\ufeff").splitlines()[:HEAD_LINES]]
    for reader in (_org, _rfc, _equals, _adorned, _first_line):
        if found := reader(lines):
            return Metadata.told(**found)
    return Metadata()


def _people(values: Sequence[str]) -> tuple[str, ...]:
    return clean_authors(values) if len(values) > 1 else split_authors(values[0]) if values else ()


def _day(value: str) -> str | None:
    value = value[:100].strip("<>[] ")
    return iso_date(value) or find_date(value[:10]) or find_date(value)


def _org(lines: Sequence[str]) -> _Told:
    """Org: `#+TITLE:`, `#+AUTHOR:`, `#+DATE:`."""
    said: dict[str, list[str]] = {}
    for line in lines:
        if match := _ORG.match(line):
            said.setdefault(match[1].lower(), []).append(match[2])
    if "title" not in said:
        first = next((line for line in lines if line), "")
        headed = _ORG_HEADLINE.match(first) if any(line.startswith("** ") for line in lines) else None
        return {"title": (one_line(headed[1]), "Org headline")} if headed else {}
    return {
        "title": (one_line(" ".join(said["title"])), "Org title"),
        "authors": (_people(said.get("author", [])), "Org author"),
        "published_date": (_day(said.get("date", [""])[0]), "Org date"),
    }


def _rfc(lines: Sequence[str]) -> _Told:
    """RFC 7322, section 4.1: two columns, then the centred title."""
    if not _RFC.search("\n".join(lines[:20])):
        return {}
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    right = [columns[-1] for line in lines[start:end] if len(columns := _COLUMNS.split(line.strip())) > 1]
    title: list[str] = []
    for line in lines[end:]:
        if title and not line.strip():
            break
        if line.startswith("   ") and line.strip():
            title.append(line.strip())
        elif line.strip():
            return {}
    authors = [match[1].strip() for entry in right if (match := _RFC_AUTHOR.fullmatch(entry))]
    dates = [match[0] for entry in right if (match := _MONTH.fullmatch(entry))]
    return {
        "title": (one_line(" ".join(title)), "RFC title"),
        "authors": (clean_authors(authors), "RFC author"),
        "published_date": (_day(dates[-1]) if dates else None, "RFC date"),
    }


def _equals(lines: Sequence[str]) -> _Told:
    """`= Title` of AsciiDoc, `= Title =` of wikis, before any text."""
    at, first = next(((at, line) for at, line in enumerate(lines) if line and not _COMMENT.match(line)), (0, ""))
    match = _EQUALS.match(first)
    if match is None or (match[3] is None and len(match[1]) > 1):
        return {}
    title = one_line(match[2])
    if match[3]:
        return {"title": (title, "wiki heading")}
    people: list[str] = []
    date = None
    for number, line in enumerate(lines[at + 1 : at + 12]):
        if field := _FIELD.match(line):
            people += [field[2]] if field[1].lower().startswith("author") else []
            date = date or (None if field[1].lower().startswith("author") else _day(field[2]))
        elif not line:
            break
        elif number == 0 and _ASCIIDOC_AUTHOR.match(line):
            people = line.split(";")
        elif number == 1 and (revision := _ASCIIDOC_REVISION.match(line)):
            date = _day(revision[1])
    return {
        "title": (title, "AsciiDoc title"),
        "authors": (_people(people), "AsciiDoc author"),
        "published_date": (date, "AsciiDoc date"),
    }


def _adorned(lines: Sequence[str]) -> _Told:
    """A first line that is underlined: reStructuredText, README files; with the fields below it."""
    shown = list(_without_comments(lines))
    at = next((at for at, line in enumerate(shown) if line), None)
    if at is None:
        return {}
    over = _ADORNMENT.match(shown[at])
    at += over is not None
    title, under = [*shown[at : at + 2], "", ""][:2]
    mark = _ADORNMENT.match(under)
    if not title.strip() or mark is None or len(under) < len(title) - 1 or (over and over[1] != mark[1]):
        return {}
    fields = [match for line in shown[at + 2 : at + 14] if (match := _FIELD.match(line))]
    people = [match[2] for match in fields if match[1].lower().startswith("author")]
    days = [match[2] for match in fields if not match[1].lower().startswith("author")]
    return {
        "title": (one_line(title.replace("``", "").replace("`", "")), "underlined heading"),
        "authors": (_people(people), "author field"),
        "published_date": (next((day for value in days if (day := _day(value))), None), "date field"),
    }


def _without_comments(lines: Sequence[str]) -> Iterator[str]:
    """Without comments, targets and directives of reStructuredText, and what is indented below them."""
    within = False
    for line in lines:
        if line.startswith("..") and not line.strip("."):
            yield line  # an adornment of full stops, or an empty comment
            continue
        within = bool(_COMMENT.match(line) and line.startswith("..")) or (within and (not line or line[0] in " \t"))
        if not within:
            yield line


def _first_line(lines: Sequence[str]) -> _Told:
    """`Title: X`, as Project Gutenberg writes it; else a first line that stands alone and is no sentence."""
    for line in lines[:30]:
        if match := _TITLE_LINE.match(line):
            people = [author[1] for line in lines[:30] if (author := _AUTHOR_LINE.match(line))]
            return {"title": (one_line(match[1]), "title line"), "authors": (_people(people), "author line")}
    filled = [(line, below) for line, below in pairwise([*lines, ""]) if line.strip()][:1]
    for line, below in filled:
        words = line.split()
        alone = not below.strip() and 2 <= len(words) <= 14 and len(line) <= MAX_FIRST_LINE
        if alone and _FIRST.fullmatch(line.strip()) and words[0][0].isupper():
            return {"title": (one_line(line), "first line")}
    return {}
