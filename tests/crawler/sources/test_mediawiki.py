"""MediaWiki text: citation templates, references and links: what cites, where, and what it is cited for."""

from typing import Any

import pytest
from growth import assert_linear
from source_files import Read


def cited(reading: Any) -> list[tuple[str, str | None]]:
    return [(citation.url, citation.link_text) for citation in reading.citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See www.example.org/a.", [("http://www.example.org/a", None)]),
        ("{{URL|www.example.org/a}}", [("http://www.example.org/a", None)]),
        ("[https://e.org/s the ''survey''] says", [("https://e.org/s", "the survey")]),
        ("[https://e.org/s] and https://e.org/bare.", [("https://e.org/s", None), ("https://e.org/bare", None)]),
        ("{{cite web |url = https://e.org/a?b=c&d=e |title=On [[pond|Ponds]]}}",
         [("https://e.org/a?b=c&d=e", "On Ponds")]),
        ("{{Cite journal|title=J|doi=10.1234/x}}", [("https://doi.org/10.1234/x", "J")]),
        ("{{cite arXiv|eprint=2101.00003|title=A}}", [("https://arxiv.org/abs/2101.00003", "A")]),
        ("{{Internetquelle|url=https://e.org/de|titel=Teiche}}", [("https://e.org/de", "Teiche")]),
        ("{{cite web|url=https://e.org/a{{!}}b|title=T}}", [("https://e.org/a|b", "T")]),
        ("{{official website|https://e.org/o}}", [("https://e.org/o", None)]),
        ("{{Infobox\n| name = Pond\n| website = {{URL|https://e.org/i}}\n}}", [("https://e.org/i", None)]),
        ("[[File:a.jpg|thumb|From [https://e.org/f f]]]", [("https://e.org/f", "f")]),
    ],
)  # fmt: skip
def test_each_form_of_a_link_cites_what_stands_there(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    reading = read("a.wiki", text)
    assert cited(reading) == expected
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<nowiki>https://e.org/</nowiki> <code>https://e.org/</code>", {"URL in code": 2}),
        ("<syntaxhighlight lang=sh>\nhttps://e.org/\n</syntaxhighlight>", {"URL in code": 1}),
        ("<!-- https://e.org/ -->", {"URL in a comment": 1}),
        ("[[Pond]] [[Pond|ponds]] [//e.org/x y]", {"relative link": 3}),
        ("[[File:a.jpg|thumb]]", {"image": 1}),
        ("{{cite book|title=No link}} {{dead link|date=2020}}", {"entry without a URL": 1}),
        ("<ref>No link.</ref>", {"footnote without a link": 1}),
    ],
)
def test_what_cites_nothing_is_counted(read: Read, text: str, expected: dict[str, int]) -> None:
    reading = read("a.wiki", text)
    assert reading.citations == ()
    assert reading.ignored_counts == expected


def test_a_reference_cites_at_each_of_its_marks(read: Read) -> None:
    text = (
        "== Pond ==\nOne. Water ''rises''.<ref name=\"a\">{{cite web|url=https://e.org/a|title=T|access-date=3 May 2021"
        "|archive-url=https://archive.example.org/a|quote=It rises.}}</ref> It falls.<ref>[https://e.org/b B]</ref>\n\n"
        "* Again<ref name=a /> and<ref name=c/> so.\n<references>\n<ref name=c>https://e.org/c</ref>\n</references>\n"
    )
    reading = read("a.wiki", text)
    assert [(c.url, c.label, c.line, c.column, c.claim) for c in reading.citations] == [
        ("https://e.org/a", "a", 2, 22, "Water rises."),
        ("https://e.org/b", "1", 2, 173, "It falls."),
        ("https://e.org/a", "a", 4, 8, "Again and so."),
        ("https://e.org/c", "c", 4, 26, "Again and so."),
    ]
    first = reading.citations[0]
    assert (first.accessed, first.quotes[0].text) == ("2021-05-03", "It rises.")
    assert [(record.title, record.archive_url) for record in reading.records] == [
        ("T", "https://archive.example.org/a")
    ]
    assert reading.skipped == ()


def test_tables_are_read_row_by_row(read: Read) -> None:
    text = '{| class="x"\n|-\n! Name !! Where\n|-\n| Pond || style="a" | [https://e.org/a a]\n|-\n| Lake\n| https://e.org/b\n|}\n'
    assert [(c.line, c.column, c.claim) for c in read("a.wiki", text).citations] == [
        (5, 23, "Pond | a"),
        (8, 3, "Lake | https://e.org/b"),
    ]


PATTERNS = ["{{a|", "{{cite|", "[[a", "[http://a ", "<ref>", "<nowiki>", "<!--", "<references>", "''", "!!", "{{", "}}",
            "{|\n|-\n| a "]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_as_the_text_does(read: Read, pattern: str) -> None:
    assert_linear(lambda size: lambda: read("a.wiki", pattern * (size // len(pattern))), 40_000)
