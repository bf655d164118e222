"""What a notebook shows is HTML that does nothing but show, whatever strangers have written."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from small_cache import GONE, GOOD

import citecache

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>",
    "</td></table></div><style>*{display:none}</style>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "$\\href{javascript:alert(3)}{x}$ \\(y\\) $$z$$",
    "\u202eevil\u2066 \x1b[31m\x00 [x](javascript:alert(4))",
    "`</code></pre>` ]]> --> <!-- ",
)
BAD_URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://example.org/",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org/",
    "https:",
    "http://[::1",
    "https://user:secret@example.org/",
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/<script>",
)
ELEMENTS = set("div span a b ul li code br details summary table thead tbody tr th td".split())
ATTRIBUTES = {"style", "class", "href", "title", "rel", "target"}
STYLE = re.compile(r"[a-z0-9 .,:;%()#-]*")


class Inspector(HTMLParser):
    """Notes what a piece of HTML could do."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        if tag != "br":
            self.open.append(tag)
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "href":
                self.links.append(value or "")
            if name == "style":
                assert STYLE.fullmatch(value or ""), value
                assert "url(" not in (value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def card_with(text: str, url: str = GOOD) -> citecache.Card:
    """The good page's card with this text wherever a stranger's text can be."""
    with citecache.Cache() as cache:
        card = cache.card(GOOD)
    place = citecache.CitedBy(document=text, title=text, type=text, line=1, label=text, claim=text, mark=text)
    return replace(
        card,
        url=url,
        title=text,
        type=text,
        tags=(text, text),
        authors=(text,),
        summary=f"{text}.\n\n{text}",
        key_points=(text,),
        sitename=text,
        description=text,
        published_date=text,
        final_url=url + text,
        media_type=text,
        language=text,
        preview=f"{text}\n\n{text}",
        doubt=text,
        error=text,
        marked_at=text,
        marked_note=text,
        archived_url=text,
        archived_at=text,
        fetched_at=text,
        cited_by=(place, replace(place, line=None)) * 5,
        id=text,
        stable_id=text,
    )


@pytest.mark.parametrize("text", sorted(HOSTILE))
def test_a_hostile_card_only_shows(text: str) -> None:
    seen = Inspector(card_with(text)._repr_html_())
    assert all(re.fullmatch(r"https://example\.org/llama[^<>\"\s]*", link) for link in seen.links)
    assert "\u202e" not in seen.text
    assert "\x00" not in seen.text
    assert "\x1b" not in seen.text


def test_a_stranger_s_markup_is_shown_as_text() -> None:
    text = "Tags <b> & \"entities\" &amp; 'quotes' in $titles$"
    assert text in Inspector(card_with(text)._repr_html_()).text


@pytest.mark.parametrize("url", sorted(BAD_URLS))
def test_only_web_addresses_are_linked_to(url: str) -> None:
    card = replace(card_with("harmless"), url=url, final_url=url)
    for link in Inspector(card._repr_html_()).links:
        assert re.fullmatch(r"https://example\.org/[^<>\"\s]*", link), link
        assert "secret" not in link
    assert "secret" not in card._repr_html_()


def test_mathematics_is_left_alone() -> None:
    """MathJax skips elements of these classes, in notebooks of both generations."""
    html = card_with("costs $5 or $6")._repr_html_()
    assert html.startswith('<div class="tex2jax_ignore mathjax_ignore"')


def test_a_card_is_small_however_much_it_has() -> None:
    huge = card_with("x" * 10_000)
    huge = replace(huge, preview="y" * 3_000, cited_by=huge.cited_by * 1_000)
    html = huge._repr_html_()
    assert "and 9,995 more" in Inspector(html).text
    assert len(html.encode()) < 60_000


def test_a_card_says_what_show_says() -> None:
    with citecache.Cache() as cache:
        seen = Inspector(cache.card(GOOD)._repr_html_()).text
    for part in ("The leak", GOOD, "HTTP 200", "Fetched Apr 9, 2026", "wiki/llama.md:1", "a1791435f104bc2a"):
        assert part in seen
    assert "The weights of the language model were leaked" in seen


def test_what_is_withheld_is_not_shown() -> None:
    with citecache.Cache() as cache:
        cache.mark(GOOD, "legal")
        html = cache.card(GOOD)._repr_html_()
        assert "The weights" not in html
        assert "withheld for legal reasons" in html
        assert "The weights" not in cache.cards()._repr_html_()


def test_colours_are_those_of_the_page() -> None:
    """It reads on white and on black: nothing sets a colour or a background but a grey line, half transparent."""
    with citecache.Cache() as cache:
        shown = [cache.card(GOOD), cache.cards(), cache.search("leak"), cache.check(), cache.todo()]
        html = "".join(one._repr_html_() for one in shown)
    assert set(re.findall(r"(?<![a-z-])(?:color|background[a-z-]*):[^;\"]*", html)) <= {"background:none"}
    assert set(re.findall(r"rgba?\([^)]*\)|#[0-9a-f]{3,8}\b", html)) == {"rgba(128,128,128,.35)"}


def test_lists_show_their_first_rows_and_how_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "many.md").write_text("\n".join(f"<https://example.org/{number:03}>" for number in range(50)))
    with citecache.Cache() as cache:
        cache.add("many.md")
        seen = Inspector(cache.cards()._repr_html_())
        assert "the first 20 of 52 cards" in seen.text
        assert len(seen.links) == 20
        hits = Inspector(cache.search("leak")._repr_html_())
        assert (hits.links, "1 page" in hits.text) == ([GOOD], True)
        assert "0 pages" in cache.search("nothing-of-the-kind")._repr_html_()


def test_a_report_shows_what_is_wrong() -> None:
    with citecache.Cache() as cache:
        report = cache.check()
        seen = Inspector(report._repr_html_())
    assert seen.links == [GONE]
    assert "problem" in seen.text
    assert "wiki/llama.md:1:66" in seen.text
    assert report.total in seen.text


def test_the_worklist_shows_what_settles_it() -> None:
    with citecache.Cache() as cache:
        seen = Inspector(cache.todo()._repr_html_())
    assert seen.links == [GONE]
    assert "look for an archived copy" in seen.text
    assert "1 to do: 1 missing" in seen.text


@pytest.mark.parametrize("text", sorted(HOSTILE))
def test_hostile_documents_only_show_in_lists(tmp_path: Path, text: str) -> None:
    record = {"url": "https://example.org/x", "title": text, "tags": [text], "cited_by": [{"title": text}]}
    (tmp_path / "records.json").write_text(json.dumps([record]))
    name = re.sub(r"[/\x00]", "_", text)[:60]
    (tmp_path / f"{name}.md").write_text(f"[{text}](https://example.org/{name.replace(' ', '')})\n")
    with citecache.Cache() as cache:
        cache.add("records.json", f"./{name}.md")
        for card in cache.cards():
            cache.mark(card.id, "missing", note=text)
        shown = (cache.cards(), cache.check(), cache.todo(), cache.search("leak"))
        for one in shown:
            for link in Inspector(one._repr_html_()).links:
                assert link.startswith("https://example.org/")
