"""Org: what cites, where, and what it is cited for."""

from pathlib import Path
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
        ("[[https://e.org/s][the *survey*]] says", [("https://e.org/s", "the survey")]),
        ("[[https://e.org/s]] [[https://e.org/a\\[1\\]][x [y] z]]",
         [("https://e.org/s", None), ("https://e.org/a[1]", "x [y] z")]),
        ("See <https://e.org/a>, https://e.org/b.", [("https://e.org/a", None), ("https://e.org/b", None)]),
        ("*https://e.org/bold* /[[https://e.org/i][i]]/", [("https://e.org/bold", None), ("https://e.org/i", "i")]),
        ("#+LINK: gh https://e.org/%s.git\n[[gh:a/b][repo]]", [("https://e.org/a/b.git", "repo")]),
        ("[[doi:10.1234/x][X]]", [("https://doi.org/10.1234/x", "X")]),
        ("* Pond\n:PROPERTIES:\n:ID: 1\n:URL: https://e.org/p\n:ROAM_REFS: https://e.org/q\n:END:",
         [("https://e.org/p", None), ("https://e.org/q", None)]),
        ("#+BEGIN_QUOTE\nhttps://e.org/q\n#+END_QUOTE", [("https://e.org/q", None)]),
        ("#+CAPTION: From https://e.org/c\n- term :: https://e.org/t",
         [("https://e.org/c", None), ("https://e.org/t", None)]),
    ],
)  # fmt: skip
def test_each_form_of_a_link_cites_what_stands_there(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    reading = read("a.org", text)
    assert cited(reading) == expected
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#+begin_src sh\ncurl https://e.org/\n#+end_src\n: https://e.org/", {"URL in code": 2}),
        ("=https://e.org/?a=b= and ~https://e.org/~", {"URL in code": 2}),
        ("# https://e.org/\n#+BEGIN_COMMENT\nhttps://e.org/\n#+END_COMMENT", {"URL in a comment": 2}),
        ("* COMMENT Old\nhttps://e.org/\n** Sub\nhttps://e.org/\n", {"URL in a comment": 2}),
        ("[[file:a.org][x]] [[./b.png]] [[attachment:c.pdf]]", {"relative link": 3}),
        ("[[id:123][x]] [[*Heading]] [[#custom][y]]", {"cross-reference": 3}),
        ("[[mailto:a@e.org][x]]", {"mailto link": 1}),
        ("#+INCLUDE: other.org", {"include": 1}),
        ("a_b /usr/bin and 1 * 2 * 3", {}),
    ],
)
def test_what_cites_nothing_is_counted(read: Read, text: str, expected: dict[str, int]) -> None:
    reading = read("a.org", text)
    assert reading.citations == ()
    assert reading.ignored_counts == expected


def test_places_claims_and_the_title_are_exact(read: Read) -> None:
    text = (
        "#+TITLE: On /ponds/\n\nOne. Water *rises*, as\n[[https://e.org/s][the survey]] says. Two.\n\n"
        "- Item one.\n  - Item [[https://e.org/2][two]]\n    goes on. Last.\n| Pond | https://e.org/3 |\n"
    )
    reading = read("a.org", text)
    assert reading.document.title == "On ponds"
    assert [(c.line, c.column, c.claim) for c in reading.citations] == [
        (4, 1, "Water rises, as the survey says."),
        (7, 10, "Item two goes on."),
        (9, 10, "Pond | https://e.org/3"),
    ]


def test_footnotes_cite_at_their_marks(read: Read) -> None:
    text = (
        "Rises [fn:1]. Falls [fn:: See [[https://e.org/2][two]]]. Again [fn:n: https://e.org/3] and [fn:n].\n\n"
        "[fn:1] First,\nhttps://e.org/1, accessed 3 May 2021.\n\n\nAfter https://e.org/after\n"
    )
    assert [(c.url, c.label, c.claim, c.accessed) for c in read("a.org", text).citations] == [
        ("https://e.org/1", "1", "Rises.", "2021-05-03"),
        ("https://e.org/2", None, "Falls.", None),
        ("https://e.org/3", "n", "Again and.", None),
        ("https://e.org/3", "n", "Again and.", None),
        ("https://e.org/after", None, "After https://e.org/after", None),
    ]


@pytest.mark.parametrize(
    ("mark", "claim"),
    [
        ("Water rises [cite:see @doe p. 4; @roe]. Two.", "Water rises."),
        ("Water rises cite:doe,roe. Two.", "Water rises."),
        ("Water rises [[cite:&doe;&roe]]. Two.", "Water rises."),
        ("As [cite/t:@doe;@roe] say. Two.", "As [@doe][@roe] say."),
        ("As citet:doe,roe say. Two.", "As [@doe][@roe] say."),
    ],
)
def test_a_citation_key_cites_its_entrys_url(read: Read, folder: Path, mark: str, claim: str) -> None:
    (folder / "refs.bib").write_text("@misc{doe, url = {https://e.org/d}}\n@misc{roe, url = {https://e.org/r}}\n")
    reading = read("a.org", f"#+bibliography: refs.bib\n\nOne. {mark}")
    assert [(c.url, c.label, c.claim) for c in reading.citations] == [
        ("https://e.org/d", "@doe", claim), ("https://e.org/r", "@roe", claim),
    ]  # fmt: skip


PATTERNS = ["[[a", "[[a][", "[fn:1:", "=a ", "[cite:", "* a\n", "cite:a,", "| a ", "#+begin_src\n", "src_a{",
            "citecite", ":a:\n", "https://e.org/a "]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_as_the_text_does(read: Read, pattern: str) -> None:
    assert_linear(lambda size: lambda: read("a.org", pattern * (size // len(pattern))), 40_000)
