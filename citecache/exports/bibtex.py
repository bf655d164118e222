r"""BibTeX for BibTeX and biblatex: one entry per card, written and escaped by bibtexparser.

The type is that of the bibliography which cited the work, if it is one of theirs; everything else is `@online`:
biblatex has it, and BibTeX's styles treat types that they do not know as `@misc` ("BibTeXing", 3.1), of which those
that print URLs print `url`. `@misc` with `howpublished` would print the URL twice in these, and in biblatex. `date` is
biblatex's, `year` BibTeX's. `url`, `doi`, `archiveurl` are verbatim (biblatex manual, 2.2.1), all others are text, in
which LaTeX's characters are escaped and letters stay as they are: both read UTF-8.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO
from urllib.parse import quote

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import (
    AddEnclosingMiddleware,
    LatexEncodingMiddleware,
    MergeCoAuthors,
    MergeNameParts,
    NameParts,
)
from bibtexparser.middlewares.middleware import Middleware
from bibtexparser.model import Block, Entry, Field
from bibtexparser.writer import BibtexFormat
from pylatexenc.latexencode import (
    RULE_DICT,
    RULE_REGEX,
    UnicodeToLatexConversionRule,
    UnicodeToLatexEncoder,
)

from citecache.exports import works
from citecache.exports.author_names import AuthorName, author_names
from citecache.exports.entry_keys import EntryKeys, entry_keys
from citecache.exports.selection import CardSelection
from citecache.render.clean import in_one_line, one_line
from crawler.cache.read.citation_keys import GivenKey, KeyOwners
from crawler.model import Card

TYPES = frozenset(
    """article book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection
    suppcollection dataset manual misc online patent periodical suppperiodical proceedings mvproceedings
    inproceedings reference mvreference inreference report software thesis unpublished conference
    electronic mastersthesis phdthesis techreport www artwork audio bibnote commentary image
    jurisdiction legislation legal letter movie music performance review standard video""".split()
)
"""biblatex manual, 2.1.1 to 2.1.3, which has those of BibTeX."""

OTHER_TYPES = {
    "article-journal": "article", "article-magazine": "article", "chapter": "incollection",
    "paper-conference": "inproceedings", "entry-encyclopedia": "inreference", "entry-dictionary": "inreference",
    "motion_picture": "movie",
    # as RIS, PubMed and Refer files are read
    "paper": "inproceedings", "manuscript": "unpublished", "magazine article": "article",
}  # fmt: skip
"""Types of bibliographies in other formats, for which BibTeX has its own names; CSL's: CSL 1.0.2, appendix III."""

VERBATIM = frozenset(("url", "doi", "archiveurl", "ids"))

_SPECIAL = {
    "\\": r"\textbackslash", "{": r"\lbrace", "}": r"\rbrace", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#",
    "_": r"\_", "^": r"\string^", "~": r"\textasciitilde",
}  # fmt: skip
r"""LaTeX2e's special characters. No `\{`: BibTeX counts braces, whatever stands before them ("BibTeXing", 4).
`\textasciicircum` would be read back as another character (U+02C6) by pylatexenc."""

_BRACES = re.compile("[{}]")
_IN_URL = {"{": r"\{", "}": r"\}", "\\": r"\textbackslash{}"}
_LIGATURES = re.compile(r"([-`'])(?=\1)|([?!])(?=`)")

_TO_ENCODE = re.compile(f"[{re.escape(''.join(_SPECIAL))}]|{_LIGATURES.pattern}")

