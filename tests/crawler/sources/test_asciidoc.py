"""AsciiDoc: what cites, where, and what it is cited for."""

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
        ("https://e.org/s[the survey] says", [("https://e.org/s", "the survey")]),
        ("https://e.org/s[*the* survey^]", [("https://e.org/s", "the survey")]),
        ("https://e.org/s[]", [("https://e.org/s", None)]),
        ("https://e.org/s[the sea,window=_blank]", [("https://e.org/s", "the sea")]),
        ('https://e.org/s["Sea, and lake",role=x]', [("https://e.org/s", "Sea, and lake")]),
        ("https://e.org/s[role=x]", [("https://e.org/s", None)]),
        ("https://e.org/s[a [1\\] b]", [("https://e.org/s", "a [1] b")]),
        ("https://e.org/a.,b.[text].", [("https://e.org/a.,b.", "text")]),
        ("link:https://e.org/l[Lake]", [("https://e.org/l", "Lake")]),
        ("link:++https://e.org/a__b++[]", [("https://e.org/a__b", None)]),
        ("link:pass:[https://e.org/p][P]", [("https://e.org/p", "P")]),
        ("See https://e.org/bare, said.", [("https://e.org/bare", None)]),
        ("See <https://e.org/angle>.", [("https://e.org/angle", None)]),
        ("*https://e.org/b* _https://e.org/i[x]_", [("https://e.org/b", None), ("https://e.org/i", "x")]),
        (":base: https://e.org\n:v: 2\n\n{base}/a/{v}[A] https://e.org/{v}/b[B] {base}/c, link:{base}[C]",
         [("https://e.org/a/2", "A"), ("https://e.org/2/b", "B"), ("https://e.org/c", None), ("https://e.org", "C")]),
        ("Text{empty}https://e.org/{id}/x", [("https://e.org/{id}/x", None)]),
        ("image:i.png[Alt,link=https://e.org/i]", [("https://e.org/i", "Alt")]),
        ('image::https://e.org/i.png[link="https://e.org/j"]', [("https://e.org/j", None)]),
        ("// comment\n.Title https://e.org/t[t]\n====\nIn https://e.org/x[x]\n====",
         [("https://e.org/t", "t"), ("https://e.org/x", "x")]),
        ("Term https://e.org/t:: Def https://e.org/d[d]", [("https://e.org/t", None), ("https://e.org/d", "d")]),
        ("++++\n<a href='https://e.org/h'>h</a>\n++++", [("https://e.org/h", "h")]),
        ("ifdef::a[See https://e.org/c[c]]", [("https://e.org/c", "c")]),
        ("NOTE: See https://e.org/n[n].\n\n* item\n+\nmore https://e.org/m[m]",
         [("https://e.org/n", "n"), ("https://e.org/m", "m")]),
    ],
)  # fmt: skip
def test_each_form_of_a_link_cites_what_stands_there(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    reading = read("a.adoc", text)
    assert cited(reading) == expected
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[source,sh]\n----\ncurl https://e.org/\n----", {"URL in code": 1}),
        ("....\nhttps://e.org/\n....\n\n```js\nhttps://e.org/\n```", {"URL in code": 2}),
        ("[source]\ncurl https://e.org/\nhttps://e.org/\n\nText", {"URL in code": 2}),
        ("Text\n\n  literal https://e.org/", {"URL in code": 1}),
        ("----\nhttps://e.org/", {"URL in code": 1}),
        ("`+https://e.org/+` +++https://e.org/+++ pass:[https://e.org/]", {"URL in code": 3}),
        ("// https://e.org/\n\n////\nhttps://e.org/\n////", {"URL in a comment": 2}),
        ("\\https://e.org/[x] and \\https://e.org/y.", {"escaped URL": 2}),
        ("xref:a.adoc#b[text] <<b>> <<c,See c>>", {"cross-reference": 3}),
        ("include::a.adoc[]\n\nimage::https://e.org/i.png[]\n\nvideo::https://e.org/v.mp4[]",
         {"image": 1, "include": 1, "media": 1}),
        ("link:other.html[x] mailto:a@e.org[mail]", {"mailto link": 1, "relative link": 1}),
        (":base: https://e.org/", {"link definition that no link uses": 1}),
        ("snake_case and 2 * 3 * 4 and a[b] and footnote:[no link]", {"footnote without a link": 1}),
    ],
)  # fmt: skip
def test_what_cites_nothing_is_counted(read: Read, text: str, expected: dict[str, int]) -> None:
    reading = read("a.adoc", text)
    assert reading.citations == ()
    assert reading.ignored_counts == expected


