"""What a careful reader found once, and what holds since: identity, reservations, escapes, secrets, settings."""

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from command_line import AsJson, Cite, Installed, Unread

ESCAPE = "\x1b]0;owned\x07"


def test_reextract_keeps_what_a_page_reserves_and_mends_what_is_known_of_it(
    installed: Installed, filled: Path, as_json: Any
) -> None:
    """An older extractor's metadata is replaced; a header's reservation stays; a second run changes nothing."""
    with sqlite3.connect(filled) as database:
        headers = json.dumps([["content-type", "text/html"], ["x-robots-tag", "noarchive"]])
        database.execute("UPDATE fetches SET headers = ?, header_set = NULL WHERE status = 200", [headers])
        page = (
            b"<html><head><title>The right title</title></head><body><p>"
            + b"Words of it. " * 40
            + b"</p></body></html>"
        )
        digest = hashlib.sha256(page).hexdigest()
        from crawler.net import zstd  # noqa: PLC0415 - the only use

        database.execute(
            "INSERT INTO bodies (sha256, size, data) VALUES (?, ?, ?)", [digest, len(page), zstd.compress(page)]
        )
        database.execute("UPDATE captures SET body_sha256 = ?", [digest])
    assert "changed their text" in installed("reextract").stdout
    card = as_json("show", "https://example.org/llama")
    assert (card["title"], card["reservations"]) == ("The right title", ["noarchive"])
    with sqlite3.connect(filled) as database:
        database.execute("UPDATE captures SET title = 'WRONG', extractor_version = '0'")
    assert "1 only their metadata" in installed("reextract").stdout
    assert as_json("show", "https://example.org/llama")["title"] == "The right title"
    again = json.loads(installed("reextract", "--json").stdout)
    assert (again["changed"], again["same"]) == (0, 1)


def test_a_url_named_for_a_crawl_is_no_second_resource(cite: Cite, as_json: AsJson, folder: Path) -> None:
    """A dry run lists it; the cited spelling keeps its Resource."""
    (folder / "a.md").write_text("[x](http://10.0.0.1/big#frag)")
    cite("add", "a.md")
    assert as_json("crawl", "--dry-run", "--url", "http://10.0.0.1/big#frag")["urls"] == ["http://10.0.0.1/big"]
    assert as_json("crawl", "--dry-run", "--url", "http://10.0.0.2")["urls"] == ["http://10.0.0.2/"]
    assert [card["url"] for card in as_json("list")] == ["http://10.0.0.1/big#frag"]


def test_a_url_without_its_scheme_is_a_usage_error_and_leaves_no_page(cite: Cite, folder: Path) -> None:
    assert "begins with no scheme, such as https://" in cite("crawl", "--url", "example.org/x", expect=2).output
    assert not (folder / "citecache.db").exists()


