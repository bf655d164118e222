"""What plain text says of itself at its top, in every way of writing that has one; and subtitles in all their forms."""

import pytest

from crawler.model import Capture
from pipelines.extract import extract


def run(body: str, content_type: str, url: str = "https://site.test/a") -> Capture:
    return extract(body.encode(), url=url, content_type=content_type)


HEADS: list[tuple[str, str, str | None, tuple[str, ...], str | None]] = [
    (
        "text/org",
        "#+TITLE: Old Mills\n#+AUTHOR: Ada Moor\n#+DATE: <2024-03-05 Tue>\n\n* One\nText.",
        "Old Mills",
        ("Ada Moor",),
        "2024-03-05",
    ),
    (
        "text/asciidoc",
        "// note\n= Old Mills\nAda Moor <a@b.test>\nv1.0, 2024-03-05\n:toc:\n\n== One\n",
        "Old Mills",
        ("Ada Moor",),
        "2024-03-05",
    ),
    (
        "text/asciidoc",
        "= Old Mills\n:author: Ada Moor\n:revdate: 2024-03-05\n\nText.",
        "Old Mills",
        ("Ada Moor",),
        "2024-03-05",
    ),
    ("text/org", "* Old Mills :water:\n** Wheels\nText.", "Old Mills", (), None),
    ("text/plain", "* flour\n* salt\n", None, (), None),
    ("text/markdown", "## Old Mills\n\nText.\n", "Old Mills", (), None),
    ("text/markdown", "Text.\n\n## Wheels\n", None, (), None),
    ("text/x-wiki", "= Old Mills =\n\nText.", "Old Mills", (), None),
    ("text/plain", "== A section of something ==\n", "A section of something", (), None),
    ("text/plain", "== no title\n", None, (), None),
    (
        "text/x-rst",
        ".. x\n   y\n\n.. _top:\n\n=========\nOld Mills\n=========\n\n:Author: Ada Moor\n:Date: 2024-03-05\n\nText.",
        "Old Mills",
        ("Ada Moor",),
        "2024-03-05",
    ),
    ("text/x-rst", "Old ``Mills``\n~~~~~~~~~~~~~\n\nText.", "Old Mills", (), None),
    ("text/x-rst", "A paragraph that goes\non and has no title.\n", None, (), None),
    ("text/markdown", "Old Mills\n---------\n\nText.", "Old Mills", (), None),
    ("text/markdown", "---\nlayout: post\n---\n\nsome text.", None, (), None),
    (
        "text/markdown",
        "![b](x)\n\n<h1 align='center'><img src='l.png'>\nOld Mills</h1>\n\n# Install\n",
        "Old Mills",
        (),
        None,
    ),
    (
        "text/plain",
        "The Project Gutenberg eBook of Mills\n\nTitle: Old Mills\n\nAuthor: Ada Moor\n\nText.",
        "Old Mills",
        ("Ada Moor",),
        None,
    ),
    ("text/plain", "Old mills of the north\n\nThey turn daily.\n", "Old mills of the north", (), None),
    ("text/plain", "Dear Sir,\n\nThey turn daily.\n", None, (), None),
    ("text/plain", "They turn daily.\n\nAnd so on.\n", None, (), None),
    ("text/plain", "Old mills of the north\nturn daily.\n", None, (), None),
    ("text/csv", "Old mills\n\n1\n", None, (), None),
    (
        "text/plain",
        (
            "\n\nNetwork Working Group            A. Moor\nRequest for Comments: 9999    B. C. Hill, Ed.\n"
            "Category: Informational                 March 2024\n\n\n        Old Mills Protocol\n           (OMP)\n\n"
            "Abstract\n\n   Text.\n"
        ),
        "Old Mills Protocol (OMP)",
        ("A. Moor", "B. C. Hill"),
        "2024-03",
    ),
]


@pytest.mark.parametrize(("content_type", "body", "title", "authors", "date"), HEADS)
def test_plain_text_is_called_what_it_calls_itself(
    content_type: str, body: str, title: str | None, authors: tuple[str, ...], date: str | None
) -> None:
    metadata = run(body, content_type).metadata
    assert (metadata.title, metadata.authors, metadata.published_date) == (title, authors, date)


SUBTITLES = [
    (
        "text/vtt",
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nthe wheel\n\n00:02.000 --> 00:03.000\nthe wheel\nturns all\n\n"
            "00:03.000 --> 00:04.000\nturns all\nday long.\n"
        ),
        "the wheel turns all day long.",
    ),
    (
        "text/vtt",
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\n \nthe<00:01.400><c> wheel</c>\n\n"
            "00:02.000 --> 00:02.010\nthe wheel\n \n\n"
            "00:02.010 --> 00:03.000\nthe wheel\nturns\n\n00:03.000 --> 00:03.010\nturns\n \n"
        ),
        "the wheel turns",
    ),
    ("text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nNo.\n\n00:02.000 --> 00:03.000\nNo!\n", "No.\n\nNo!"),
    (
        "text/plain",
        (
            "1\n00:00:01,000 --> 00:00:02,000\n<i>The wheel</i>\nturns.\n\n2\n00:00:02,000 --> 00:00:03,000\n"
            "{\\an8}- Who says so?\n"
        ),
        "The wheel turns.\n\n- Who says so?",
    ),
    (
        "application/ttml+xml",
        (
            '<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><head><style id="s"/>'
            '</head><body><div><p end="2s">The wheel<br/>turns.</p><p><span>All</span> day.</p></div></body>'
            "</tt>"
        ),
        "The wheel turns.\n\nAll day.",
    ),
]


def test_a_line_of_semicolons_is_no_author() -> None:
    found = run(f"= Old Mills\n{'Ab;' * 5000}\n\nText.", "text/asciidoc")
    assert (found.metadata.title, found.metadata.authors) == ("Old Mills", ())


@pytest.mark.parametrize(("content_type", "body", "text"), SUBTITLES)
def test_subtitles_are_what_is_said(content_type: str, body: str, text: str) -> None:
    assert run(body, content_type).text == text
