"""/api/quotes: each quotation of a Document, and what became of it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from cited_web import BOARD, LATER, SITE, Answer, build
from jsonschema import Draft202012Validator
from served import Served, serving

from citecache.web.api.schemas import component, components
from crawler.model import Verdict, document_key

PAGES = {
    "alive": [Answer(BOARD)],
    "changed": [Answer(BOARD), Answer(LATER)],
    "missing": [Answer(None, status=404, verdict=Verdict.MISSING)],
    "tdm": [Answer("The reserved words stand here alone. " * 8, capture={"reservations": ("tdm",)})],
}
QUOTED = (
    ("alive", "the board approved the plan in 2023", "verbatim"),
    ("alive", "the board approved the plan in 2024", "altered"),
    ("alive", "nothing of the kind was ever said of elephants", "absent"),
    ("changed", "the board approved the plan in 2023", "vanished"),
    ("missing", "whatever stood there", "no_text"),
    ("tdm", "The reserved words stand here alone", "verbatim"),
)
WIKI = {
    "quotes.wiki": "\n\n".join(
        f"Claim {number}.<ref>{{{{cite web|url={SITE}/{page}|title=T|quote={quote}}}}}</ref>"
        for number, (page, quote, _) in enumerate(QUOTED)
    ),
    "prose.md": f"They say “the board approved the plan in 2024” [there]({SITE}/alive).\n",
    "none.md": f"They say that the board approved the plan [there]({SITE}/alive).\n",
}


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(build(tmp_path_factory.mktemp("quotes"), PAGES, WIKI)) as served:
        yield served


def quotes(server: Served, document: str, **query: str) -> dict[str, Any]:
    path = str(server.path.parent / document)
    got = server.get(f"/api/quotes?{urlencode({'document': path, **query})}")
    assert got.status == 200, got.text
    found = got.json()
    assert isinstance(found, dict)
    return found


def test_every_quotation_has_its_status_in_the_order_of_the_document(quoting: Served) -> None:
    found = quotes(quoting, "quotes.wiki")["quotes"]
    assert [(one["quote"], one["status"]) for one in found] == [(quote, status) for _, quote, status in QUOTED]
    assert [one["line"] for one in found] == [1, 3, 5, 7, 9, 11]
    schema = component("Quote") | {"components": {"schemas": components()}}
    for one in found:
        Draft202012Validator(schema).validate(one)
    verbatim, altered, absent, vanished, no_text, _ = found
    assert verbatim["document"].endswith("quotes.wiki")
    assert BOARD[verbatim["start"] : verbatim["end"]] == verbatim["matched_text"]
    assert "2024" in altered["differences"][0]
    assert (absent["matched_text"], absent["start"], absent["capture_id"]) == (None, None, None)
    assert vanished["last_seen"] < verbatim["captured_at"] or vanished["capture_id"] is not None
    assert no_text["differences"]


def test_words_of_a_reserved_text_are_not_repeated(quoting: Served) -> None:
    reserved = quotes(quoting, "quotes.wiki")["quotes"][-1]
    assert (reserved["status"], reserved["matched_text"]) == ("verbatim", None)
    assert reserved["withheld"].startswith("tdm")


def test_parts_hold_every_quotation_once(quoting: Served) -> None:
    found, cursor = [], None
    for _ in QUOTED:
        part = quotes(quoting, "quotes.wiki", limit="2", **({"cursor": cursor} if cursor else {}))
        found += [one["line"] for one in part["quotes"]]
        cursor = part["next_cursor"]
        if cursor is None:
            break
    assert found == [1, 3, 5, 7, 9, 11]


def test_words_in_quotation_marks_are_quotations(quoting: Served) -> None:
    (found,) = quotes(quoting, "prose.md")["quotes"]
    assert (found["status"], found["line"], found["column"]) == ("altered", 1, 11)


def test_the_page_of_a_document_says_how_many_are_not_as_quoted(quoting: Served) -> None:
    html = quoting.get(f"/documents/{document_key('prose.md', 'prose')}").text
    assert "Not as quoted in its source: 1 quotation." in html
    assert "Nothing to fix here" not in html


def test_a_document_without_quotations_has_none(quoting: Served) -> None:
    assert quotes(quoting, "none.md") == {"quotes": [], "next_cursor": None}


@pytest.mark.parametrize("document", ["nowhere.md", "\0", "../../etc/passwd", "x/" * 1_500])
def test_an_unknown_document_is_not_found(quoting: Served, document: str) -> None:
    assert quoting.get(f"/api/quotes?{urlencode({'document': document})}").status == 404


@pytest.mark.parametrize(
    "query", ["", "document=", "document=a&document=b", "document=a&limit=101", "document=a&cursor=c1.x"]
)
def test_a_mistake_is_a_problem(quoting: Served, query: str) -> None:
    got = quoting.get(f"/api/quotes?{query}")
    assert (got.status, got.headers["content-type"]) == (400, "application/problem+json")
