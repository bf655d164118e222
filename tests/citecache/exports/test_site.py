"""The static site: whole, valid, readable by anybody, and inert whatever strangers have written."""

import re
import sqlite3
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import turbohtml
from export_cards import ATTACK
from site_files import Pages, copy, elements, html, links, plant, written

from citecache.exports import site
from citecache.exports.citing_site import SCRIPT, VERDICTS
from citecache.exports.search_index import INDEX
from citecache.render.html.environment import SEARCH_SCRIPT, STYLE
from citecache.render.html.safety import href, visible
from citecache.render.html.verdicts import SHAPES, SIGNS
from crawler.cache import CacheFile
from crawler.cache.read import cards
from crawler.model import ALL_CARDS, Verdict

URLS = (
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    'https://example.org/"onmouseover="alert(1)',
    "https://bank.example@evil.example/",
    "//evil.example/x",
    "https://example.org/\u202e\u2066gpj.exe",
    "http://[::1",
    "https://example.org/" + "a" * 9_000,
)
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return copy(tmp_path)


@pytest.fixture
def pages(database: Path) -> Pages:
    return written(database)


def test_each_card_has_a_page_and_stands_in_the_list(database: Path, pages: Pages) -> None:
    with CacheFile.open(database) as cache:
        found = list(cards.cards(cache))
    assert {f"resources/{card.id}.html" for card in found} == {name for name in pages if name.startswith("resources/")}
    listed = dict.fromkeys(file for file, _ in links("index.html", html(pages)["index.html"]))
    assert [name for name in listed if name.startswith("resources/")] == [f"resources/{card.id}.html" for card in found]


def test_each_verdict_has_a_list_of_its_own(database: Path, pages: Pages) -> None:
    """A filter without a script."""
    with CacheFile.open(database) as cache:
        expected = Counter(f"verdicts/{card.verdict.value}.html" for card in cards.cards(cache))
    parsed = html(pages)
    lists = {name: document for name, document in parsed.items() if name.startswith("verdicts/")}
    assert {name: len(document.select(".cards > li")) for name, document in lists.items()} == dict(expected)
    assert set(lists) <= {file for file, _ in links("index.html", parsed["index.html"])}


def test_every_link_within_the_site_leads_somewhere(pages: Pages) -> None:
    parsed = html(pages)
    ids = {name: {str(one.attrs["id"]) for one in document.select("[id]")} for name, document in parsed.items()}
    followed = 0
    for name, document in parsed.items():
        for file, fragment in links(name, document):
            assert file in pages, f"{name} links to {file}"
            assert not fragment or fragment in ids[file]
            followed += 1
    assert followed > 10 * len(parsed)
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        name = waiting.pop()
        new = {file for file, _ in links(name, parsed[name])} - reached if name in parsed else set()
        reached |= new
        waiting += new
    loaded = {SCRIPT, VERDICTS, SEARCH_SCRIPT.name, *(name for name in pages if name.startswith("search/"))}
    assert reached == set(pages) - loaded


def test_a_page_has_the_text_with_its_date_its_citations_and_the_reasons(pages: Pages) -> None:
    parsed = html(pages)
    (name,) = (name for name in parsed if name.startswith("resources/") and "gauge (curated)" in title(parsed[name]))
    text = parsed[name].select("main")[0].text
    for words in ("Cited by 2 pages", "tides.md:", "HTTP 200", "Importance", "55/100", "History", "Resource ID"):
        assert words in text, words
    assert "As of Nov 28, 2026" in text


def title(document: turbohtml.Document) -> str:
    return document.select("title")[0].text


def test_every_page_can_be_read_with_a_keyboard_and_aloud(pages: Pages) -> None:
    """One title, one level-1 heading, no level left out, landmarks, a way past the navigation, no id twice."""
    for name, document in html(pages).items():
        assert document.select("html")[0].attrs["lang"] == "en"
        assert (
            len(document.select("head > title")) == len(document.select("h1")) == len(document.select("main")) == 1
        ), name
        levels = [int(one.tag[1]) for one in document.select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)
        ids = [one.attrs["id"] for one in document.select("[id]")]
        assert len(ids) == len(set(ids))
        assert document.select("body > *")[0].attrs["href"] == "#main"
        assert all("aria-label" in one.attrs for one in document.select("nav"))
        assert all(one.attrs["aria-labelledby"] in ids for one in document.select("[aria-labelledby]"))
        assert all(one.select("thead th[scope=col]") for one in document.select("table"))
        assert not document.select("img, iframe, style, [style], [onclick]")
        assert name == "search.html" or not document.select("script, form")


