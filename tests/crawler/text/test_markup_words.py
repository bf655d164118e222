"""All that the markup of a page says, without a parser."""

import pytest

from crawler.text.markup_words import words_of


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>The <a href='/x'>coun</a>cil <em>met</em>.</p>", "The council met."),
        ("<ul><li>one<li>two</ul>three", "one\ntwo\nthree"),
        ("<nav>Menu</nav><main>Text</main><footer>Notes</footer>", "Menu\nText\nNotes"),
        ("a<!-- <p>b</p> -->c", "a\nc"),
        ("a<script>'<p>' + b</p></script>c<style>d</style>", "a\nc"),
        ("<head><title>t</title></head><body>a", "a"),
        ("a<svg><path/></svg>b<iframe/>c", "a\nb\nc"),
        ("caf&eacute; &#8220;x&#8221; cafe\u0301", "café “x” café"),
        ("a<script>never closed", "a"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_the_words_of_a_page_are_a_line_for_each_block(markup: str, words: str) -> None:
    assert words_of(markup) == words


@pytest.mark.parametrize("piece", ["<", "<a", "<!--", "<script>", "<p <", "</", "&amp", "-->", "<a b='"])
def test_no_markup_takes_long(piece: str) -> None:
    assert isinstance(words_of(piece * 300_000), str)
