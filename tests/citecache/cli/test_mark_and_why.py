"""`mark` and `why`: a person's word beside the evidence."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from command_line import AsJson, Cite

from crawler import __version__
from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Fetch, Outcome, Selection, Verdict

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"


def gone_again(path: Path) -> None:
    """One more run in which the page is not there."""
    with CacheFile.open(path) as cache:
        now = datetime.now(UTC)
        run = runs.begin(cache, Selection(urls=(GONE,)), now=now)
        for (page,) in due_pages(cache, run.selection, cutoff=run.cutoff, now=now):
            known: dict[str, Any] = {"status": 404, "verdict": Verdict.MISSING, "effective_verdict": Verdict.MISSING}
            fetch = Fetch(page=page, started_at=now, elapsed=0.1, outcome=Outcome.RESPONSE, **known)
            store_fetches(cache, [fetch], run_id=run.id)
        runs.finish(cache, run, now=now)


def test_a_mark_shows_as_a_persons_and_survives_later_runs(filled: Path, cite: Cite, as_json: Any) -> None:
    assert "is alive, marked by you (before: missing)" in cite("mark", GONE, "alive", "--note", "I looked").output
    gone_again(filled)
    card = as_json("show", GONE)
    assert (card["verdict"], card["marked_note"]) == ("alive", "I looked")
    assert "Marked alive by a person" in " ".join(cite("show", GONE).output.split())
    said = cite("why", GONE).output
    assert "marked by a person at" in said
    assert "I looked" in said
    assert as_json("why", GONE)["fetches"][0]["held"] == "missing"
    assert [card["verdict"] for card in as_json("list", "--verdict", "alive")] == ["alive", "alive"]


def test_a_mark_can_be_lifted(filled: Path, cite: Cite, as_json: AsJson) -> None:
    """Then the evidence of all fetches counts again, including later ones."""
    cite("mark", GOOD, "usurped")
    gone_again(filled)
    assert "is alive again, by the evidence" in cite("mark", GOOD, "--clear").output
    assert as_json("show", GONE)["verdict"] == "missing"
    assert as_json("show", GOOD)["marked_at"] is None
    assert "is not marked" in str(cite("mark", GOOD, "--clear", expect=1).exception)


def test_help_names_every_verdict_that_a_person_can_give(cite: Cite) -> None:
    said = " ".join(cite("mark", "--help").output.split())
    names = [verdict.value for verdict in Verdict if verdict is not Verdict.UNCHECKED]
    assert f"VERDICT is {', '.join(names[:-1])} or {names[-1]}." in said


def test_mark_requires_a_verdict_or_clear(filled: Path, cite: Cite) -> None:
    """Anything else is a usage error, reported in one line."""
    assert filled.exists()
    for arguments in (("mark", GOOD), ("mark", GOOD, "alive", "--clear"), ("mark", GOOD, "--clear", "--note", "x")):
        assert "give a VERDICT" in cite(*arguments, expect=2).output
    assert "is not one of" in cite("mark", GOOD, "fine", expect=2).output
    cite("mark", "https://example.org/never-heard-of", "alive", expect=1)


def test_why_names_the_version_that_judged(filled: Path, as_json: AsJson) -> None:
    assert filled.exists()
    assert as_json("why", GONE)["fetches"][0]["version"] == __version__


def test_why_replays_every_stored_fetch_offline(filled: Path, cite: Cite, as_json: AsJson) -> None:
    """The verdict of today's rules is shown beside the stored one; nothing is changed."""
    gone_again(filled)
    replay = as_json("why", GONE, "--replay")["replay"]
    assert [row["same"] for row in replay] == [True, True]
    assert replay[0]["now"]["verdict"] == "missing"
    assert replay[0]["evidence"][0]["rule"] == "status-404"
    assert "2 fetches judged again, 2 with the same verdict" in cite("why", GONE, "--replay").output
    with CacheFile.open(filled) as cache, cache.write() as db:
        db.execute("UPDATE fetches SET verdict = 'alive', effective_verdict = 'alive' WHERE status = 404")
    told = cite("why", GONE, "--replay").output
    assert "2 fetches judged again, 0 with the same verdict" in told
    assert "alive -> missing" in told
    assert as_json("why", GONE)["verdict"] == "missing"


def test_why_says_that_an_outage_is_inconclusive(filled: Path, cite: Cite) -> None:
    with CacheFile.open(filled) as cache:
        now = datetime.now(UTC)
        run = runs.begin(cache, Selection(urls=(GONE,)), now=now)
        for (page,) in due_pages(cache, run.selection, cutoff=run.cutoff, now=now):
            known: dict[str, Any] = {"verdict": Verdict.MISSING, "effective_verdict": Verdict.MISSING}
            fetch = Fetch(page=page, started_at=now, elapsed=0.1, outcome=Outcome.NXDOMAIN, **known)
            store_fetches(cache, [fetch], run_id=run.id)
        assert runs.finish(cache, run, now=now, online=lambda: False) == "offline"
    assert "inconclusive: at least half of its run" in cite("why", GONE).output