def test_no_page_may_run_or_load_anything_but_the_style_sheet(pages: Pages) -> None:
    none = "default-src 'none'; base-uri 'none'; style-src 'self'; form-action 'none'"
    own = none.replace("form-action 'none'", "script-src 'self'; connect-src 'self'; form-action 'self'")
    for name, document in html(pages).items():
        policy = own if name == "search.html" else none
        first, second, *_ = document.select("head > *")
        assert first.attrs["charset"] == "utf-8"
        assert (second.attrs["http-equiv"], second.attrs["content"]) == ("Content-Security-Policy", policy)
        assert [one.attrs["rel"] for one in document.select("link")] == [["stylesheet"]]
        scripts = [str(one.attrs["src"]) for one in document.select("script")]  # none is inline
        assert scripts == (["search.js"] if name == "search.html" else [])
    assert not re.search(r"url\(|@import|@font-face", pages[STYLE.name].decode())


@pytest.mark.parametrize("words", [ATTACK, *URLS])
def test_nothing_that_strangers_write_acts(database: Path, words: str) -> None:
    """Of any text in the cache: no element, no attribute, no address and no character of it comes alive."""
    tags = {element.tag for document in html(written(database)).values() for element in elements(document)}
    attributes = {
        name for document in html(written(database)).values() for one in elements(document) for name in one.attrs
    }
    plant(database, words.encode("utf-8", "replace").decode())
    pages = written(database)
    for name, document in html(pages).items():
        assert re.fullmatch(
            r"[a-z]+(?:_404)?(?:-\d+)?\.html|[a-z]+/(?:[0-9a-f]{16}|[a-z_]+|soft_404)(?:-\d+)?\.html", name
        )
        assert not ACTING.search(pages[name].decode()), name
        for element in elements(document):
            assert element.tag in tags | {"ul", "li", "h3"}, element.tag
            assert set(element.attrs) <= attributes | {"rel", "dir"}, element.attrs
        for link in document.select("a[href^=http]"):
            assert link.attrs["rel"] == ["noopener", "noreferrer", "nofollow"]
            assert "@" not in str(link.attrs["href"]).split("/")[2]
        for file, _ in links(name, document):
            assert file in pages


@pytest.mark.parametrize("url", URLS)
def test_only_web_addresses_are_linked_to(url: str) -> None:
    found = href(url)
    assert found is None or re.fullmatch(r"https?://[a-z.]+/[!-~]*", found)
    assert found is None or '"' not in found


def test_what_is_printed_has_no_character_that_acts() -> None:
    assert not ACTING.search(visible(ATTACK))
    visible(ATTACK).encode()
    assert visible("a\ufdd0\U0001fffeb\u2067") == "ab"


@pytest.mark.parametrize("reservation", ["tdm", "noarchive", "nosnippet", "legal"])
def test_what_a_page_reserves_is_kept_from_readers(database: Path, reservation: str) -> None:
    """docs/policy.md. A page that gives no text is not quoted either: not in evidence, reasons, nor its description."""
    with sqlite3.connect(database) as db:
        for column in ("text", "description"):
            db.execute(f"UPDATE captures SET {column} = 'SECRET words of the page'")
        db.execute("UPDATE evidence SET detail = 'it says SECRET'")
        if reservation == "legal":
            db.execute("UPDATE pages SET verdict = 'legal'")
        else:
            db.execute("UPDATE captures SET reservations = ?", [f'["{reservation}"]'])
    db.close()
    pages = written(database)
    shown = [name for name, data in pages.items() if b"SECRET" in data]
    quoted = [name for name, data in pages.items() if b"it says SECRET" in data]
    captured = {f"resources/{card.id}.html" for card in _cards(database) if card.reservations or reservation == "legal"}
    assert captured
    if reservation == "nosnippet":  # its text may be read, but not in excerpts
        assert not captured & set(quoted)
    else:
        assert not captured & set(shown)
        assert b'<h2 id="text">No text</h2>' in pages[min(captured)]


