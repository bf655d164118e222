"""What the tools answer, asked by the SDK's client, which checks every result against the tool's schema."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, MCPError
from mcp_types import CallToolResult, TextContent
from shelf import HOSTILE, LONG, PAGES, SITE

from citecache.mcp.server import CacheServer
from citecache.schemas import evidence_schema

Call = Callable[..., CallToolResult]


@pytest.fixture
def call(shelf: Path) -> Call:
    """A tool called through the protocol, in this process."""

    def asked(tool: str, **arguments: Any) -> CallToolResult:
        async def session() -> CallToolResult:
            async with Client(CacheServer(shelf).server) as client:
                return await client.call_tool(tool, arguments)

        return anyio.run(session)

    return asked


@pytest.fixture
def answer(call: Call) -> Callable[..., dict[str, Any]]:
    """The structured result of a tool that succeeds."""

    def asked(tool: str, **arguments: Any) -> dict[str, Any]:
        result = call(tool, **arguments)
        assert not result.is_error, result.content
        found: dict[str, Any] = result.structured_content
        return found

    return asked


def text_of(result: CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


def test_every_answer_says_what_it_speaks_of_and_how_to_verify_it(answer: Any) -> None:
    arguments: dict[str, dict[str, Any]] = {
        "get_card": {},
        "get_text": {},
        "get_evidence": {},
        "check_quote": {"quote": "The board did not approve the plan"},
    }
    for tool, more in arguments.items():
        found = answer(tool, url_or_id=f"{SITE}/llama", **more)
        text = "The board did not approve the plan. It cost $12 million [1] in all."
        assert found["url"] == f"{SITE}/llama", tool
        assert (found["verdict"], found["http_status"]) == ("alive", 200), tool
        assert found["captured_at"] == "2026-01-02T12:00:00Z", tool
        assert found["text_sha256"] == hashlib.sha256(text.encode()).hexdigest(), tool
        assert found["body_sha256"] == hashlib.sha256(f"<p>{text}".encode()).hexdigest(), tool
        assert isinstance(found["capture_id"], int), tool
        assert text[found["start"] : found["end"]].startswith("The board did not approve the plan"), tool
    (hit,) = answer("search", query="approve plan")["hits"]
    assert (hit["url"], hit["capture_id"]) == (f"{SITE}/llama", found["capture_id"])
    assert text[hit["start"] : hit["end"]] == text


def test_search_says_that_there_is_more(answer: Any) -> None:
    assert (
        len(answer("search", query="words", limit=2)["hits"]),
        answer("search", query="words", limit=2)["more"],
    ) == (
        2,
        True,
    )
    assert answer("search", query="gauge")["more"] is False
    assert answer("search", query="zebra")["hits"] == []


def test_the_parts_of_a_long_text_put_together_are_the_text(answer: Any) -> None:
    parts, start = [], 0
    while start is not None:
        found = answer("get_text", url_or_id=f"{SITE}/long", start=start, length=40_000)
        assert (found["start"], found["end"]) == (start, start + len(found["text"]))
        assert found["text_chars"] == len(LONG)
        parts.append(found["text"])
        start = found["next_start"]
    assert "".join(parts) == LONG
    assert len(parts) > 1
    assert "start=10000" in answer("get_text", url_or_id=f"{SITE}/long")["rest"]


def test_a_document_is_read_page_by_page(answer: Any, call: Call) -> None:
    for number, page in enumerate(PAGES, 1):
        found = answer("get_text", url_or_id=f"{SITE}/report.pdf", page=number)
        assert (found["text"], found["page"], found["page_count"]) == (page, number, len(PAGES))
    assert answer("get_text", url_or_id=f"{SITE}/report.pdf", start=35)["page"] == 2
    assert answer("get_text", url_or_id=f"{SITE}/report.pdf", page=2, length=7)["text"] == "On page"
    assert "has 4" in text_of(call("get_text", url_or_id=f"{SITE}/report.pdf", page=5))
    assert "no pages" in text_of(call("get_text", url_or_id=f"{SITE}/long", page=1))
    assert "not by both" in text_of(call("get_text", url_or_id=f"{SITE}/report.pdf", page=1, start=5))


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("legal", "legal reasons", "forbidden"),
        ("quiet", "no excerpts", "quiet words"),
        ("tdm", "text and data mining", "reserved words"),
    ],
)
def test_reserved_text_is_withheld_by_every_tool_and_the_reason_is_said(
    call: Call, answer: Any, name: str, reason: str, words: str
) -> None:
    quote = {"legal": "The forbidden words were once here", "quiet": "The quiet words ask for no excerpt"}
    asked: dict[str, dict[str, Any]] = {
        "get_card": {},
        "get_text": {},
        "get_evidence": {},
        "check_quote": {"quote": quote.get(name, "The reserved words stand here alone")},
    }
    for tool, more in asked.items():
        result = call(tool, url_or_id=f"{SITE}/{name}", **more)
        assert not result.is_error
        found = dict(result.structured_content) | {"quote": ""}
        assert words not in json.dumps(found), tool
        if tool != "get_evidence":
            assert reason in found["withheld"], tool
    for hit in answer("search", query=words.split(maxsplit=1)[0])["hits"]:
        assert hit["snippet"] is None
        assert reason in hit["withheld"]
    status = answer("check_quote", url_or_id=f"{SITE}/{name}", **asked["check_quote"])["status"]
    assert status == ("no_text" if name == "legal" else "verbatim")


def test_differences_from_a_reserved_text_are_named_without_its_words(answer: Any) -> None:
    found = answer("check_quote", url_or_id=f"{SITE}/tdm", quote="The reserved cats stand here alone")
    assert (found["status"], found["differences"], found["matched_text"]) == ("altered", ["word"], None)


def test_a_page_that_only_wants_no_archive_is_given(answer: Any) -> None:
    found = answer("get_text", url_or_id=f"{SITE}/unarchived")
    assert (found["text"], found["withheld"]) == ("The public words ask for no archive.", None)


def test_why_there_is_no_text_is_said(answer: Any) -> None:
    for name, reason in (("gone", "is missing"), ("image", "no text: image/png")):
        found = answer("get_text", url_or_id=f"{SITE}/{name}")
        assert found["text"] is None
        assert reason in found["missing"]
        assert reason in found["rest"]
        assert answer("check_quote", url_or_id=f"{SITE}/{name}", quote="any words at all")["status"] == "no_text"


def test_a_quote_is_checked_in_all_texts_of_the_page(answer: Any) -> None:
    def status(quote: str) -> tuple[str, str | None, Any]:
        found = answer("check_quote", url_or_id=f"{SITE}/llama", quote=quote)
        return found["status"], found["matched_text"], found["differences"]

    assert status("“It cost $12 million in all.”") == ("verbatim", "It cost $12 million [1] in all.", [])
    altered = status("It cost $15 million in all")
    assert altered[0] == "altered"
    assert altered[2] == ["number: “15” in the quote, “12” in the text"]
    vanished = answer("check_quote", url_or_id=f"{SITE}/llama", quote="The board approved the plan in 2023")
    assert vanished["status"] == "vanished"
    assert (vanished["captured_at"], vanished["last_seen"]) == ("2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z")
    assert vanished["capture_id"] == vanished["evidence_record"]["capture_id"]
    assert vanished["text_sha256"] == vanished["evidence_record"]["text_sha256"]
    then = answer("get_text", url_or_id=f"{SITE}/llama", capture_id=vanished["capture_id"])["text"]
    assert then[vanished["start"] : vanished["end"]] == vanished["matched_text"]
    absent = answer("check_quote", url_or_id=f"{SITE}/llama", quote="penguins are the finest of all birds")
    assert (absent["status"], absent["start"], absent["capture_id"]) == ("absent", None, None)


def test_what_a_teaser_lacks_is_not_absent(answer: Any) -> None:
    found = answer("check_quote", url_or_id=f"{SITE}/teaser", quote="what the paying reader reads of it")
    assert (found["status"], found["differences"]) == ("no_text", ["only a teaser: the page is restricted"])
    assert answer("check_quote", url_or_id=f"{SITE}/teaser", quote="Subscribe to read on")["status"] == "verbatim"


def test_the_evidence_is_the_published_record(answer: Any) -> None:
    validator = Draft202012Validator(evidence_schema())
    for name in ("gone", "image", "legal", "llama", "report.pdf"):
        record = answer("get_evidence", url_or_id=f"{SITE}/{name}")
        assert not list(validator.iter_errors(record)), name
        checked = answer("check_quote", url_or_id=f"{SITE}/{name}", quote="some words of it")
        assert not list(validator.iter_errors(checked["evidence_record"])), name
    assert len(answer("get_evidence", url_or_id=f"{SITE}/llama", fetches=1)["fetches"]) == 1
    assert answer("get_evidence", url_or_id=f"{SITE}/llama", fetches=1)["fetch_count"] == 2


def test_words_of_pages_stand_between_tags_that_the_page_cannot_close(call: Call) -> None:
    """The number in the tags is another one in every answer; the structured result names the fields."""
    seen = set()
    for _ in range(2):
        result = call("get_text", url_or_id=f"{SITE}/hostile")
        assert result.structured_content["text"] == HOSTILE
        assert {"text", "title"} <= set(result.structured_content["untrusted"])
        shown = json.loads(text_of(result))
        boundary = re.fullmatch(r".*<untrusted (\w{16})>.*", shown["note"])
        assert boundary
        assert shown["text"] == f"<untrusted {boundary[1]}>{HOSTILE}</untrusted {boundary[1]}>"
        assert boundary[1] not in HOSTILE
        assert {key: value for key, value in shown.items() if key not in ("note", "text", "title")} == {
            key: value for key, value in result.structured_content.items() if key not in ("text", "title")
        }
        seen.add(boundary[1])
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("check_quote", {"url_or_id": f"{SITE}/llama", "quote": "… —"}, "no words"),
        ("check_quote", {"url_or_id": f"{SITE}/llama"}, "quote: Field required"),
        ("get_card", {"url_or_id": "https://example.org/unknown"}, "nothing in the cache is called"),
        ("get_card", {}, "Field required"),
        ("get_card", {"url_or_id": "x", "more": 1}, "more: Extra inputs"),
        ("get_text", {"url_or_id": f"{SITE}/llama", "capture_id": 999}, "capture 999 is none of"),
        ("get_text", {"url_or_id": f"{SITE}/llama", "capture_id": 10**30}, "capture_id: Input should be less"),
        ("get_text", {"url_or_id": f"{SITE}/llama", "length": 10**9}, "length: Input should be less"),
        ("get_text", {"url_or_id": f"{SITE}/llama", "start": -1}, "start: Input should be greater"),
        ("get_text", {"url_or_id": f"{SITE}/llama", "start": 5000}, "beyond the text"),
        ("search", {"query": '"never closed'}, "quot"),
        ("search", {"query": ""}, "query"),
    ],
)
def test_a_mistake_is_an_error_that_a_model_can_read(
    call: Call, tool: str, arguments: dict[str, Any], said: str
) -> None:
    result = call(tool, **arguments)
    assert result.is_error
    assert said in text_of(result)
    assert "\n" not in text_of(result)


def test_an_unknown_tool_is_a_mistake_of_the_protocol(shelf: Path) -> None:
    async def session() -> str:
        async with Client(CacheServer(shelf).server) as client:
            with pytest.raises(MCPError) as raised:
                await client.call_tool("delete", {"url_or_id": "x"})
        return str(raised.value)

    assert "there is no tool 'delete': search, get_card" in anyio.run(session)


def test_a_resource_is_found_by_all_its_names(answer: Any) -> None:
    card = answer("get_card", url_or_id=f"{SITE}/llama")
    for name in ("id", "stable_id", "url"):
        assert answer("get_card", url_or_id=card[name])["id"] == card["id"]
        assert answer("get_card", **{name: card[name]})["id"] == card["id"]


def test_a_card_is_what_show_gives_without_its_text(answer: Any, shelf: Path) -> None:
    from click.testing import CliRunner  # noqa: PLC0415 - for this test alone

    from citecache.cli.group import citecache  # noqa: PLC0415 - likewise

    said = CliRunner().invoke(citecache, ["show", f"{SITE}/llama", "--json", "--db", str(shelf)]).stdout
    shown = {key: value for key, value in json.loads(said).items() if key != "text"}
    found = answer("get_card", url_or_id=f"{SITE}/llama")
    assert {key: found[key] for key in shown} == shown
    assert "text" not in found
