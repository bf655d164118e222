"""The answers: the view that others read, the cards, the names a card answers to, the search."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache import utc
from crawler.cache.read import cards, full_text, resources
from crawler.cache.read.counts import cache_status
from crawler.cache.read.fetches import fetch_records
from crawler.cache.write import marks
from crawler.model import (
    Capture,
    Card,
    CardFilter,
    Citation,
    Evidence,
    Hop,
    HostCount,
    Metadata,
    Outcome,
    ResourceRecord,
    Verdict,
    resource_id,
)
from crawler.model.card_filter import SORTS
from crawler.model.errors import NotFound

URL = "https://example.org/a"
CONTRACT = (
    "id, stable_id, url, title, type, importance, tags, summary, key_points, authors, published_date,"
    " cited_by_count, verdict, http_status, final_url, fetched_at, text_bytes, preview, language, media_type,"
    " last_good_at"
)


def test_the_view_has_exactly_the_promised_columns_in_their_order(shelf: Shelf) -> None:
    columns = [row[1] for row in shelf.rows("PRAGMA table_info(cards)")]
    assert columns == CONTRACT.split(", ")


def test_every_resource_has_one_card_fetched_or_not(shelf: Shelf) -> None:
    shelf.add(URL, f"{URL}#part", "https://example.org/b")
    shelf.crawl(URL, "text")
    assert shelf.one("SELECT count(*) FROM cards") == 3
    assert [card.verdict for card in cards.cards(shelf.cache)] == [Verdict.ALIVE, Verdict.ALIVE, Verdict.UNCHECKED]


def test_a_withheld_text_is_stored_but_not_shown(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "forbidden words")
    shelf.crawl(URL, status=451, verdict=Verdict.LEGAL)
    card = cards.card(shelf.cache, resource_id(URL))
    assert (card.text, card.preview, card.verdict) == (None, None, Verdict.LEGAL)
    assert shelf.one("SELECT preview FROM cards") is None
    assert full_text.search(shelf.cache, "forbidden", limit=5) == []
    assert shelf.one("SELECT text FROM captures") == "forbidden words"


def test_a_paywall_s_teaser_is_shown_where_there_never_was_more(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "teaser", verdict=Verdict.RESTRICTED)
    assert cards.card(shelf.cache, resource_id(URL)).text == "teaser"


def test_a_card_shows_the_last_good_text_beside_today_s_verdict(shelf: Shelf) -> None:
    shelf.add(URL)
    good = shelf.crawl(URL, "the text")
    shelf.crawl(URL, "Sorry!", status=404, verdict=Verdict.MISSING, redirects=(Hop(url=URL, status=302),))
    card = cards.card(shelf.cache, resource_id(URL))
    assert (card.text, card.verdict, card.http_status) == ("the text", Verdict.MISSING, 404)
    assert (card.last_good_at, card.redirects) == (good["last_good_at"], (Hop(url=URL, status=302),))
    assert card.fetched_at > card.last_good_at


@pytest.mark.parametrize("wanted", [URL, resource_id(URL), resource_id(URL)[:6], "HTTPS://EXAMPLE.org/a#x", "sid"])
def test_a_card_answers_to_its_url_and_its_ids(shelf: Shelf, wanted: str) -> None:
    shelf.add(URL, "https://example.org/b")
    stable = shelf.one("SELECT stable_id FROM resources WHERE url = ?", URL)
    assert resources.find(shelf.cache, stable if wanted == "sid" else wanted) == resource_id(URL)


@pytest.mark.parametrize("wanted", ["https://example.org/unknown", "", "f", "ffffffff", "\ud800", "x" * 10_000])
def test_a_missing_resource_is_reported_in_one_line(shelf: Shelf, wanted: str) -> None:
    shelf.add(URL)
    with pytest.raises(NotFound, match="nothing in the cache is called") as caught:
        resources.find(shelf.cache, wanted)
    assert len(str(caught.value)) < 300


def test_an_ambiguous_id_prefix_is_refused(shelf: Shelf) -> None:
    ids = ("abcd000000000001", "abcd000000000002")
    shelf.read("r.yaml", records=tuple(ResourceRecord(url=f"{URL}/{id_}", id=id_) for id_ in ids))
    with pytest.raises(NotFound, match="more than one"):
        resources.find(shelf.cache, "abcd")


def test_cards_narrow_by_verdict_host_and_document(shelf: Shelf) -> None:
    shelf.read("docs/a.md", URL, "https://b.example/")
    shelf.crawl(URL, "text")

    def found(**narrowed: Any) -> list[str]:
        wanted = CardFilter(**narrowed)
        urls = [card.url for card in cards.cards(shelf.cache, wanted)]
        assert cards.count(shelf.cache, wanted) == len(urls)
        return urls

    assert found(verdicts=("alive",)) == [URL]
    assert found(hosts=("b.example",)) == ["https://b.example/"]
    assert found(document="docs/a.md") == found(document="a") == found() == ["https://b.example/", URL]
    assert found(document="docs/b.md") == []


def test_citing_documents_are_sorted_by_quality(shelf: Shelf) -> None:
    shelf.read("b.md", Citation(url=URL, line=9, claim="late"), Citation(url=URL, line=3, claim="early"))
    shelf.read("a.md", URL)
    shelf.cache.db.execute("UPDATE documents SET quality = 80 WHERE path = 'b.md'")
    card = cards.card(shelf.cache, resource_id(URL))
    assert [(cited.document, cited.line) for cited in card.cited_by] == [("b.md", 3), ("b.md", 9), ("a.md", 1)]
    assert card.cited_by_count == 2


def test_status_counts_what_there_is(shelf: Shelf) -> None:
    shelf.read("a.md", URL, "https://b.example/", "https://b.example/2")
    shelf.crawl(URL, "text", after=timedelta(0))
    shelf.crawl("https://b.example/", "text", after=timedelta(days=10))
    found = cache_status(shelf.cache, now="2026-04-11T13:00:00Z")
    counts = {
        name: getattr(found, name) for name in ("documents", "citations", "resources", "pages", "fetches", "captures")
    }
    assert counts == {"documents": 1, "citations": 3, "resources": 3, "pages": 3, "fetches": 2, "captures": 2}
    assert found.verdicts == {"alive": 2, "unchecked": 1}
    assert found.ages == {"never": 1, "under a day": 1, "under a month": 1}
    assert found.hosts[0] == HostCount(host="b.example", pages=2, good=1)
    assert found.last_run is not None
    assert found.last_run.state == "finished"


def test_history_is_newest_first_with_its_evidence(shelf: Shelf) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "text")
    shelf.crawl(URL, status=404, verdict=Verdict.MISSING)
    fetches = fetch_records(shelf.cache, resource_id(URL))
    assert [fetch.status for fetch in fetches] == [404, 200]
    assert fetches[0].evidence == (Evidence(rule="a-rule", verdict=Verdict.MISSING, detail="as the test has it"),)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["tables", "--counts"], '"pages"'),
        (["rows", "cards", "-c", "verdict"], '"alive"'),
        (["search", "captures", "zeppelin", "-c", "text"], "zeppelin"),
        (["query", "SELECT count(*) AS n FROM captures_fts WHERE captures_fts MATCH 'zeppelin'"], '"n": 1'),
    ],
)
def test_the_file_opens_in_sqlite_utils(shelf: Shelf, arguments: list[str], expected: str) -> None:
    shelf.add(URL)
    shelf.crawl(URL, "a zeppelin")
    shelf.cache.close()
    command = [sys.executable, "-m", "sqlite_utils", arguments[0], str(shelf.path), *arguments[1:]]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert expected in run.stdout


def test_a_page_whose_verdict_was_close_is_in_doubt_until_it_is_answered_or_marked(shelf: Shelf) -> None:
    """A 304 confirms the doubt, too; a person's mark settles it."""
    doubt, wanted = "perhaps soft_404: its title", CardFilter(doubtful=True)
    shelf.add("https://example.org/a", "https://example.org/b")
    shelf.crawl("https://example.org/a", "a text", doubt=doubt)
    shelf.crawl("https://example.org/b", "another text")
    shelf.crawl("https://example.org/a", outcome=Outcome.NOT_MODIFIED, status=304)

    def doubts() -> list[tuple[str, str | None]]:
        return [(card.url, card.doubt) for card in cards.cards(shelf.cache, wanted)]

    def counted() -> int:
        return cache_status(shelf.cache, now=utc(shelf.now)).doubtful

    assert doubts() == [("https://example.org/a", doubt)]
    assert counted() == 1
    little = Capture(media_type="text/html", text="a text", doubt="little text: 6 characters")
    shelf.crawl("https://example.org/a", "a text", capture=little, doubt=doubt)
    assert doubts() == [("https://example.org/a", f"little text: 6 characters; {doubt}")]
    marks.mark(shelf.cache, resource_id("https://example.org/a"), Verdict.ALIVE, note=None, now=shelf.now)
    assert counted() == 0
    assert doubts() == [("https://example.org/a", "little text: 6 characters")]
    shelf.crawl("https://example.org/a", "a text")
    assert doubts() == []


