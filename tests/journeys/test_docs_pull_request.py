"""A docs maintainer's pull request: one command reads the changed files, fetches what they cite, and comments."""

import pytest
from own_web import Desk, Web

CHECK = ("check", "--fetch", "--allow-address", "127.0.0.0/8")


@pytest.fixture
def docs(web: Web, desk: Desk) -> Desk:
    """A folder of docs that passes its check, with the cache that a weekly job has left."""
    folder = desk.folder / "docs"
    folder.mkdir()
    (folder / "guide.md").write_text(
        f"# Guide\n\n## Set up\n\nSee [tides]({web.url('/tides')}) and [usage](usage.md#run-it).\n"
    )
    (folder / "usage.md").write_text(
        f"# Usage\n\n## Run it\n\nAs [before](guide.md#set-up); see [the port]({web.url('/port', 2)}).\n"
    )
    (desk.folder / "lychee.toml").write_text('exclude = ["/internal/"]\n')
    desk.run(*CHECK, "docs")
    return desk


def test_a_change_is_checked_alone_and_each_fault_is_at_its_line(web: Web, docs: Desk) -> None:
    """Dead link, broken relative link, broken anchor: annotated; the excluded host is not even contacted."""
    before = len(web.asked())
    gone = web.on("/gone", 404, b"<title>Not found</title><h1>Not found</h1>", host=3)
    with (docs.folder / "docs" / "guide.md").open("a") as file:
        file.write(
            f"\n[gone]({gone})\n[no file](nowhere.md)\n[no anchor](usage.md#nowhere)\n"
            f"[internal]({web.url('/internal/page', 4)})\n"
        )
    said = docs.run(*CHECK, "docs/guide.md", "--format", "github", expect=3).stdout
    lines = [line for line in said.splitlines() if line.startswith("::error")]
    assert [f"file=docs/guide.md,line={n}" in line for n, line in zip((7, 8, 9), lines, strict=True)] == [True] * 3
    assert [hit.path for hit in web.asked()[before:]] == ["/gone"]


def test_a_corrected_change_passes_without_a_request(web: Web, docs: Desk) -> None:
    """What is fresh is not fetched again."""
    before = len(web.asked())
    with (docs.folder / "docs" / "guide.md").open("a") as file:
        file.write(f"\n[The port again]({web.url('/port', 2)}), and [set-up](#set-up).\n")
    docs.run(*CHECK, "docs/guide.md")
    assert web.asked()[before:] == []


def test_an_outage_is_no_fault_of_the_change(web: Web, docs: Desk) -> None:
    """A host that does not answer is inconclusive, and the check passes."""
    with (docs.folder / "docs" / "usage.md").open("a") as file:
        file.write(f"\n[down]({web.on('/down', 503, b'', host=5)})\n")
    said = docs.run(*CHECK, "-s", "RETRY_TIMES=0", "docs/usage.md").stdout
    assert "1 inconclusive" in said
