"""reStructuredText: what cites, where, and what it is cited for."""

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
        ("`the survey <https://e.org/s>`_ says", [("https://e.org/s", "the survey")]),
        ("`the\nsurvey\n<https://e.org/\ns>`__ says", [("https://e.org/s", "the survey")]),
        ("`<https://e.org/s>`_", [("https://e.org/s", None)]),
        ("`Lake Report`_\n\n.. _lake  report: https://e.org/l", [("https://e.org/l", "Lake Report")]),
        ("Lake_, really.\n\n.. _Lake: https://e.org/l", [("https://e.org/l", "Lake")]),
        ("Lake_\n\n.. _Lake: https://e.org/\n   long/path", [("https://e.org/long/path", "Lake")]),
        ("Lake_\n\n.. _lake: sea_\n.. _sea: https://e.org/s", [("https://e.org/s", "Lake")]),
        ("A_ b_\n\n.. _a:\n.. _b: https://e.org/s", [("https://e.org/s", "A"), ("https://e.org/s", "b")]),
        ("`a: b`_\n\n.. _`a: b`: https://e.org/s", [("https://e.org/s", "a: b")]),
        ("one__ `two words`__\n\n__ https://e.org/1\n.. __: https://e.org/2",
         [("https://e.org/1", "one"), ("https://e.org/2", "two words")]),
        ("`a <https://e.org/a>`_ and `a`_", [("https://e.org/a", "a"), ("https://e.org/a", "a")]),
        ("`a <b_>`_\n\n.. _b: https://e.org/b", [("https://e.org/b", "a")]),
        ("`a <https://e.org/a\\_>`_", [("https://e.org/a_", "a")]),
        ("See https://e.org/bare_(x).", [("https://e.org/bare_(x)", None)]),
        ("**https://e.org/bold**", [("https://e.org/bold", None)]),
        ("<https://e.org/angle>", [("https://e.org/angle", None)]),
        ("https://e.org/a\\_b\\_c.", [("https://e.org/a_b_c", None)]),
        (":link:`text <https://e.org/role>` `x`:rst:", [("https://e.org/role", "text")]),
        (".. note:: See https://e.org/n\n   and https://e.org/m.\n\n   Then https://e.org/o.",
         [("https://e.org/n", None), ("https://e.org/m", None), ("https://e.org/o", None)]),
        (".. button-link:: https://e.org/b\n   :color: red", [("https://e.org/b", None)]),
        (".. toctree::\n   :maxdepth: 1\n\n   intro\n   Page <https://e.org/t>", [("https://e.org/t", None)]),
        (".. image:: https://e.org/i.png\n   :alt: Alt\n   :target: https://e.org/i", [("https://e.org/i", "Alt")]),
        (".. figure:: i.png\n   :target: a_\n\n   Caption `c <https://e.org/c>`__\n\n.. _a: https://e.org/a",
         [("https://e.org/a", "a"), ("https://e.org/c", "c")]),
        (":Home: https://e.org/h\n:Other: x", [("https://e.org/h", None)]),
        ("term : class\n  Def `a <https://e.org/a>`_.", [("https://e.org/a", "a")]),
        (".. raw:: html\n\n   <p><a href='https://e.org/raw'>x</a></p>", [("https://e.org/raw", "x")]),
    ],
)  # fmt: skip
def test_each_form_of_a_link_cites_what_stands_there(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    reading = read("a.rst", text)
    assert cited(reading) == expected
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("``https://e.org/`` `https://e.org/`", {"URL in code": 2}),
        ("So::\n\n  https://e.org/\n\n  https://e.org/\n\nEnd", {"URL in code": 2}),
        ("So::\n\n> https://e.org/\n> x\n\nEnd", {"URL in code": 1}),
        ("- item::\n\n    https://e.org/", {"URL in code": 1}),
        (".. code-block:: sh\n   :caption: x\n\n   curl https://e.org/\n\nEnd", {"URL in code": 1}),
        (">>> get('https://e.org/')\n'https://e.org/'", {"URL in code": 2}),
        (".. https://e.org/\n   https://e.org/", {"URL in a comment": 2}),
        (".. note: https://e.org/", {"URL in a comment": 1}),
        (".. image:: https://e.org/i.png", {"image": 1}),
        (".. include:: other.rst", {"include": 1}),
        (":rfc:`2119` :pep:`8` :doc:`/intro`", {"role that makes a link": 2, "cross-reference": 1}),
        ("here_ nowhere_\n\n.. _here:\n\nText", {"cross-reference": 1, "reference without a target": 1}),
        (".. _a: https://e.org/", {"link definition that no link uses": 1}),
        ("`a <other.html>`_ `b <mailto:a@e.org>`_", {"relative link": 1, "mailto link": 1}),
        ("a snake_case_word __init__ and *args", {}),
    ],
)
def test_what_cites_nothing_is_counted(read: Read, text: str, expected: dict[str, int]) -> None:
    reading = read("a.rst", text)
    assert reading.citations == ()
    assert reading.ignored_counts == expected


