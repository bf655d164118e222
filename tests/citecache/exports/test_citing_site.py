"""verdicts.json and citecache.js, for the pages that cite: what a browser makes of them is in tests/web."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from export_cards import ATTACK
from site_files import Pages, copy, plant, written

from citecache.exports.citing_site import SCRIPT, VERDICTS
from crawler.cache import CacheFile
from crawler.cache.read import cards
from crawler.model import ALL_CARDS, Verdict


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return copy(tmp_path)


def verdicts(pages: Pages) -> Any:
    return json.loads(pages[VERDICTS])


def test_each_card_has_its_verdict_by_the_url_as_cited(database: Path) -> None:
    pages = written(database)
    with CacheFile.open(database) as cache:
        expected = {card.url: card for card in cards.cards(cache)}
    found = verdicts(pages)["verdicts"]
    assert [one["url"] for one in found] == list(expected)
    for one in found:
        card = expected[one["url"]]
        assert (one["id"], one["verdict"], one["fetched_at"]) == (card.id, card.verdict.value, card.fetched_at)
        assert one["title"] == card.title
        assert one["card"] in pages
    assert verdicts(pages)["as_of"] == max(one["fetched_at"] or "" for one in found)


def test_a_url_that_browsers_write_otherwise_is_there_in_both_forms(database: Path) -> None:
    with CacheFile.open(database) as cache:
        cache.db.execute("UPDATE resources SET url = 'HTTPS://Example.org/a b' WHERE url LIKE '%gauge%'")
    found = [one for one in verdicts(written(database))["verdicts"] if one["url"] == "HTTPS://Example.org/a b"]
    assert [one["href"] for one in found] == ["https://example.org/a%20b"]


def test_the_legend_has_every_verdict_and_the_worst_come_first() -> None:
    from citecache.exports.citing_site import _COLORS, _WORST_FIRST  # noqa: PLC0415 - what else tells the order?

    assert sorted(_WORST_FIRST) == sorted(Verdict)
    assert _WORST_FIRST.index(Verdict.DEAD) < _WORST_FIRST.index(Verdict.BLOCKED) < _WORST_FIRST.index(Verdict.ALIVE)
    assert len(set(_COLORS.values())) == len(_COLORS)


def test_a_filter_narrows_it_and_nothing_is_valid_json_too(database: Path) -> None:
    found = verdicts(written(database, replace(ALL_CARDS, verdicts=("moved",))))["verdicts"]
    assert [one["verdict"] for one in found] == ["moved"]
    assert verdicts(written(database, replace(ALL_CARDS, hosts=("nowhere.example",))))["verdicts"] == []


def test_nothing_of_strangers_is_linked_to_but_web_addresses(database: Path) -> None:
    with CacheFile.open(database) as cache:
        archived = cache.db.execute("SELECT count(*) FROM pages WHERE archived_capture_id IS NOT NULL").fetchone()[0]
        cache.db.execute("UPDATE captures SET url = 'javascript:alert(1)'")
    assert archived
    plant(database, ATTACK.encode("utf-8", "replace").decode())
    data = written(database)[VERDICTS]
    assert b"\xe2\x80\xae" not in data  # no character that acts, RIGHT-TO-LEFT OVERRIDE for one
    for one in json.loads(data)["verdicts"]:
        assert one["archived_url"] is None
        assert one["card"] == f"resources/{one['id']}.html"


def test_the_script_has_2_kilobytes_and_no_dependency(database: Path) -> None:
    data = written(database)[SCRIPT]
    assert len(data) <= 2048
    assert data.isascii()
    assert b"//" not in data  # neither a comment nor another host
    for word in (b"innerHTML", b"eval", b"import", b"insertAdjacent", b"document.write"):
        assert word not in data
