"""`check --fetch` and `crawl SOURCE`: one command for a pull request, which fetches what these sources cite."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from command_line import Cite, Installed
from loopback_web import LOOPBACK, LoopbackWeb, loopback_web

FETCH = ("check", "--fetch", *LOOPBACK)


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with loopback_web() as found:
        yield found


@pytest.fixture
def docs(folder: Path, web: LoopbackWeb) -> Path:
    """A document that cites a good page, one that is gone, and one that is excluded; another one cites a fourth."""
    (folder / "docs").mkdir()
    links = f"[Good]({web.page('/good')}), [gone]({web.url('/gone')}), [kept out]({web.page('/private/x')})."
    (folder / "docs" / "a.md").write_text(f"# Docs\n\n{links}\n")
    (folder / "other.md").write_text(f"[Another]({web.page('/other')})\n")
    (folder / ".lycheeignore").write_text("/private/\n")
    return folder


@pytest.mark.usefixtures("docs")
def test_one_command_reads_fetches_and_reports(installed: Installed, web: LoopbackWeb, folder: Path) -> None:
    """In an empty directory, without a terminal; stdout is the report and nothing else."""
    done = installed(*FETCH, "docs", expect=3)
    column = len("[Good](), ") + len(web.url("/good")) + 1
    assert done.stdout.splitlines() == [
        f"docs/a.md:3:{column}  [404] {web.url('/gone')}  not found (1 of 3 checks)",
        (
            "3 citations in 1 document, 3 resources: 1 problem (1 missing), no warnings, 1 alive,"
            " 1 excluded (1 .lycheeignore exclude)"
        ),
    ]
    assert "2 pages fetched, 0 fresh" in done.stderr
    assert sorted(web.asked) == ["/gone", "/good"]
    assert (folder / "citecache.db").exists()


@pytest.mark.usefixtures("docs")
def test_what_is_fresh_is_not_fetched_again(installed: Installed, web: LoopbackWeb) -> None:
    first = installed(*FETCH, "docs", expect=3)
    again = installed(*FETCH, "docs", expect=3)
    assert again.stdout == first.stdout
    assert "0 pages fetched, 2 fresh" in again.stderr
    assert sorted(web.asked) == ["/gone", "/good"]
    installed(*FETCH, "docs", "--max-age", "0s", expect=3)
    assert sorted(web.asked) == ["/gone", "/gone", "/good", "/good"]


@pytest.mark.usefixtures("docs")
def test_an_older_page_is_fetched_again(installed: Installed, web: LoopbackWeb, folder: Path) -> None:
    """After the seven days that are the default; not before."""
    installed(*FETCH, "docs", expect=3)
    for days, asked in ((6, 2), (8, 4)):
        with sqlite3.connect(folder / "citecache.db") as db:
            moment = f"strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-{days} days')"
            db.execute(f"UPDATE fetches SET started_at = {moment}")
            db.execute("UPDATE pages SET due_at = '2999-01-01T00:00:00Z'")
        db.close()
        installed(*FETCH, "docs", expect=3)
        assert len(web.asked) == asked


@pytest.mark.usefixtures("docs")
def test_a_page_that_did_not_answer_is_inconclusive_and_asked_again(installed: Installed, folder: Path) -> None:
    (folder / "down.md").write_text("[Down](http://127.0.0.1:9/)\n")
    done = installed(*FETCH, "down.md")
    assert "no problems, no warnings, 1 inconclusive" in done.stdout
    assert "1 page fetched, 0 fresh" in installed(*FETCH, "down.md", "--strict", "--max-age", "0s", expect=3).stderr


@pytest.mark.usefixtures("docs")
@pytest.mark.parametrize("format", ["github", "json", "junit", "markdown"])
def test_every_format_has_stdout_to_itself(installed: Installed, format: str) -> None:
    said = installed(*FETCH, "docs", "--format", format, expect=3).stdout
    if format == "json":
        assert json.loads(said)["errors"] == 1
    elif format == "junit":
        assert ET.fromstring(said).get("failures") == "1"
    elif format == "github":
        (line,) = said.splitlines()
        assert line.startswith("::error file=docs/a.md,line=3,")
    else:
        assert said.startswith("**citecache**: 3 citations")


@pytest.mark.usefixtures("docs")
def test_options_of_fetching_need_fetch(cite: Cite) -> None:
    for option in (("--max-age", "1d"), ("-s", "A=B"), ("--allow-address", "10.0.0.0/8"), ("-v",)):
        assert f"{option[0]} is an option of --fetch" in cite("check", "docs", *option, expect=2).output


@pytest.mark.usefixtures("docs")
def test_crawl_of_a_source_fetches_what_it_cites(installed: Installed, web: LoopbackWeb) -> None:
    """And says how many other pages are due, and by which command they are fetched."""
    installed("add", "docs")
    said = installed("crawl", "other.md", *LOOPBACK).stdout
    assert web.asked == ["/other"]
    assert "crawl   # 3 other pages due, cited elsewhere" in said
    assert "3 other pages due" in installed("crawl", "other.md").stdout
    assert json.loads(installed("crawl", "other.md", "--json").stdout)["others_due"] == 3
    assert installed("crawl", "other.md", "--dry-run").stdout == ""
    assert installed("crawl", "docs/a.md", "--dry-run", "--limit", "2").stdout.count("\n") == 2
    installed("crawl", *LOOPBACK)
    assert sorted(web.asked) == ["/gone", "/good", "/other", "/private/x"]


def test_crawl_of_records_fetches_what_they_describe(installed: Installed, folder: Path, web: LoopbackWeb) -> None:
    """Also where they were read before, and no document cites them."""
    (folder / "records.yaml").write_text(f"- id: 0123456789abcdef\n  url: {web.page('/record')}\n  title: A record\n")
    installed("add", "records.yaml", web.page("/other"))
    installed("crawl", "records.yaml", *LOOPBACK)
    assert web.asked == ["/record"]


@pytest.mark.usefixtures("docs")
def test_a_list_of_records_that_are_only_urls_is_fetched(installed: Installed, web: LoopbackWeb, folder: Path) -> None:
    (folder / "list.json").write_text(json.dumps([{"url": web.page("/bare")}]))
    installed("crawl", *LOOPBACK, "list.json")
    assert web.asked == ["/bare"]
