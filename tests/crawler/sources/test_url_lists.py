"""Plain text: lists of URLs, and prose whose sentences run over lines."""

import pytest
from growth import assert_linear
from source_files import Read


@pytest.mark.parametrize(
    ("line", "urls"),
    [
        ("https://e.org/a, https://e.org/b", ["https://e.org/a", "https://e.org/b"]),
        ("https://e.org/a,https://e.org/b;https://e.org/c", ["https://e.org/a", "https://e.org/b", "https://e.org/c"]),
        ("https://e.org/a https://e.org/b\thttps://e.org/c", ["https://e.org/a", "https://e.org/b", "https://e.org/c"]),
        ("https://e.org/a. It says more.", ["https://e.org/a"]),
        ("https://e.org/a，下一个", ["https://e.org/a"]),
        ("https://e.org/a、https://e.org/b", ["https://e.org/a", "https://e.org/b"]),
        ("www.e.org/a", ["http://www.e.org/a"]),
        ("doi:10.1234/abc.", ["https://doi.org/10.1234/abc"]),
        ("10.1234/abc", ["https://doi.org/10.1234/abc"]),
        (
            "As doi:10.1234/abc and https://doi.org/10.1234/x. say",
            ["https://doi.org/10.1234/abc", "https://doi.org/10.1234/x"],
        ),
        ("Exactly <https://e.org/a.>, <URL:https://e.org/b>", ["https://e.org/a.", "https://e.org/b"]),
        ("example.com", ["example.com"]),
        ("e.org/path", ["e.org/path"]),
    ],
)
def test_a_line_cites_each_of_its_urls(read: Read, line: str, urls: list[str]) -> None:
    assert [c.url for c in read("a.txt", line).citations] == urls


@pytest.mark.parametrize("word", ["ruamel.yaml", "zope.interface", "README.md", "setup.py", "v1.2", "node.js", "e.g."])
def test_a_word_with_a_dot_is_no_url(read: Read, word: str) -> None:
    reading = read("a.txt", f"{word}\nhttps://e.org/a\n")
    assert [c.url for c in reading.citations] == ["https://e.org/a"]
    assert (reading.skipped, reading.ignored_counts) == ((), {"line without a URL": 1})


@pytest.mark.parametrize(
    ("line", "column", "title", "claim"),
    [
        ("https://e.org/ A title", 1, "A title", None),
        ("https://e.org/ | A title", 1, "A title", None),
        ("https://e.org/ - A title", 1, "A title", None),
        ("  - https://e.org/", 5, None, None),
        ("12. https://e.org/\tA title", 5, "A title", None),
        ("[3] A title: https://e.org/", 14, "A title", "A title: https://e.org/"),
        ("A title\thttps://e.org/", 9, "A title", None),
        ("A title | https://e.org/", 11, "A title", None),
        ("* A title – https://e.org/", 13, "A title", None),
        ("> Water rises, says https://e.org/.", 21, None, "Water rises, says https://e.org/."),
        ("https://e.org/ says that water rises.", 1, None, "https://e.org/ says that water rises."),
        ("Water rises <https://e.org/|as they say>.", 14, "as they say", "Water rises as they say."),
    ],
)
def test_an_entry_keeps_its_title_and_prose_its_claim(
    read: Read, line: str, column: int, title: str | None, claim: str | None
) -> None:
    (citation,) = read("a.txt", line).citations
    assert (citation.url, citation.column, citation.link_text, citation.claim) == (
        "https://e.org/",
        column,
        title,
        claim,
    )


def test_a_claim_runs_over_the_lines_of_a_paragraph(read: Read) -> None:
    reading = read(
        "a.txt",
        "Zero. Water rises, as the report of the last year shows in all its tables, see\n"
        "https://e.org/a, which many wrote. It goes\n\ton.\n\nNew paragraph https://e.org/b\n"
        "> quoted, as http://e.org/c says (accessed 2020-05-02).\n",
    )
    claim = (
        "Water rises, as the report of the last year shows in all its tables, see https://e.org/a, which many wrote."
    )
    assert [(c.line, c.column, c.claim, c.accessed) for c in reading.citations] == [
        (2, 1, claim, None),
        (5, 15, "New paragraph https://e.org/b", None),
        (6, 14, "quoted, as http://e.org/c says (accessed 2020-05-02).", "2020-05-02"),
    ]


def test_a_url_broken_over_lines_is_joined_only_in_angle_brackets(read: Read) -> None:
    reading = read(
        "a.txt",
        "See <URL:https://e.org/very/\n  long/\n  path.html> here.\n\n> <https://e.org/quoted/\n> part>\n\nhttps://e.org/a/\nb\n",
    )
    assert [(c.url, c.line, c.column) for c in reading.citations] == [
        ("https://e.org/very/long/path.html", 1, 10),
        ("https://e.org/quoted/part", 5, 4),
        ("https://e.org/a/", 8, 1),
    ]
    assert reading.citations[0].claim == "See https://e.org/very/long/path.html here."


def test_urls_in_comments_are_counted(read: Read) -> None:
    reading = read("a.txt", "# see https://e.org/a\n# no URL\nhttps://e.org/b\n")
    assert [c.url for c in reading.citations] == ["https://e.org/b"]
    assert reading.ignored_counts == {"URL in a comment": 1, "comment": 1}


@pytest.mark.parametrize(
    "piece", ["<http://a", "<http://a\n", "word ", "word\n", "- ", "> ", "a - ", "doi:10.1/", "http://a <", "\t"]
)
def test_a_text_is_read_in_linear_time(read: Read, piece: str) -> None:
    assert_linear(lambda count: lambda: read("a.txt", piece * count + "https://e.org/"), 4_000)
