"""The installed command `citecache mcp`, started by the SDK's client and spoken to over its pipes."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp_types import TextResourceContents
from shelf import LONG, SITE, Answer, fill

from citecache.cli.group import citecache

T = TypeVar("T")
COMMAND = str(Path(sys.executable).parent / "citecache")


def over_stdio(path: Path, use: Callable[[Client], Awaitable[T]]) -> T:
    """What `use` gives of a client that has started the command on a cache."""

    async def session() -> T:
        server = StdioServerParameters(command=COMMAND, args=["mcp", "--db", str(path)], cwd=path.parent)
        with anyio.fail_after(60):
            async with Client(stdio_client(server)) as client:
                return await use(client)

    return anyio.run(session)


def structured(result: Any) -> dict[str, Any]:
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    return found


def test_a_client_finds_tools_that_only_read_and_calls_each(shelf: Path) -> None:
    """The client checks the results against the schemas; the file is the same afterwards."""
    before = hashlib.sha256(shelf.read_bytes()).hexdigest()

    async def use(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == ["search", "get_card", "get_text", "get_evidence", "check_quote"]
        for tool in tools.values():
            assert tool.annotations
            assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
            assert tool.input_schema["type"] == "object"
            assert tool.input_schema["additionalProperties"] is False
            assert tool.output_schema
            assert tool.output_schema["type"] == "object"
        assert client.server_info.name == "citecache"
        assert "read-only" in (client.instructions or "")
        url = f"{SITE}/llama"
        assert structured(await client.call_tool("search", {"query": "plan"}))["hits"][0]["url"] == url
        assert structured(await client.call_tool("get_card", {"url_or_id": url}))["verdict"] == "alive"
        assert structured(await client.call_tool("get_text", {"url_or_id": url, "length": 9}))["text"] == "The board"
        assert structured(await client.call_tool("get_evidence", {"url_or_id": url}))["version"] == "1.0"
        quoted = structured(await client.call_tool("check_quote", {"url_or_id": url, "quote": "the board approved"}))
        assert quoted["status"] == "vanished"
        assert (await client.call_tool("get_card", {"url_or_id": "nothing"})).is_error

    over_stdio(shelf, use)
    assert hashlib.sha256(shelf.read_bytes()).hexdigest() == before


def test_what_a_run_stores_meanwhile_is_seen(shelf: Path) -> None:
    async def use(client: Client) -> tuple[str, str]:
        async def text() -> str:
            return str(structured(await client.call_tool("get_text", {"url_or_id": f"{SITE}/gone"}))["text"])

        before = await text()
        await anyio.to_thread.run_sync(lambda: fill(shelf, {f"{SITE}/gone": [Answer("It is back, and alive.")]}))
        return before, await text()

    assert over_stdio(shelf, use) == ("None", "It is back, and alive.")


def test_nothing_but_the_protocol_is_on_stdout(shelf: Path) -> None:
    """And the server ends with its input, with exit code 0."""
    requests = [
        {
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "a test", "version": "1"},
            },
        },
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "get_text", "arguments": {"url_or_id": f"{SITE}/long"}}},
        {"id": 3, "method": "tools/call", "params": {"name": "get_text", "arguments": {"url_or_id": "nothing"}}},
        {"id": 4, "method": "no/such/method"},
    ]
    process = subprocess.Popen(
        [COMMAND, "mcp", "--db", str(shelf)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout
    answers = {}
    for request in requests:
        process.stdin.write(json.dumps({"jsonrpc": "2.0"} | request) + "\n")
        process.stdin.flush()
        if "id" in request:
            message = json.loads(process.stdout.readline())
            answers[message["id"]] = message
    rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest == ""
    assert "Traceback" not in errors
    assert answers[2]["result"]["structuredContent"]["text"] == LONG[:10_000]
    assert answers[3]["result"]["isError"] is True
    assert "error" in answers[4]


def test_what_was_asked_before_the_input_ended_is_answered(shelf: Path) -> None:
    """As in `citecache mcp < requests`."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a test", "version": "1"}}
    quote = {"name": "check_quote", "arguments": {"url_or_id": f"{SITE}/llama", "quote": "the board approved"}}
    requests: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        *({"id": number, "method": "tools/call", "params": quote} for number in (2, 3, 4)),
    ]
    done = subprocess.run(
        [COMMAND, "mcp", "--db", str(shelf)],
        input="".join(json.dumps({"jsonrpc": "2.0"} | request) + "\n" for request in requests),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert sorted(json.loads(line)["id"] for line in done.stdout.splitlines()) == [1, 2, 3, 4]


def test_resources_are_listed_in_pages_and_read_by_stable_id(shelf: Path, folder: Path) -> None:
    (folder / "more.md").write_text("\n".join(f"[{number}]({SITE}/more/{number})" for number in range(150)))
    assert CliRunner().invoke(citecache, ["add", "more.md"]).exit_code == 0

    async def use(client: Client) -> None:
        first = await client.list_resources()
        assert (len(first.resources), first.next_cursor is None) == (100, False)
        second = await client.list_resources(cursor=first.next_cursor)
        assert second.next_cursor is None
        uris = [resource.uri for resource in (*first.resources, *second.resources)]
        assert len(set(uris)) == len(uris) == 161
        templates = (await client.list_resource_templates()).resource_templates
        assert [template.uri_template for template in templates] == [
            "citecache://resources/{stable_id}",
            "citecache://resources/{stable_id}/text",
        ]
        card = structured(await client.call_tool("get_card", {"url_or_id": f"{SITE}/long"}))
        uri = f"citecache://resources/{card['stable_id']}"
        assert uri in uris
        (read,) = (await client.read_resource(uri)).contents
        assert isinstance(read, TextResourceContents)
        assert (json.loads(read.text)["url"], read.mime_type) == (f"{SITE}/long", "application/json")
        (text,) = (await client.read_resource(f"{uri}/text")).contents
        assert isinstance(text, TextResourceContents)
        assert f">{LONG[:50_000]}</untrusted " in text.text
        assert f"of {len(LONG)}: get_text with start=50000" in text.text
        assert card["text_sha256"] in text.text
        for wrong in ("citecache://resources/sid_unknown", "citecache://documents/1", f"{uri}/more"):
            with pytest.raises(MCPError):
                await client.read_resource(wrong)
        with pytest.raises(MCPError, match="cursor"):
            await client.list_resources(cursor="no cursor")

    over_stdio(shelf, use)


def test_without_a_cache_the_command_says_so_in_one_line(folder: Path) -> None:
    done = subprocess.run(
        [COMMAND, "mcp", "--db", "nowhere.db"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("citecache: there is no cache at nowhere.db")
    assert done.stderr.count("\n") == 1


def test_without_the_extra_one_line_says_what_installs_it(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "extra mcp" in CliRunner().invoke(citecache, ["doctor"]).stdout
    monkeypatch.setitem(sys.modules, "mcp", None)
    result = CliRunner().invoke(citecache, ["mcp", "--db", str(shelf)])
    assert str(result.exception) == "the MCP server needs an extra: pip install 'citecache[mcp]'"
    rows = json.loads(CliRunner().invoke(citecache, ["doctor", "--json"]).stdout)
    (row,) = [row for row in rows if row["check"] == "extra mcp"]
    assert row["state"] == "missing"
    assert "pip install 'citecache[mcp]'" in row["detail"]


def test_help_shows_a_configuration_that_a_client_can_read() -> None:
    said = CliRunner().invoke(citecache, ["mcp", "--help"]).stdout
    begin, end = said.index("  {"), said.rindex("}") + 1
    server = json.loads(said[begin:end])["mcpServers"]["citecache"]
    assert (server["command"], server["args"][0]) == ("citecache", "mcp")


def test_an_sdk_of_an_earlier_version_is_told_like_a_missing_one(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "sdk").mkdir()
    (tmp_path / "sdk" / "mcp.py").write_text('"""The names of another version."""\n')
    done = subprocess.run(
        [COMMAND, "mcp", "--db", str(shelf)],
        env={"PYTHONPATH": str(tmp_path / "sdk"), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "citecache: the MCP server needs an extra: pip install 'citecache[mcp]'\n"
