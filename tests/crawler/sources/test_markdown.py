"""Markdown and MDX: what cites, its position, and the claim that it supports."""

from typing import Any

import pytest
from source_files import Read


def urls(reading: Any) -> list[str]:
    return [citation.url or citation.resource_id for citation in reading.citations]


def one(reading: Any) -> Any:
    (citation,) = reading.citations
    return citation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](https://e.org/x)", ["https://e.org/x"]),
        ("[a](https://e.org/Foo_(bar))", ["https://e.org/Foo_(bar)"]),
        ("[a](https://e.org/?a=1&amp;b=2)", ["https://e.org/?a=1&b=2"]),
        ("[a](https://E.org:443/ü%20x?q=a|b#f)", ["https://E.org:443/ü%20x?q=a|b#f"]),
        ("[a](<https://e.org/a b>)", ["https://e.org/a b"]),
        ("[a][r]\n\n[r]: https://e.org/r 'T'", ["https://e.org/r"]),
        ("[r]\n\n[r]: https://e.org/r", ["https://e.org/r"]),
        ("<https://e.org/auto>", ["https://e.org/auto"]),
        ("See https://e.org/bare_x_y.", ["https://e.org/bare_x_y"]),
        ("(see https://e.org/a_(b))", ["https://e.org/a_(b)"]),
        ("**https://e.org/bold**, yes", ["https://e.org/bold"]),
        ("https://web.archive.org/web/2020/https://e.org/", ["https://web.archive.org/web/2020/https://e.org/"]),
        ("https://e.org/[^1]", ["https://e.org/"]),
        ("[https://e.org/x](https://e.org/y)", ["https://e.org/y"]),
        ("参见https://e.org/x。然后", ["https://e.org/x"]),
        ('<a href="https://e.org/h?a&amp;b">x</a>', ["https://e.org/h?a&b"]),
        ('<div>\n<p><a href="https://e.org/block">x</a></p>\n</div>', ["https://e.org/block"]),
        ("`https://e.org/code` and\n\n```\nhttps://e.org/fence\n```\n\n    https://e.org/indented", []),
        ("<!-- https://e.org/comment -->", []),
        ("![alt](https://e.org/i.png)", []),
        ("[![alt](https://e.org/i.png)](https://e.org/page)", ["https://e.org/page"]),
    ],
)
def test_cites_each_usual_form_exactly_as_written(read: Read, text: str, expected: list[str]) -> None:
    assert urls(read("a.md", text)) == expected


def test_counts_links_that_are_not_citations(read: Read) -> None:
    text = "[a](b.md) [a](/c) [a](#d) [a](mailto:x@y.z) [a](tel:1) [a]() ![i](x.png) `http://c/` <!-- http://d/ -->"
    reading = read("a.md", text)
    assert reading.citations == ()
    assert reading.ignored_counts == {
        "URL in a comment": 1, "URL in code": 1, "anchor": 1, "empty link": 1, "image": 1, "mailto link": 1,
        "relative link": 2, "tel link": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://[::1/", "http://e.org:99999/", "ftp://e.org/x", "data:text/plain,x",
            "https://e.org/" + "x" * 3000],
)  # fmt: skip
def test_a_url_that_can_never_be_fetched_is_cited_with_a_complaint(read: Read, url: str) -> None:
    reading = read("a.md", f"Line one.\n\n[a](<{url}>)")
    assert urls(reading) == [url]
    (skipped,) = reading.skipped
    assert (skipped.line, skipped.url) == (3, url[:200])


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("[^1]: [T](https://e.org/1)", [("https://e.org/1", "T")]),
        ('[^1]: A. Uthor, "[T](https://e.org/1)," *Journal*, 2020.', [("https://e.org/1", "T")]),
        ("[^1]: https://e.org/1", [("https://e.org/1", None)]),
        ("[^1]: [T](https://e.org/1); [U](https://e.org/2)", [("https://e.org/1", "T"), ("https://e.org/2", "U")]),
        ("[^1]: First\n    line.\n\n    [T](https://e.org/1)", [("https://e.org/1", "T")]),
        ("[^1]: > quoted [T](https://e.org/1)", [("https://e.org/1", "T")]),
    ],
)
def test_a_footnote_cites_at_its_mark(read: Read, definition: str, expected: list[Any]) -> None:
    reading = read("a.md", f"Before. The claim is bold.[^1] After.\n\n{definition}\n")
    found = [(c.url, c.link_text) for c in reading.citations]
    assert found == expected
    for citation in reading.citations:
        assert (citation.line, citation.column, citation.label) == (1, 27, "1")
        assert citation.claim == "The claim is bold."