def test_places_claims_and_the_title_are_exact(read: Read) -> None:
    text = (
        "=======\nOn pond\n=======\n\nOne. Water *rises*, as `the\nsurvey <https://e.org/s>`_ says. Two.\n\n"
        "* Item one.\n* Item `two <https://e.org/2>`_\n  goes on. Last.\n"
    )
    reading = read("a.rst", text)
    assert reading.document.title == "On pond"
    assert [(c.line, c.column, c.claim) for c in reading.citations] == [
        (5, 24, "Water rises, as the survey says."),
        (9, 8, "Item two goes on."),
    ]


def test_footnotes_and_citations_cite_at_their_marks(read: Read) -> None:
    text = (
        "Numbered [1]_. Auto [#]_. Named [#n]_. Symbol [*]_. Cited [CIT2002]_.\n\n"
        ".. [1] https://e.org/1\n.. [#] A. `Two <https://e.org/2>`_,\n   retrieved 3 May 2021.\n"
        ".. [#n] https://e.org/n\n.. [*] https://e.org/s\n.. [CIT2002] Doe,\n\n   https://e.org/c\n\nhttps://e.org/after\n"
    )
    reading = read("a.rst", text)
    assert [(c.url, c.label, c.column, c.claim) for c in reading.citations] == [
        ("https://e.org/1", "1", 10, "Numbered."),
        ("https://e.org/2", "2", 21, "Auto."),
        ("https://e.org/n", "n", 33, "Named."),
        ("https://e.org/s", "*", 47, "Symbol."),
        ("https://e.org/c", "CIT2002", 59, "Cited."),
        ("https://e.org/after", None, 1, "https://e.org/after"),
    ]
    assert reading.citations[1].accessed == "2021-05-03"


def test_a_substitution_cites_where_it_is_used(read: Read) -> None:
    text = (
        "|badge| Water, says |s|. Again |s|.\n\n.. |s| replace:: `the survey <https://e.org/s>`__\n"
        ".. |badge| image:: b.svg\n   :alt: Build\n   :target: https://e.org/b\n"
    )
    reading = read("a.rst", text)
    assert [(c.url, c.line, c.column, c.claim) for c in reading.citations] == [
        ("https://e.org/b", 1, 1, "|badge| Water, says the survey."),
        ("https://e.org/s", 1, 21, "|badge| Water, says the survey."),
        ("https://e.org/s", 1, 32, "Again the survey."),
    ]


def test_tables_are_read_cell_by_cell(read: Read) -> None:
    text = (
        "+------+-----------------------+\n| Pond | `a                    |\n|      | <https://e.org/a>`_   |\n"
        "+======+=======================+\n| Lake | https://e.org/b       |\n+------+-----------------------+\n\n"
        "====  =====\nName  Where\n====  =====\nSea   https://e.org/c\n====  =====\n"
    )
    reading = read("a.rst", text)
    assert [(c.url, c.line, c.column, c.claim) for c in reading.citations] == [
        ("https://e.org/a", 2, 10, "Pond | a"),
        ("https://e.org/b", 5, 10, "Lake | https://e.org/b"),
        ("https://e.org/c", 11, 7, "Sea | https://e.org/c"),
    ]


PATTERNS = ["`a ", "``", "`` ", "[1]_ ", "|a ", "a+", "a_ ", "=== ===\nx\n", "+-+\n", ".. [#] x\n", "x::\n\n", "* ",
            "  " * 9, ".. _a:\n", ":a:`", "\\`", "https://e.org/\\_", "- ", "`a <"]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_as_the_text_does(read: Read, pattern: str) -> None:
    assert_linear(lambda size: lambda: read("a.rst", pattern * (size // len(pattern))), 40_000)
