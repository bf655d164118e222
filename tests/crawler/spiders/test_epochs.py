"""Ten epochs on a scripted web: pages change, vanish, return, get blocked or parked; the command must report it.

Time passes by moving every timestamp in the cache half a week into the past before the next run.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from own_web import Desk, Web

EPOCH = timedelta(days=3.5)
EPOCHS = 10
LINE = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book for years."


def html(title: str, body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


def story(about: str, more: str = "") -> bytes:
    """A good page."""
    text = "".join(f"<p>{number}. {LINE} This one is about {about}.</p>" for number in range(10))
    return html(f"On {about}", f"<main><article><h1>On {about}</h1>{text}{more}</article></main>")


CHALLENGE = html("Just a moment...", "<h1>Checking</h1>", "<script>window._cf_chl_opt={cType:'managed'}</script>")
PARKED = html(
    "harbour.example is for sale",
    "<h1>harbour.example</h1><p>This domain is for sale. Buy this domain now.</p>",
    '<script src="https://img1.wsimg.com/parking-lander/static/js/main.js"></script>',
)
NOT_THERE = html(
    "Harbour news",
    "<main><h1>Harbour news</h1>" + "<p>We have looked everywhere, and so can you, below.</p>" * 8 + "</main>",
)

Answer = tuple[int, bytes, dict[str, str]]


def good(about: str, more: str = "") -> Answer:
    return 200, story(about, more), {}


GONE: Answer = (404, html("Not found", "<p>Not found</p>"), {})


def scripts(base: Callable[[str, int], str]) -> dict[str, Callable[[int], Answer]]:
    """Path -> its answer in each epoch, 0 to 9. Each path has its own host, except where HOSTS says otherwise."""
    return {
        "/steady": lambda _: good("steadiness"),
        "/edited": lambda epoch: good("editing", "<p>A first correction was made.</p>" if epoch >= 4 else ""),
        "/churning": lambda epoch: good("churn", f"<p>Updated {epoch + 2} hours ago</p><p>{epoch * 17} comments</p>"),
        "/vanishing": lambda epoch: good("vanishing") if epoch < 3 else GONE,
        "/returning": lambda epoch: GONE if 3 <= epoch <= 4 else good("returning"),
        "/blocked": lambda epoch: (403, CHALLENGE, {}) if 2 <= epoch <= 7 else good("walls"),
        "/failing": lambda epoch: (503, b"", {}) if epoch >= 2 else good("failing"),
        "/parked": lambda epoch: good("parking") if epoch < 5 else (200, PARKED, {}),
        "/moving": lambda epoch: good("moving") if epoch < 2 else (301, b"", {"location": base("/moved", 9)}),
        "/moved": lambda _: good("moving"),
        "/withheld": lambda epoch: good("withholding") if epoch < 6 else (451, b"", {}),
    }


HOSTS = {path: number for number, path in enumerate(scripts(lambda *_: ""), 1)}
HOSTS["/moved"] = 9


@dataclass
class EpochResults:
    """Each page's verdict after each epoch, and the command to ask for more."""

    verdicts: dict[str, list[str]]
    desk: Any
    urls: dict[str, str]

    def json(self, *arguments: str) -> Any:
        return json.loads(self.desk.run(*arguments, "--json").stdout)


@pytest.fixture(scope="module")
def results(module_web: Web, module_desk: Desk) -> EpochResults:
    web, desk = module_web, module_desk
    answers = scripts(web.url)
    urls = {path: web.url(path, min(HOSTS[path], 10)) for path in answers if path != "/moved"}
    verdicts: dict[str, list[str]] = {path: [] for path in urls}
    for epoch in range(EPOCHS):
        for path, script in answers.items():
            status, body, headers = script(epoch)
            web.on(path, status, body, **headers)
        if epoch:
            desk.pass_time(EPOCH)
            desk.run(*desk.options("--all"))
        else:
            desk.run("add", *urls.values())
            desk.run(*desk.options())
        cards = {card["url"]: card for card in json.loads(desk.run("list", "--json").stdout)}
        for path, url in urls.items():
            verdicts[path].append(cards[url]["verdict"])
    return EpochResults(verdicts, desk, urls)


def test_the_card_follows_each_pages_history(results: EpochResults) -> None:
    """A block never makes a page dead, three 404s over a week do, and a page that returns is alive again."""
    assert results.verdicts == {
        "/steady": ["alive"] * 10,
        "/edited": ["alive"] * 10,
        "/churning": ["alive"] * 10,
        "/vanishing": ["alive"] * 3 + ["missing"] * 2 + ["dead"] * 5,
        "/returning": ["alive"] * 3 + ["missing"] * 2 + ["alive"] * 5,
        "/blocked": ["alive"] * 2 + ["blocked"] * 6 + ["alive"] * 2,
        "/failing": ["alive"] * 2 + ["unreachable"] * 8,
        "/parked": ["alive"] * 5 + ["usurped"] * 5,
        "/moving": ["alive"] * 3 + ["moved"] * 7,
        "/withheld": ["alive"] * 6 + ["legal"] * 4,
    }


@pytest.mark.parametrize("path", ["/vanishing", "/blocked", "/failing", "/parked"])
def test_the_last_good_text_is_still_there_at_the_end(results: EpochResults, path: str) -> None:
    """Whatever the later answers were."""
    card = results.json("show", results.urls[path])
    assert LINE in card["text"]
    since = datetime.now(UTC) - datetime.fromisoformat(card["last_good_at"])
    last = max(epoch for epoch, verdict in enumerate(results.verdicts[path]) if verdict == "alive")
    assert since // EPOCH == EPOCHS - 1 - last


def test_why_shows_the_rule_and_the_whole_history(results: EpochResults) -> None:
    """With every check, the newest first."""
    found = results.json("why", results.urls["/vanishing"])
    assert found["evidence"][0]["rule"] == "gone-not-found"
    assert [fetch["held"] for fetch in found["fetches"]] == results.verdicts["/vanishing"][::-1]
    parked = results.json("why", results.urls["/parked"])
    assert {"topic-lost", "parked"} <= {seen["rule"] for seen in parked["evidence"]}


def test_why_replay_gives_the_stored_verdict_of_every_fetch(results: EpochResults) -> None:
    """Offline, from what is stored."""
    for url in results.urls.values():
        replay = results.json("why", url, "--replay")["replay"]
        assert len(replay) == EPOCHS
        assert [row for row in replay if not row["same"]] == []


def test_diff_shows_the_correction_and_no_churn(results: EpochResults) -> None:
    """Word by word; counters and "3 hours ago" do not count as changes."""
    assert "A first correction was made" in results.desk.run("diff", results.urls["/edited"]).stdout
    for path in ("/steady", "/churning"):
        said = results.desk.run("diff", results.urls[path]).stdout
        assert "hours ago" not in said
        assert "comments" not in said


def test_changes_lists_only_what_changed_since(results: EpochResults) -> None:
    """Since the second epoch: texts and verdicts."""
    since = (datetime.now(UTC) - 8.5 * EPOCH).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = {(change["url"], change["kind"]) for change in results.json("changes", "--since", since)["changes"]}
    expected = {("/edited", "text")}
    expected |= {(path, "verdict") for path in ("/vanishing", "/failing", "/parked", "/moving", "/withheld")}
    assert found == {(results.urls[path], kind) for path, kind in expected}


def test_every_page_has_a_fetch_in_every_run(results: EpochResults) -> None:
    """And `doctor` finds no damage."""
    results.desk.assert_undamaged()
    assert results.desk.one("SELECT count(*) FROM fetches") == EPOCHS * len(results.urls)