def test_a_footnote_used_twice_cites_twice_each_with_its_own_claim(read: Read) -> None:
    reading = read("a.md", "One.[^n] Two.\n\n- Three[^n]\n\n[^n]: https://e.org/\n")
    assert [(c.line, c.column, c.claim) for c in reading.citations] == [(1, 5, "One."), (3, 8, "Three")]


def test_a_footnote_after_an_exclamation_mark_is_no_image(read: Read) -> None:
    reading = read("a.md", "It is so![^n] Next. ![^n](https://e.org/i.png)\n\n[^n]: https://e.org/\n")
    assert [(c.url, c.claim) for c in reading.citations] == [("https://e.org/", "It is so!")]
    assert reading.ignored_counts == {"image": 1}


def test_an_unused_footnote_cites_at_its_definition(read: Read) -> None:
    citation = one(read("a.md", "Text.\n\n[^n]: See [T](https://e.org/).\n"))
    assert (citation.line, citation.column, citation.label, citation.claim) == (3, 11, "n", "See T.")


def test_undefined_linkless_and_duplicate_footnotes_are_reported(read: Read) -> None:
    text = "A[^x] b[^x] c[^y] d[^z].\n\n[^y]: no link\n\n[^z]: https://e.org/1\n[^z]: https://e.org/2\n"
    reading = read("a.md", text)
    assert reading.ignored_counts["footnote mark without a definition"] == 2
    assert reading.ignored_counts["footnote without a link"] == 1
    assert [(s.line, s.reason) for s in reading.skipped] == [
        (1, "footnote [^x] has no definition, and 1 more"),
        (6, "footnote [^z] is defined twice: the first definition counts"),
    ]
    assert urls(reading) == ["https://e.org/1", "https://e.org/2"]


def test_inline_footnotes_cite_at_their_mark(read: Read) -> None:
    reading = read("a.md", "So it is.^[See [T](https://e.org/1) and <https://e.org/2>, retrieved 2024-01-02.] Then.")
    assert [(c.url, c.column, c.claim, c.accessed) for c in reading.citations] == [
        ("https://e.org/1", 10, "So it is.", "2024-01-02"),
        ("https://e.org/2", 10, "So it is.", "2024-01-02"),
    ]


def test_positions_are_exact_in_paragraphs_lists_quotes_and_tables(read: Read) -> None:
    text = (
        "---\ntitle: T\n---\n"
        "Para [a](https://e.org/) and [a](https://e.org/)\n"
        "  second line [a](https://e.org/)\n\n"
        "> quote\n> > deep [a](https://e.org/)\n\n"
        "1. item\n   - inner\n     more [a](https://e.org/)\n\n"
        "-\ttab [a](https://e.org/)\n\n"
        "| x | y |\n|---|---|\n| a \\| b | [a](https://e.org/) x \\| [a](https://e.org/) |\n"
        "| B |  | [cut](https://e.org/) |\n\n"
        "## Head [a](https://e.org/) ##\n\n"
        "[^1]: note [a](https://e.org/)\n"
    )
    reading = read("a.md", text)
    lines = text.split("\n")
    places = [(c.line, c.column) for c in reading.citations]
    assert len(places) == len(set(places)) == 10
    for line, column in places:
        assert lines[line - 1][column - 1 :].startswith("[a](https://e.org/)")


def test_windows_line_ends_give_the_same_positions(read: Read) -> None:
    text = "---\ntitle: T\n---\n\nOne\ntwo [a](https://e.org/) x[^1]\n\n[^1]: https://e.org/2\n"
    unix, windows = read("a.md", text), read("b.md", text.replace("\n", "\r\n"))
    assert unix.citations == windows.citations
    assert [(c.line, c.column) for c in unix.citations] == [(6, 5), (6, 26)]


