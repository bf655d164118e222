"""One set of numbers: what `add`, `status`, `check` and `list` count; how far a run has come."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from command_line import AsJson, Cite, Installed
from loopback_web import LOOPBACK, loopback_web

BIN = Path(sys.executable).parent
HOST = "https://example.org"
RECORDS = f"""\
- url: {HOST}/one
  title: One
  cited_by: [a, never-read]
- url: {HOST}/nobody
  title: Cited by nobody
- url: {HOST}/two
  cited_by: [never-read, other]
"""


@pytest.fixture
def wiki(folder: Path) -> Path:
    """Pages, one of which cites a URL twice; records of what they cite, of what others cite, of what nothing cites."""
    (folder / "docs").mkdir()
    (folder / "docs" / "a.md").write_text(f"[one]({HOST}/one) and [two]({HOST}/two)\n\n[one again]({HOST}/one)\n")
    (folder / "docs" / "b.md").write_text(f"[three]({HOST}/three#part)\n")
    (folder / "docs" / "none.md").write_text("Nothing is cited here.\n")
    (folder / "docs" / "refs.yaml").write_text(RECORDS)
    return folder / "docs"


NUMBERS = {"documents": 4, "citations": 4, "resources": 4, "named_documents": 2, "named_citations": 3}


@pytest.mark.usefixtures("wiki")
def test_every_command_has_the_same_numbers(as_json: AsJson) -> None:
    def numbers(*arguments: str) -> dict[str, Any]:
        found = as_json(*arguments)
        return {name: found[name] for name in NUMBERS}

    for arguments in (
        ["add", "docs", "--dry-run"],
        ["add", "docs"],
        ["add", "docs"],
        ["status"],
        ["check"],
        ["check", "docs"],
        ["add", "docs", "--dry-run"],
    ):
        assert (arguments, numbers(*arguments)) == (arguments, NUMBERS)
    assert len(as_json("list")) == NUMBERS["resources"]
    assert as_json("check")["total"] == NUMBERS["citations"] + NUMBERS["named_citations"]


@pytest.mark.usefixtures("wiki")
def test_every_command_says_what_it_counts(cite: Cite) -> None:
    counted, named = "4 documents, 4 citations, 4 resources", "3 more citations in 2 documents, named by records"
    added = cite("add", "docs").stdout
    assert added.startswith(f"{counted}; 4 new resources, 3 records")
    status, listed = cite("status").stdout, cite("list").stderr
    assert status.startswith(f"{counted}, 4 pages")
    assert listed.startswith(counted)
    assert all(named in said for said in (added, status, listed))
    total = "4 citations in 4 documents, 4 resources, 3 more citations that only records name: "
    assert cite("check").stdout.startswith(total)
    assert cite("check", "docs").stdout.startswith(total)
    assert cite("list", "--host", "example.org", "--verdict", "dead").stderr.startswith(f"0 resources of {counted}")


@pytest.mark.usefixtures("wiki")
def test_a_url_that_no_document_cites_is_a_resource(cite: Cite, as_json: AsJson) -> None:
    cite("add", "docs")
    added = as_json("add", f"{HOST}/alone", f"{HOST}/alone")
    assert (added["documents"], added["citations"], added["resources"], added["new_resources"]) == (0, 0, 1, 1)
    assert as_json("status")["resources"] == 5


def test_status_shows_how_far_a_run_has_come_and_where_a_killed_one_stopped(
    folder: Path, cite: Cite, as_json: AsJson, installed: Installed
) -> None:
    with loopback_web() as web:
        (folder / "a.md").write_text("\n\n".join(f"[page]({web.page(f'/p{number}')})" for number in range(40)))
        cite("add", "a.md")
        crawl = subprocess.Popen(
            [BIN / "citecache", "crawl", *LOOPBACK[:2], "-s", "DOWNLOAD_DELAY=0.4", "-s", "RETRY_TIMES=0"],
            cwd=folder,
            env={"LANG": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            run = wait_for_fetches(as_json, crawl)
            said = cite("status").stdout
        finally:
            os.killpg(crawl.pid, signal.SIGKILL)
            crawl.wait()
    assert (run["state"], run["planned"]) == ("running", 40)
    assert re.search(r"^last run: \S+ running, \d+ of 40 pages$", said, re.MULTILINE)
    said = installed("status").stdout
    assert re.search(r"^last run: \S+ stopped at \d+ of 40 pages; the same crawl resumes it$", said, re.MULTILINE)


def wait_for_fetches(as_json: AsJson, crawl: "subprocess.Popen[bytes]") -> dict[str, Any]:
    """The run as soon as it has stored a fetch."""
    until = time.monotonic() + 60
    while time.monotonic() < until and crawl.poll() is None:
        run: dict[str, Any] | None = as_json("status")["last_run"]
        if run is not None and run["fetched"]:
            return run
        time.sleep(0.1)
    pytest.fail(f"the crawl has stored nothing: {json.dumps(as_json('status'))}")
