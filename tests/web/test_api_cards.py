"""/api/cards: the cards of `list --json`, in parts; /api/cards/{id}: that of `show --json`."""

import json
from urllib.parse import urlencode

import pytest
from cited_web import PAGES, SITE
from click.testing import CliRunner
from served import Served

from citecache.cli.group import citecache
from crawler.model import document_key, resource_id
from crawler.model.card_filter import SORTS

RESERVED = ("legal", "nosnippet", "tdm")


def command(server: Served, *words: str) -> object:
    done = CliRunner().invoke(citecache, [*words, "--db", str(server.path), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def listed(server: Served, **query: str | list[str]) -> list[str]:
    """The names of the pages of one part."""
    got = server.get(f"/api/cards?{urlencode(query, doseq=True)}")
    assert got.status == 200, got.text
    return [card["url"].rpartition("/")[2] for card in got.json()["cards"]]


@pytest.mark.parametrize("sort", SORTS)
def test_parts_hold_every_card_once_in_the_order_of_the_list(server: Served, sort: str) -> None:
    found, query = [], {"sort": sort, "limit": "5"}
    for _ in range(10):
        got = server.get(f"/api/cards?{urlencode(query)}")
        part = got.json()
        found += [card["id"] for card in part["cards"]]
        if part["next_cursor"] is None:
            assert "link" not in got.headers
            break
        query["cursor"] = part["next_cursor"]
        assert got.headers["link"] == f'</api/cards?{urlencode(query)}>; rel="next"'
    ordered = command(server, "list", "--sort", sort)
    assert isinstance(ordered, list)
    assert found == [card["id"] for card in ordered]


def test_filters_of_different_kinds_must_all_apply_of_one_kind_any(server: Served) -> None:
    assert listed(server, verdict=["dead", "missing"]) == ["dead", "missing"]
    assert listed(server, verdict=["dead", "missing"], host="example.com") == []
    assert listed(server, host="EXAMPLE.org", verdict="dead") == ["dead"]
    assert listed(server, tag="none", doubt="false") == []
    assert listed(server, marked="1") == listed(server, doubt="true") == listed(server, language="xx") == []


def test_a_document_narrows_by_its_path_its_name_or_its_key(server: Served) -> None:
    """Its path from here, or as it is stored, from the database: a client need not know where the server runs."""
    path = str(server.path.parent / "wiki" / "more.md")
    for name in (path, "wiki/more.md", document_key("wiki/more.md", "more.md")):
        assert listed(server, document=name) == ["alive", "dead"]
    got = server.get(f"/api/cards?{urlencode({'document': 'wiki/nowhere.md'})}")
    assert got.status == 404
    assert "wiki/nowhere.md" in got.json()["detail"]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_card_is_that_of_show(server: Served, name: str) -> None:
    id_ = resource_id(f"{SITE}/{name}")
    card = server.get(f"/api/cards/{id_}").json()
    shown = command(server, "show", id_)
    assert isinstance(shown, dict)
    if name in RESERVED:  # what a page reserves is not given to programs: docs/policy.md
        assert card["withheld"].startswith(name)
        assert (card["text"], card["preview"], card["truncated"]) == (None, None, False)
        shown |= {"text": None, "preview": None, "truncated": False}
    assert card == shown | {"withheld": card["withheld"]}
    assert (card["withheld"] is not None) == (name in RESERVED)


def test_a_card_is_found_by_its_stable_id(server: Served) -> None:
    card = server.get(f"/api/cards/{resource_id(f'{SITE}/alive')}").json()
    assert server.get(f"/api/cards/{card['stable_id']}").json() == card


@pytest.mark.parametrize(
    "id_", ["0000000000000000", "d2", "sid_", "%00", "a%2Fb", "%F0%9F%92%A9", "..%2f..", "x" * 9_000]
)
def test_what_is_no_id_is_not_found(server: Served, id_: str) -> None:
    got = server.get(f"/api/cards/{id_}")
    assert (got.status, got.headers["content-type"]) == (404, "application/problem+json")


def test_words_of_a_page_and_of_a_list_are_the_same(server: Served) -> None:
    """Only the text is left out of a list."""
    for card in server.get("/api/cards?limit=200").json()["cards"]:
        whole = server.get(f"/api/cards/{card['id']}").json()
        del whole["text"]
        assert card == whole