def test_claims_contain_no_markup(read: Read) -> None:
    text = (
        "The **bold** *claim* of `code` &amp; <b>tags</b>\\$5 [link](https://e.org/) stands.[^1] More.[^1]\n\n[^1]: x"
    )
    assert one(read("a.md", text)).claim == "The bold claim of code & tags$5 link stands."


def test_the_claim_in_a_table_is_the_cells_sentence_or_else_the_row(read: Read) -> None:
    text = (
        "| A | B |\n|--|--|\n"
        "| Fact | The sky is blue. It [rains](https://e.org/1) a lot. |\n"
        "| Fact | [src](https://e.org/2) |\n"
    )
    assert [c.claim for c in read("a.md", text).citations] == ["It rains a lot.", "Fact | src"]


def test_front_matter_names_the_document_and_its_sources(read: Read) -> None:
    text = "---\ntitle: My page\npageType: risk\nquality: 65.5\nsources:\n  - https://e.org/1\n  - url: https://e.org/2\n---\nx"
    reading = read("notes/index.md", text)
    document = reading.document
    assert (document.path, document.name, document.title, document.type, document.quality) == (
        "notes/index.md", "notes", "My page", "risk", 65.5,
    )  # fmt: skip
    assert [(c.url, c.line) for c in reading.citations] == [("https://e.org/1", 6), ("https://e.org/2", 7)]


def test_toml_front_matter_is_read_too(read: Read) -> None:
    assert read("a.md", '+++\ntitle = "T"\n+++\nx').document.title == "T"


@pytest.mark.parametrize("matter", ["---\ntitle: [a\nx: 1\n---\n", '+++\ntitle = "a\n+++\n'])
def test_broken_front_matter_is_skipped_and_the_text_is_read(read: Read, matter: str) -> None:
    reading = read("a.md", matter + "[a](https://e.org/)\n")
    assert urls(reading) == ["https://e.org/"]
    assert "front matter is not valid" in reading.skipped[0].reason
    assert reading.skipped[0].line in (2, 3, 4)


def test_mdx_elements_cite_resources_and_links(read: Read) -> None:
    text = (
        "import {R} from '@components'\n\nexport const x = {\n  url: 'https://e.org/code',\n}\n\n"
        'See <R id="d2f67176f1bc7b5b">LLaMA **leak**</R> now. <EntityLink id="some-slug">Slug</EntityLink>.\n\n'
        "<Card href=\"https://e.org/1\" /> <Card href={'https://e.org/2'}>two</Card> <Card "
        "href={computed}>no</Card>\n\n"
        "{/* https://e.org/comment */}\n\n"
        '<Mermaid chart={`\ngraph TD\n\n  A[x] --> B{y}\n  click A "https://e.org/chart"\n`} />\n\n'
        "<Callout>\n    Indented [four](https://e.org/3) spaces.\n</Callout>\n"
        'a <5% [five](https://e.org/4) and **<R id="0123456789abcdef">six</R>**.\n'
    )
    reading = read("a.mdx", text)
    assert urls(reading) == [
        "d2f67176f1bc7b5b", "https://e.org/1", "https://e.org/2", "https://e.org/3", "https://e.org/4",
        "0123456789abcdef",
    ]  # fmt: skip
    first = reading.citations[0]
    assert (first.line, first.column, first.link_text, first.claim) == (7, 5, "LLaMA leak", "See LLaMA leak now.")
    assert reading.citations[-1].claim == "a <5% five and six."
    assert reading.ignored_counts["link made by an expression"] == 1
    assert reading.ignored_counts["URL in a comment"] == 1


def test_prose_may_begin_with_import_or_export(read: Read) -> None:
    text = "export controls are [strict](https://e.org/1).\n\nimport taxes [rise](https://e.org/2).\n"
    assert urls(read("a.mdx", text)) == ["https://e.org/1", "https://e.org/2"]


def test_a_large_document_is_read_whole(read: Read) -> None:
    block = (
        "Some **prose** with a [link](https://e.org/x) and a note.[^1] And so it goes on, and on.\n\n"
        "| a | b |\n|--|--|\n| c | https://e.org/y |\n\n"
    )
    text = "# T\n\n" + block * 1500 + "[^1]: https://e.org/n\n"
    assert len(read("a.md", text).citations) == 4500
