"""Front matter: what is, what is not, and what it cites."""

from typing import Any

import pytest
from source_files import Read


def urls(reading: Any) -> list[str]:
    return [citation.url for citation in reading.citations]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\n---\n",
        "---\ntitle: T\n...\n",
        "---  \ntitle: T\n---\t\n",
        "---yaml\ntitle: T\n---\n",
        "---\n\ntitle: T\n---\n",
        '---toml\ntitle = "T"\n---\n',
        '+++\ntitle = "T"\n+++\n',
        ';;;\n"title": "T"\n;;;\n'.replace('"title": "T"', '{"title": "T"}'),
        '---json\n{"title": "T"}\n---\n',
        '{\n  "title": "T"\n}\n',
    ],
)
def test_front_matter_is_read_in_its_usual_forms(read: Read, text: str) -> None:
    reading = read("a.md", f"{text}[a](https://e.org/1)\n")
    assert reading.document.title == "T"
    assert urls(reading) == ["https://e.org/1"]
    assert reading.skipped == ()


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nMinutes: [a](https://e.org/1).\n\n---\n",
        "---\n\nNote well. That is: [a](https://e.org/1)\n\n---\n",
        "---\n\nAs the minutes of the week say: https://e.org/1\n\n---\n",
        "---\n- [a](https://e.org/1)\n---\n",
        "---\nJust prose, [a](https://e.org/1).\n---\n",
        "---\n[a](https://e.org/1)\n",
        "---\n---\n[a](https://e.org/1)\n",
        '{"a": 1} and [a](https://e.org/1)\n',
        "{{< x >}} [a](https://e.org/1)\n",
    ],
)
def test_a_rule_as_the_first_line_is_no_front_matter(read: Read, text: str) -> None:
    reading = read("a.md", text)
    assert urls(reading) == ["https://e.org/1"]
    assert reading.skipped == ()


def test_urls_in_front_matter_that_cannot_be_read_are_counted(read: Read) -> None:
    reading = read("a.md", "---\ntitle: 'a\nurl: https://e.org/1\n---\nx\n")
    assert reading.ignored_counts == {"URL in front matter that cannot be read": 1}
    assert "front matter is not valid YAML" in reading.skipped[0].reason


CITING = [
    ("source: https://e.org/1", None),
    ('source: "https://e.org/1"', None),
    ("source: <https://e.org/1>", None),
    ('source: "[A page](https://e.org/1)"', "A page"),
    ('Quelle: "A page (https://e.org/1)"', "A page"),
    ("sources:\n  - https://e.org/1", None),
    ("sources: [https://e.org/1]", None),
    ("related:\n  - title: A page\n    link: https://e.org/1", "A page"),
    ("resources:\n  - name: A page\n    href: https://e.org/1", "A page"),
    ("any key: https://e.org/1", None),
    ("nested:\n  deep:\n    key: https://e.org/1", None),
    ('summary: "See [A page](https://e.org/1)."', "A page"),
    ("sources: |\n  first https://e.org/1, and so on", None),
]


@pytest.mark.parametrize(("matter", "text"), CITING)
def test_a_value_that_is_a_link_cites_at_its_place(read: Read, matter: str, text: str | None) -> None:
    whole = f"---\ntitle: T\n{matter}\n---\nx\n"
    (citation,) = read("a.md", whole).citations
    assert (citation.url, citation.link_text) == ("https://e.org/1", text)
    assert whole.split("\n")[citation.line - 1][citation.column - 1 :].startswith("https://e.org/1")


