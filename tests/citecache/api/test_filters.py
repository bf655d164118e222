"""The filters of `cards` and `export`: those of `citecache list`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from small_cache import GONE, GOOD

import citecache
from citecache.api.filters import Filters
from citecache.cli.group import citecache as command

SELECTED = {
    "verdict": ({"verdict": "alive"}, [GOOD]),
    "several verdicts": ({"verdict": ["alive", citecache.Verdict.MISSING]}, [GONE, GOOD]),
    "host": ({"host": "EXAMPLE.org"}, [GONE, GOOD]),
    "another host": ({"host": ["example.com"]}, []),
    "document": ({"document": Path("wiki/llama.md")}, [GONE, GOOD]),
    "type": ({"type": "news article"}, [GOOD]),
    "tag": ({"tag": ("news", "other")}, [GOOD]),
    "another tag": ({"tag": "other"}, []),
    "grade": ({"grade": "none"}, [GONE]),
    "grades": ({"grade": ["full", "none"]}, [GONE, GOOD]),
    "doubt": ({"doubt": True}, []),
    "marked": ({"marked": True}, [GONE]),
    "not marked": ({"marked": False}, [GONE, GOOD]),
    "since": ({"since": timedelta(days=1)}, [GONE, GOOD]),
    "since a day": ({"since": "2026-04-09"}, [GONE, GOOD]),
    "all must apply": ({"verdict": "alive", "marked": True}, []),
}


@pytest.fixture
def cache(tmp_path: Path) -> citecache.Cache:
    """The small cache, with a record that describes the good page, and a mark on the other."""
    record = {"id": "a1791435f104bc2a", "url": GOOD, "type": "news article", "tags": ["news"], "importance": 55}
    (tmp_path / "records.json").write_text(json.dumps([record]))
    opened = citecache.Cache()
    opened.add("records.json")
    opened.mark(GONE, "missing")
    return opened


@pytest.mark.parametrize("case", sorted(SELECTED))
def test_a_filter_selects(cache: citecache.Cache, case: str) -> None:
    filters, urls = SELECTED[case]
    assert [card.url for card in cache.cards(**filters)] == urls
    assert cache.export("jsonl", "out.jsonl", **filters).cards == len(urls)
    lines = Path("out.jsonl").read_text().splitlines()
    assert [json.loads(line)["url"] for line in lines] == urls
    cache.close()


def test_cards_are_sorted_as_the_list_is(cache: citecache.Cache) -> None:
    with cache:
        assert [card.url for card in cache.cards(sort="importance")] == [GOOD, GONE]
        with pytest.raises(citecache.Error, match="no order 'size'"):
            cache.cards(sort="size")


def test_what_there_is_not_is_refused(cache: citecache.Cache) -> None:
    with cache:
        for unknown, message in (
            ({"verdict": "fine"}, "no verdict 'fine': choose from alive, moved"),
            ({"grade": "good"}, "no grade 'good': choose from full"),
        ):
            with pytest.raises(citecache.Error, match=message):
                cache.cards(**unknown)
        with pytest.raises(citecache.Error, match="in the future"):
            cache.cards(since=datetime.now(UTC) + timedelta(days=1))
        with pytest.raises(citecache.NotFound, match="absent"):
            cache.cards(document="absent.md")
        with pytest.raises(TypeError, match="no filter 'verdicts': choose verdict, host"):
            cache.cards(verdicts="alive")  # type: ignore[call-arg]


def test_the_filters_are_the_options_of_list_and_export() -> None:
    own = {"sort", "limit", "json", "db", "help", "output", "text", "timestamp"}
    for name in ("list", "export"):
        found = command.get_command(click.Context(command), name)
        assert found
        options = {option.lstrip("-") for param in found.params for option in param.opts if option.startswith("--")}
        assert set(Filters.__annotations__) == options - own, name
