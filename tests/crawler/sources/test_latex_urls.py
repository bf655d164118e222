"""URLs as LaTeX writes them."""

import pytest

from crawler.sources.parsing.latex.urls import PlainLatex, latex_links, latex_url

ESCAPES = {
    r"\~{}": "~",
    r"\~{ }": "~",
    r"{\~{}}": "~",
    r"\~": "~",
    "{~}": "~",
    r"{\textasciitilde}": "~",
    r"\textasciitilde{}": "~",
    r"{\textasciitilde{}}": "~",
    r"$\sim$": "~",
    r"\_": "_",
    r"{\_}": "_",
    r"\textunderscore{}": "_",
    r"\%": "%",
    r"{\%}": "%",
    r"\#": "#",
    r"\&": "&",
    r"{\&}": "&",
    r"\-": "",
    r"\allowbreak{}": "",
}


@pytest.mark.parametrize(("written", "char"), ESCAPES.items())
def test_an_escape_of_latex_is_no_part_of_the_url(written: str, char: str) -> None:
    assert latex_url(f"https://e.org/a{written}b") == f"https://e.org/a{char}b"
    text = f"See https://e.org/a{written}b, or not"
    ((start, end, url),) = latex_links(text)
    assert (text[start:end], url) == (f"https://e.org/a{written}b", f"https://e.org/a{char}b")


@pytest.mark.parametrize("url", ["https://e.org/a_b%20c~d#e&f=$1", "https://e.org/{id}/x", "https://e.org/a-b/c,d"])
def test_a_url_without_escapes_stays_as_it_is(url: str) -> None:
    assert latex_url(url) == url


def test_commands_hold_their_url_in_a_group() -> None:
    text = r"\url{ https://e.org/{id}\%2F } and \href[page=2]{https://e.org/b}{a https://e.org/c b}; \path{x.org}"
    assert [(text[start:end], url) for start, end, url in latex_links(text)] == [
        (r"https://e.org/{id}\%2F", "https://e.org/{id}%2F"),
        ("https://e.org/b", "https://e.org/b"),
        ("https://e.org/c", "https://e.org/c"),
        ("x.org", "x.org"),
    ]


@pytest.mark.parametrize("text", [r"https://e.org/a\\", r"https://e.org/a\newline b", r"\url{https://e.org/a} \url{b"])
def test_what_is_left_of_latex_ends_a_url(text: str) -> None:
    assert [url for _, _, url in latex_links(text)] == ["https://e.org/a"]


def test_plain_text_knows_where_it_was_written() -> None:
    written = r"a\_b{\%}c$\sim$d\-e"
    plain = PlainLatex(written)
    assert plain.text == "a_b%c~de"
    assert [written[plain.written(at)] for at in (0, 2, 4, 6, 7)] == ["a", "b", "c", "d", "e"]


def test_a_url_that_an_editor_wrapped_is_joined() -> None:
    assert [url for _, _, url in latex_links("\\url{https://e.org/deep/\n   pond} \\href{https://e.org/\nx}{t}")] == [
        "https://e.org/deep/pond", "https://e.org/x",
    ]  # fmt: skip