_KEPT = re.compile(r"[^\s,={}\"]+(?: +[^\s,={}\"]+)*")
"""Keys that a .bib can have: what ends a key is not in it."""
_TYPED = re.compile(r"[^\s,={}\"#%\\~'()]+")
"""Keys that every program reads; those of CSL or RIS files may be any text."""


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write one entry per card."""
    separator = ""
    selection.with_text = False  # no entry has it
    with KeyOwners(selection.cache) as owners:
        for card in selection.cards():
            out.write((separator + entry_text(card, entry_keys(card, owners, _writable))).encode())
            separator = "\n"


def entry_text(card: Card, keys: EntryKeys) -> str:
    """The entry of a card."""
    fields = [Field(name, value) for name, value in _fields(card, keys) if value]
    return write_string(Library([Entry(entry_type(card), keys.key, fields)]), _stack(), bibtex_format=_layout())


def _writable(given: GivenKey) -> bool:
    return (_KEPT if given.format == "bibtex" else _TYPED).fullmatch(given.key) is not None


def entry_type(card: Card) -> str:
    """The type of an entry: the one that a bibliography gave, if it is one of BibTeX's or biblatex's."""
    given = works.bibliography_type(card) or "online"
    given = OTHER_TYPES.get(given, given)
    return given if given in TYPES else "online"


def _fields(card: Card, keys: EntryKeys) -> Iterator[tuple[str, str | list[NameParts] | None]]:
    date = works.published(card)
    yield "ids", ",".join(keys.aliases)
    yield "title", one_line(card.title or "")
    yield "author", _authors(card)
    yield "date", date
    yield "year", date[:4] if date else None
    if entry_type(card) == "online":
        yield "organization", one_line(card.sitename or "")
    yield "doi", works.doi(card)
    yield "url", _verbatim(card.url)
    yield "urldate", works.accessed(card, keys.accessed)
    if card.archived_url:
        yield "archiveurl", _verbatim(card.archived_url)
        yield "archivedate", works.archived(card)
    yield "note", works.verdict_note(card)
    yield "abstract", works.abstract(card)
    yield "keywords", one_line(", ".join(card.tags))


def _verbatim(url: str) -> str:
    """A URL as it is; only a backslash, braces that do not balance, and what acts on a terminal are escaped."""
    if in_one_line(url) != url:
        url = "".join(char if in_one_line(char) == char else quote(char, errors="replace") for char in url)
    depth = lowest = 0
    for brace in _BRACES.findall(url):
        depth += 1 if brace == "{" else -1
        lowest = min(depth, lowest)
    escaped = "{}\\" if depth or lowest < 0 else "\\"
    return "".join(_IN_URL[char] if char in escaped else char for char in url)


class CorporateName(NameParts):
    """A name that is not split: it stands in braces of its own."""


def _authors(card: Card) -> list[NameParts]:
    names, more = author_names(card.authors, card.sitename)
    return [*map(_parts, names), *([NameParts(last=["others"])] if names and more else [])]


def _parts(name: AuthorName) -> NameParts:
    if name.literal:
        return CorporateName(last=[name.literal])
    return NameParts(
        first=name.given.split(), von=name.particle.split(), last=name.family.split(),
        jr=[name.suffix] if name.suffix else [],
    )  # fmt: skip


class _TextEncoding(LatexEncodingMiddleware):
    """bibtexparser's encoding of all fields that are text, and of each part of a list of names."""

    def _transform_python_value_string(self, python_string: str) -> tuple[str, str]:
        if _TO_ENCODE.search(python_string) is None:  # the encoder goes through a text character by character
            return python_string, ""
        encoded: tuple[str, str] = super()._transform_python_value_string(python_string)
        return encoded

    def transform_entry(self, entry: Entry, library: Library) -> Block:
        verbatim = {field.key: field.value for field in entry.fields if field.key in VERBATIM}
        block = super().transform_entry(entry, library)
        for field in entry.fields:
            field.value = verbatim.get(field.key, field.value)
            for name in field.value if isinstance(field.value, list) else ():
                self._encode_name(name)
        return block

    def _encode_name(self, name: NameParts) -> None:
        for part in ("first", "von", "last", "jr"):
            setattr(name, part, self._transform_all_strings(getattr(name, part), []))
        if isinstance(name, CorporateName):
            name.last = [f"{{{one}}}" for one in name.last]


@cache
def _encoder() -> UnicodeToLatexEncoder:
    special = {ord(char): command for char, command in _SPECIAL.items()}
    return UnicodeToLatexEncoder(
        conversion_rules=[
            UnicodeToLatexConversionRule(RULE_REGEX, [(_LIGATURES, r"\1\2{}")]),
            UnicodeToLatexConversionRule(RULE_DICT, special),
        ],
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )


@cache
def _layout() -> BibtexFormat:
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent, layout.trailing_comma = "  ", True
    return layout


@cache
def _stack() -> list[Middleware]:
    return [
        _TextEncoding(encoder=_encoder()),
        MergeNameParts(),
        MergeCoAuthors(),
        AddEnclosingMiddleware(reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{"),
    ]
