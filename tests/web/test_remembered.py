"""What the server remembers between requests: never of another cache than the one that is there."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cited_web import DAY, NOW, SITE, Answer, build, fill
from served import serving

from citecache.usecases import change_log
from citecache.web import remembered
from citecache.web.remembered import MOST, Memory
from crawler.cache import CacheFile
from crawler.model import Verdict
from crawler.model.errors import CacheError

TEXT = "The harbour stays {0} for all ships in winter, as the council said on Monday. " * 4
DOCUMENTS = {"wiki/one.md": f"# One\n\nIt says [so]({SITE}/page).\n"}


def history(folder: Path, before: str, after: str) -> Path:
    """A cache of one page whose text has changed."""
    answers = [Answer(TEXT.format(word), title="The harbour") for word in (before, after)]
    return build(folder, {"page": answers}, DOCUMENTS)


def test_words_that_changed_are_those_of_the_cache_that_was_copied_over_another(tmp_path: Path) -> None:
    path = history(tmp_path / "one", "open", "closed")
    backup = history(tmp_path / "other", "frozen", "flooded")
    with serving(path) as server:
        assert "<del>open</del>" in server.get("/changes").text
        path.write_bytes(backup.read_bytes())  # the same file still
        html = server.get("/changes").text
    assert "<del>frozen</del>" in html
    assert "<del>open</del>" not in html


def test_of_a_cache_that_is_not_there_the_same_is_said_everywhere(tmp_path: Path) -> None:
    path = history(tmp_path, "open", "closed")
    with serving(path) as server:
        assert server.get("/healthz").status == 200
        path.unlink()
        for page in ("/", "/search", "/documents", "/changes", "/runs", "/api/cards", "/healthz"):
            got = server.get(page)
            assert (got.status, "there is no cache at " in got.text) == (503, True), page


def test_what_a_count_fails_at_is_not_told_to_who_asks_after_the_file_has_changed(tmp_path: Path) -> None:
    path = history(tmp_path, "open", "closed")
    memory, changed = Memory(path, lambda: NOW), threading.Event()

    def fail(_: CacheFile) -> str:
        changed.wait(20)
        raise CacheError("there was no cache")

    memory.begin("words", fail)
    os.utime(path, (1, 1))
    threading.Timer(0.1, changed.set).start()
    assert asyncio.run(memory.get("words", lambda _: "of now")).value == "of now"


def test_what_takes_long_is_remembered_however_many_pages_are_asked_for(tmp_path: Path) -> None:
    made = []

    def count(name: str) -> Callable[[CacheFile], str]:
        def use(_: CacheFile) -> str:
            made.append(name)
            return name

        return use

    path = history(tmp_path, "open", "closed")
    os.utime(path, (0, 0))  # nothing has just been written
    memory = Memory(path, lambda: NOW)

    async def ask() -> None:
        memory.begin("all", count("all"), lasting=True)
        for number in range(2 * MOST):
            await memory.get(f"part {number}", count("part"))
        assert (await memory.get("all", count("all"))).value == "all"
        await memory.get("part 0", count("part 0"))

    with ThreadPoolExecutor() as thread:  # this one may have a browser's loop
        thread.submit(asyncio.run, ask()).result()
    assert made.count("all") == 1
    assert made[-1] == "part 0"  # that was counted anew


def test_no_excerpt_is_shown_of_a_page_withheld_by_law_since_the_cards_were_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "QUICK", 0)  # all counts take long
    monkeypatch.setattr(remembered, "PAUSE", 1_000_000)  # and are not made anew
    path = history(tmp_path, "open", "closed")
    with serving(path) as server:
        assert "council" in server.get("/search?q=winter").text
        fill(path, {f"{SITE}/page": [Answer(None, status=451, verdict=Verdict.LEGAL)]}, start=NOW - DAY)
        html = server.get("/search?q=winter").text
    assert "The cache has just been written to" in html
    assert "council" not in html


def test_differences_are_kept_up_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "KEPT", 2)
    names = ("a", "b", "c", "d")
    answers = {name: [Answer(f"{TEXT.format(word)} {name}") for word in ("open", "closed")] for name in names}
    path = build(tmp_path, answers, {"one.md": "".join(f"[{name}]({SITE}/{name})\n" for name in names)})
    known: change_log.Differences = {}
    with CacheFile.open(path) as cache:
        happened = change_log.change_log(cache)
        for _ in range(2):
            listed = change_log.listed_changes(cache, happened, known)
            assert [one.difference.words_added for one in listed if one.difference] == [4] * 4
            assert len(known) == 2