def test_places_claims_and_the_title_are_exact(read: Read) -> None:
    text = (
        "= On _ponds_\nA. Uthor <a@e.org>\n:toc:\n\nOne. Water *rises*, as\nhttps://e.org/s[the survey] says. Two.\n\n"
        "* Item one.\n** Item https://e.org/2[two]\n  goes on. Last.\n"
    )
    reading = read("a.adoc", text)
    assert reading.document.title == "On ponds"
    assert [(c.line, c.column, c.claim) for c in reading.citations] == [
        (6, 1, "Water rises, as the survey says."),
        (9, 9, "Item two goes on."),
    ]


def test_footnotes_cite_at_their_marks(read: Read) -> None:
    text = (
        "Rises.footnote:[See https://e.org/1[one [1\\]], accessed 3 May 2021.] "
        "Falls footnote:n[https://e.org/2]. Again footnote:n[]."
    )
    reading = read("a.adoc", text)
    assert [(c.url, c.label, c.claim, c.accessed) for c in reading.citations] == [
        ("https://e.org/1", None, "Rises.", "2021-05-03"),
        ("https://e.org/2", "n", "Falls .", None),
        ("https://e.org/2", "n", "Again .", None),
    ]


def test_a_bibliographys_entry_is_cited_where_it_is_referred_to(read: Read) -> None:
    text = "Water rises <<doe>>. More.\n\n[bibliography]\n== Sources\n\n* [[[doe,1]]] Doe. https://e.org/d[Ponds].\n"
    (citation,) = read("a.adoc", text).citations
    assert (citation.url, citation.label, citation.line, citation.column) == ("https://e.org/d", "doe", 1, 13)
    assert citation.link_text == "Ponds"


def test_a_quotations_source_is_cited_for_the_quotation(read: Read) -> None:
    text = "[quote, A. Uthor, https://e.org/q]\n____\nWater rises. It falls.\n____\n"
    (citation,) = read("a.adoc", text).citations
    assert (citation.url, citation.line, citation.column, citation.claim) == ("https://e.org/q", 1, 19, "Water rises.")


def test_tables_are_read_cell_by_cell(read: Read) -> None:
    text = (
        "|===\n|Name |Where\n\n|Pond a|https://e.org/a[x]\n2+|https://e.org/b[y]\n|===\n\n"
        '[cols="1,2"]\n|===\n|Lake\n|https://e.org/c[z]\n\n'
        "|Sea\n|https://e.org/d[w] is\nlong enough to stand alone.\n|===\n"
    )
    reading = read("a.adoc", text)
    assert [(c.url, c.line, c.claim) for c in reading.citations] == [
        ("https://e.org/a", 4, "Pond | x"),
        ("https://e.org/b", 5, "y"),
        ("https://e.org/c", 11, "Lake | z"),
        ("https://e.org/d", 14, "w is long enough to stand alone."),
    ]


PATTERNS = ["https://e.org/[\n\n", "https://", "link:++", "link:", "footnote:[", "{a}", "`+", "<<a", "[[a", "|===\n|",
            "* a\n", "a::", "\\https://", ":a: {a}{a}\n", "----\n", "pass:[", "*a ", "image:x[",
            "https://e.org/["]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_as_the_text_does(read: Read, pattern: str) -> None:
    assert_linear(lambda size: lambda: read("a.adoc", pattern * (size // len(pattern))), 40_000)
