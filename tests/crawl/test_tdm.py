"""TDMRep's file is read where it is asked for, once, and what it reserves is kept beside the text."""

import json
from typing import Any

RULES = [{"location": "/open/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]


def test_a_tdmrep_file_reserves_what_it_names(web: Any, desk: Any, page: Any) -> None:
    """The first rule that matches counts; the text is kept, and in no export."""
    web.on("/.well-known/tdmrep.json", 200, json.dumps(RULES).encode())
    for path in ("/open/a", "/closed"):
        web.on(path, 200, page(path))
    desk.crawl("-s", "CITECACHE_TDMREP=1", web.url("/open/a"), web.url("/closed"))
    cards = {card["url"]: card for card in json.loads(desk.run("list", "--json").stdout)}
    assert cards[web.url("/closed")]["reservations"] == ["tdm"]
    assert cards[web.url("/open/a")]["reservations"] == []
    assert len(web.asked("/.well-known/tdmrep.json")) == 1
    lines = [json.loads(line) for line in desk.run("export", "jsonl").stdout.splitlines()]
    assert {line["url"]: line["text"] is None for line in lines} == {
        web.url("/closed"): True,
        web.url("/open/a"): False,
    }


def test_a_tdmrep_file_is_not_asked_for_unless_wanted(web: Any, desk: Any, page: Any) -> None:
    """It would cost every host one more request."""
    web.on("/a", 200, page("/a"))
    desk.crawl(web.url("/a"))
    assert not web.asked("/.well-known/tdmrep.json")