def test_the_command_s_db_outranks_the_environment(cite: Cite, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--db` before the command counts although CITECACHE_DB is set."""
    cite("--db", "mine.db", "add", "https://example.org/")
    monkeypatch.setenv("CITECACHE_DB", str(folder / "other.db"))
    assert "https://example.org/" in cite("--db", "mine.db", "list").stdout


@pytest.mark.parametrize(
    "setting",
    [
        "CITECACHE_WORKERS=0",
        "CITECACHE_MIN_FREE=abc",
        "CITECACHE_LEASE=0",
        "CITECACHE_EXTRACT_DEADLINE=x",
        "CONCURRENT_REQUESTS=abc",
        "CITECACHE_ALLOW_ADDRESSES=garbage",
        "CITECACHE_DB=other.db",
    ],
)
def test_an_invalid_setting_is_a_usage_error(installed: Installed, setting: str) -> None:
    """One line and exit code 2 before anything begins."""
    installed("add", "http://10.0.0.1/")
    said = installed("crawl", "-s", setting, expect=2).stderr
    assert setting.partition("=")[2] in said or "named by --db" in said


def test_a_setting_that_scrapy_rejects_is_reported_in_one_line(installed: Installed) -> None:
    """Exit code 1, not a traceback, and not "interrupted"."""
    installed("add", "http://10.0.0.1/")
    assert "a setting given with -s" in installed("crawl", "-s", "LOG_LEVEL=FOO", expect=1).stderr


def test_document_names_and_urls_are_escaped_in_every_line(cite: Cite, folder: Path) -> None:
    """File names, links, records' ids, and JSON: no control character reaches a terminal."""
    (folder / f"e{ESCAPE}.md").write_text("[a](javascript:\u009b31mx) [b](https://example.org/\u009b\u202e)")
    (folder / "r.jsonl").write_text(
        json.dumps({"id": "ab\x1b[31mcd", "url": "https://example.org/r", "title": "\u009b\u202e"})
    )
    said = cite("add", ".").stdout + cite("list").stdout + cite("crawl", "--dry-run").stdout
    said += cite("list", "--json").stdout + cite("add", ".", "--json").stdout
    assert not [
        char for char in said if (char < " " and char not in "\n\t") or "\x7f" <= char <= "\x9f" or char == "\u202e"
    ]


def test_credentials_are_kept_nowhere(cite: Cite, folder: Path) -> None:
    """Not in the sentence that cites, not in a complaint."""
    (folder / "a.md").write_text("See https://user:secret@example.org/x for this. [bad](http://u:secret@[::1/)")
    assert "secret" not in cite("add", "a.md").stdout
    assert b"secret" not in (folder / "citecache.db").read_bytes()
    assert "secret" not in cite("export", "jsonl").stdout


def test_an_undefined_id_is_reported_each_time(cite: Cite, folder: Path) -> None:
    """An unknown Resource ID is a complaint of the second reading, too."""
    (folder / "a.md").write_text('<R id="0123456789abcdef">it</R> and https://example.org/')
    first, second = cite("add", "a.md").stdout, cite("add", "a.md").stdout
    assert "a.md:1: no record defines the Resource ID 0123456789abcdef" in first
    assert "a.md:1: no record defines the Resource ID 0123456789abcdef" in second
    assert "1 document, 2 citations" in first
    assert "1 document, 2 citations" in second


def test_a_killed_run_is_settled_although_nothing_is_due(installed: Installed, filled: Path, as_json: AsJson) -> None:
    """`status` does not say "running" for ever."""
    with sqlite3.connect(filled) as database:
        database.execute("UPDATE runs SET finished_at = NULL, state = 'running', fetched = 0")
    installed("crawl")
    run = as_json("status")["last_run"]
    assert (run["state"], run["fetched"]) == ("interrupted", 2)


def test_a_backup_is_written_ahead_like_its_original(cite: Cite, filled: Path, folder: Path) -> None:
    """Opened as a cache, a copy is in WAL mode, and readable by whom the umask lets."""
    cite("backup", "copy.db")
    cite("--db", "copy.db", "list")
    with sqlite3.connect(folder / "copy.db") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert filled.exists()


def test_a_file_that_is_gone_cites_no_more(cite: Cite, as_json: AsJson, folder: Path) -> None:
    """When its folder is read again; what it cited stays, and a record may go on naming the page."""
    (folder / "docs").mkdir()
    (folder / "docs" / "a.md").write_text("https://example.org/a")
    (folder / "docs" / "b.md").write_text("https://example.org/a")
    (folder / "r.jsonl").write_text(json.dumps({"url": "https://example.org/a", "cited_by": ["b"]}))
    cite("add", "docs", "r.jsonl")
    assert as_json("show", "https://example.org/a")["cited_by_count"] == 2
    (folder / "docs" / "a.md").unlink()
    (folder / "docs" / "b.md").unlink()
    assert "2 citations gone" in cite("add", "docs").stdout
    assert [by["document"] for by in as_json("show", "https://example.org/a")["cited_by"]] == ["b"]
    assert as_json("add", "docs", expect=1)["removed_citations"] == 0  # nothing is left to read there


@pytest.mark.parametrize("command", [("list",), ("list", "--json"), ("status",), ("doctor",), ("export", "jsonl")])
@pytest.mark.usefixtures("filled")
def test_a_closed_pipe_is_not_an_error(unread: Unread, command: tuple[str, ...]) -> None:
    """As of `citecache list | head -1`: exit code 0, and nothing on stderr."""
    assert unread(*command, expect=0).stderr == ""