def test_filters_select_the_cards_that_say_so(shelf: Shelf) -> None:
    """Whatever else a page had before, has in another text, or a record says of it."""
    urls = [f"https://example.org/{number}" for number in range(12)]
    types, tags = (None, "web", "report", "video"), ((), ("news",), ("news", "law"))
    records = tuple(
        ResourceRecord(id=resource_id(url), url=url, type=types[number % 4], tags=tags[number % 3])
        for number, url in enumerate(urls[:10])
    )
    shelf.read("a.md", *urls, records=records)
    for number, url in enumerate([*urls[:11], *urls[2:6]]):
        said = Metadata(language=(None, "de", "en")[number % 3], kind=(None, "video", "article")[number // 2 % 3])
        doubt = "half of it is missing" if number in (1, 4, 9, 12) else None
        found = Capture(media_type="text/html", text=f"text {number % 9}", metadata=said, doubt=doubt)
        close = "perhaps soft_404" if number in (3, 8, 10) else None
        shelf.crawl(url, capture=found, doubt=close, body=f"{url} {number}".encode())
    marks.mark(shelf.cache, resource_id(urls[8]), Verdict.ALIVE, note=None, now=shelf.now)
    every = list(cards.cards(shelf.cache))

    def check(wanted: CardFilter, holds: Callable[[Card], object]) -> None:
        for sort in SORTS:
            selected = {card.id for card in cards.cards(shelf.cache, replace(wanted, sort=sort))}
            assert selected == {card.id for card in every if holds(card)}, wanted
        assert cards.count(shelf.cache, wanted) == len(selected)

    check(CardFilter(doubtful=True), lambda card: card.doubt)
    check(CardFilter(marked=True), lambda card: card.url == urls[8])
    for chosen in (("web",), ("report",), ("video",), ("article", "report"), ("web", "video"), ("no",)):
        check(CardFilter(types=chosen), lambda card, chosen=chosen: card.type in chosen)
    for chosen in (("de",), ("en", "de"), ("no",)):
        check(CardFilter(languages=chosen), lambda card, chosen=chosen: card.language in chosen)
    for chosen in (("news",), ("law", "no"), ("no",)):
        check(CardFilter(tags=chosen), lambda card, chosen=chosen: {*card.tags} & {*chosen})