@pytest.mark.parametrize(
    "text", ['+++\n[params]\nlink = "https://e.org/1"\n+++\n', '{"a": 1,\n "link": ["https://e.org/1"]}\n']
)
def test_places_are_exact_in_toml_and_json(read: Read, text: str) -> None:
    (citation,) = read("a.md", text).citations
    assert text.split("\n")[citation.line - 1][citation.column - 1 :].startswith("https://e.org/1")


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("cover: https://e.org/1", "image"),
        ("cover:\n  image: https://e.org/1", "image"),
        ("thumbnail: https://e.org/1", "image"),
        ("author: {name: X, url: https://e.org/1}", "URL in front matter that is no link"),
        ("$schema: https://e.org/1", "URL in front matter that is no link"),
        ("description: from https://e.org/1 on", "URL in front matter that is no link"),
    ],
)
def test_what_is_no_link_is_counted_with_its_place(read: Read, matter: str, reason: str) -> None:
    reading = read("a.md", f"---\n{matter}\n---\nx\n")
    assert reading.citations == ()
    (ignored,) = reading.ignored
    assert (ignored.reason, ignored.text) == (reason, "https://e.org/1")
    assert ignored.line == 2 + matter.count("\n", 0, matter.index("https"))


def test_a_doi_is_a_link_to_its_resolver(read: Read) -> None:
    assert urls(read("a.md", "---\ndoi: 10.1234/x\n---\n")) == ["https://doi.org/10.1234/x"]


REFERENCES = (
    "---\nreferences:\n- id: doe\n  title: Ponds\n  URL: https://e.org/ponds\n"
    "- id: roe\n  title: Lakes\n  DOI: 10.1234/lakes\n- id: poe\n  title: Seas\n---\n\n"
)


def test_references_cite_where_the_text_marks_them(read: Read) -> None:
    reading = read("a.md", f"{REFERENCES}Ponds are small [@doe, p. 4]. See @roe too, [@doe; @roe].\n")
    assert [(c.url, c.line, c.column, c.label, c.link_text) for c in reading.citations] == [
        ("https://e.org/ponds", 13, 17, "@doe", "Ponds"),
        ("https://doi.org/10.1234/lakes", 13, 35, "@roe", "Lakes"),
        ("https://e.org/ponds", 13, 45, "@doe", "Ponds"),
        ("https://doi.org/10.1234/lakes", 13, 45, "@roe", "Lakes"),
    ]
    assert reading.citations[0].claim == "Ponds are small."
    assert [(record.url, record.title) for record in reading.records] == [
        ("https://e.org/ponds", "Ponds"), ("https://doi.org/10.1234/lakes", "Lakes"),
    ]  # fmt: skip
    assert reading.ignored_counts == {"entry without a URL": 1}


def test_references_that_no_mark_uses_cite_in_the_front_matter(read: Read) -> None:
    reading = read("a.md", f"{REFERENCES}Nothing.\n")
    assert [(c.url, c.line, c.column) for c in reading.citations] == [
        ("https://e.org/ponds", 5, 8), ("https://doi.org/10.1234/lakes", 8, 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("So [@doe] it is.", [4]),
        ("So [-@doe] it is.", [4]),
        ("So [see @doe, pp. 3-4; also @doe] it is.", [4, 4]),
        ("So [@{doe}, p. 4] it is.", [4]),
        ("So says @doe.", [9]),
        ("So says @doe [p. 4].", [9]),
        ("So {cite}`doe` or {cite:p}`doe,doe`.", [4, 19, 19]),
        ("So \\cite[p. 4]{doe} and \\citep{doe}.", [4, 25]),
        ("So.[^1]\n\n[^1]: See [@doe].", [4]),
        ("| a | b |\n|---|---|\n| So | [@doe] |", [8]),
        ("`[@doe]` and doe@doe.org and [x @doe](y.md) and \\@doe", []),
    ],
)
def test_a_citation_key_cites_where_it_stands(read: Read, folder: Any, text: str, columns: list[int]) -> None:
    (folder / "r.bib").write_text("@misc{doe, title={T}, url={https://e.org/doe}}")
    reading = read("a.md", f"---\nbibliography: r.bib\n---\n\n{text}\n")
    assert [(c.url, c.label, c.column) for c in reading.citations] == [
        ("https://e.org/doe", "@doe", column) for column in columns
    ]


def test_a_key_that_nothing_explains_is_counted(read: Read) -> None:
    reading = read("a.md", "So [@doe] it is, says @someone.\n")
    assert reading.citations == ()
    assert reading.ignored_counts == {"citation key without an entry": 1}