def _cards(database: Path) -> list[cards.Card]:
    with CacheFile.open(database) as cache:
        return list(cards.cards(cache))


def test_without_texts_the_preview_stays(database: Path) -> None:
    assert b"Cached content preview" in b"".join(written(database, with_text=False).values())
    assert b"Cached text" not in b"".join(written(database, with_text=False).values())


def test_the_same_cache_gives_the_same_bytes_from_any_folder(
    database: Path, pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert written(database) == pages


def test_a_site_says_nothing_of_who_keeps_the_cache(database: Path, tmp_path: Path) -> None:
    with sqlite3.connect(database) as db:
        db.execute("UPDATE documents SET path = '/home/somebody/wiki/' || rowid || '.md', title = NULL")
    db.close()
    found = b"".join(written(database).values())
    assert b"somebody" not in found
    assert str(tmp_path).encode() not in found
    assert re.search("…/wiki/\\d.md".encode(), found)


def test_a_filter_leaves_out_what_cites_nothing_else(database: Path) -> None:
    """A Document is listed if it cites what is shown, and says how much more it cites."""
    found = written(database, replace(ALL_CARDS, verdicts=("moved",)))
    parsed = html(found)
    assert sum(name.startswith("resources/") for name in found) == 1
    (document,) = (one for name, one in parsed.items() if name.startswith("documents/"))
    assert len(document.select(".cards > li")) == 1
    assert "more citations, of what is not shown here" in document.select("main")[0].text
    assert len(parsed["changes.html"].select(".cards > li")) == 1
    for name, page in parsed.items():
        assert {file for file, _ in links(name, page)} <= set(found)


def test_an_empty_selection_is_a_site_too(database: Path) -> None:
    found = written(database, replace(ALL_CARDS, hosts=("nowhere.example",)))
    pages = {"index.html", "documents.html", "changes.html", "search.html"}
    assert set(found) == {*pages, "style.css", SCRIPT, VERDICTS, SEARCH_SCRIPT.name, INDEX}
    assert "Nothing is cited" in html(found)["index.html"].select("main")[0].text


def test_a_long_list_comes_in_parts(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "LISTED", 5)
    parsed = html(written(database))
    parts = ["index.html", "index-2.html", "index-3.html", "index-4.html"]
    assert [len(parsed[name].select(".cards > li")) for name in parts] == [5, 5, 5, 1]
    assert "index-5.html" not in parsed
    following, name = [], "index.html"
    while name:
        following.append(name)
        name = "".join(str(one.attrs["href"]) for one in parsed[name].select("a[rel=next]"))
    assert following == parts


def test_every_verdict_has_a_sign_of_its_own() -> None:
    """Colour is not all that tells verdicts apart (WCAG 2.2, 1.4.1)."""
    assert set(SIGNS) == set(Verdict)
    assert len({sign.sign for sign in SIGNS.values()}) == len(SIGNS)
    assert set(SHAPES) == set(Verdict)
    assert len(set(SHAPES.values())) == len(SHAPES)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_words_stand_out_from_their_ground(theme: str) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 to 1 of every colour that words have, 3 to 1 of the edges of controls."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE.read_text(), re.DOTALL)[:2]
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", light if theme == "light" else dark))
    grounds = {"ground", "surface", "raised", "found", "added", "removed"}
    words = set(colours) - grounds - {"line", "edge"}
    assert len(words) == 8
    for ground in sorted(grounds):
        on = words if ground in {"ground", "surface", "raised"} else {"ink"}
        assert {name for name in on if contrast(colours[name], colours[ground]) < 4.5} == set()
    assert min(contrast(colours["edge"], colours[ground]) for ground in ("ground", "surface")) >= 3


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
