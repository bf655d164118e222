"""`--log-format json`: every line of stderr is one JSON object, whatever strangers wrote."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Installed
from loopback_web import LOOPBACK, LoopbackWeb, loopback_web
from test_inert import COMMAND, FORBIDDEN, HOSTILE

from citecache.usecases.json_log import JsonFormatter, JsonHandler

JSON_LOG = ("--log-format", "json")


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with loopback_web() as found:
        yield found


def entries(stderr: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stderr.splitlines()]


def test_a_crawl_logs_its_beginning_each_page_and_its_end(installed: Installed, folder: Path, web: LoopbackWeb) -> None:
    (folder / "a.md").write_text(f"[A]({web.page('/a')}), [gone]({web.url('/gone')}), [bad](http://:80/)\n")
    done = installed("crawl", "a.md", *LOOPBACK, *JSON_LOG)
    assert "3 pages in" in done.stdout
    log = entries(done.stderr)
    assert all({"time", "level", "logger", "message"} <= entry.keys() for entry in log)
    assert [(one["pages"], one["run"]) for one in log if "begins" in one["message"]] == [(3, 1)]
    pages = {one["url"]: one for one in log if "outcome" in one}
    assert pages.keys() == {web.url("/a"), web.url("/gone"), "http://:80/"}
    good, gone = pages[web.url("/a")], pages[web.url("/gone")]
    assert (good["verdict"], good["status"], good["host"], good["run"]) == ("alive", 200, "127.0.0.1", 1)
    assert (gone["verdict"], gone["status"], gone["level"]) == ("missing", 404, "INFO")
    (ended,) = [one for one in log if "state" in one]
    assert (ended["state"], ended["fetched"], ended["verdicts"]) == (
        "finished",
        3,
        {"alive": 1, "failed": 1, "missing": 1},
    )


def test_a_refresh_logs_verdicts_that_changed(installed: Installed, folder: Path, web: LoopbackWeb) -> None:
    (folder / "a.md").write_text(f"[A]({web.page('/a')})\n")
    installed("crawl", "a.md", *LOOPBACK)
    web.pages.clear()
    log = entries(installed("refresh", "--all", *LOOPBACK, *JSON_LOG).stderr)
    assert [(one["before"], one["verdict"], one["run"]) for one in log if "before" in one] == [("alive", "missing", 2)]


def test_what_a_command_says_is_in_the_log(installed: Installed, folder: Path, web: LoopbackWeb) -> None:
    """Sources that cannot be read, and why the command fails."""
    (folder / "a.md").write_text(f"[A]({web.page('/a')})\n")
    done = installed("crawl", "a.md", "none.md", *LOOPBACK, *JSON_LOG, expect=1)
    log = entries(done.stderr)
    assert any("none.md" in one["message"] for one in log)
    assert log[-1]["level"] == "ERROR"
    wrong = installed("crawl", *JSON_LOG, "-s", "DOWNLOAD_DELAY=x", expect=2)
    assert "DOWNLOAD_DELAY" in entries(wrong.stderr)[-1]["message"]
    assert "LOG_LEVEL" in installed("crawl", *JSON_LOG, "-s", "LOG_LEVEL=loud", expect=2).stderr


def test_v_adds_the_messages_of_scrapy(installed: Installed, folder: Path, web: LoopbackWeb) -> None:
    (folder / "a.md").write_text(f"[A]({web.page('/a')})\n")
    quiet = entries(installed("crawl", "a.md", *LOOPBACK, *JSON_LOG).stderr)
    assert not [one for one in quiet if one["logger"].startswith("scrapy")]
    loud = entries(installed("crawl", "--all", *LOOPBACK, *JSON_LOG, "-v").stderr)
    assert [one for one in loud if one["logger"].startswith("scrapy") and one.get("run") == 2]


def record(message: str, *arguments: object, name: str = "citecache", **fields: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.INFO, "x.py", 1, message, arguments, None)
    made.fields = fields
    return made


def test_what_strangers_wrote_acts_on_nothing_before_and_after_decoding() -> None:
    for text in HOSTILE:
        line = JsonFormatter().format(record("the fetch of %s failed", text, url=text))
        assert line.isascii()
        assert "\n" not in line
        assert not COMMAND.search(line)
        decoded = json.loads(line)
        assert not FORBIDDEN.findall(decoded["message"] + decoded["url"])


def test_no_credentials_are_logged() -> None:
    url = "https://user:secret@example.org/?to=http%3A%2F%2Fu%3Asecret%40example.com"
    made = record("asked for %s", url, url=url, hops={"first": url})
    made.exc_info = (ValueError, ValueError(url), None)
    line = JsonFormatter().format(made)
    assert "ValueError" in json.loads(line)["exception"]
    assert "secret" not in line


def test_a_record_that_cannot_be_formatted_is_still_a_line() -> None:
    assert json.loads(JsonFormatter().format(record("%d pages", "x", odd={1, 2})))["message"] == "%d pages"


def test_messages_of_others_need_their_level() -> None:
    written: list[str] = []
    handler = JsonHandler(written.append, "ERROR")
    for name in ("citecache.run", "scrapy.core.engine", "pipelines.stages"):
        handler.handle(record("said", name=name))
    assert [json.loads(line)["logger"] for line in written] == ["citecache.run", "pipelines.stages"]
