"""`citecache todo`: what is on the worklist, in what order, and what settles it."""

import json
import os
import re
import sqlite3
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import AsJson, Cite, Installed, progress_on_terminal

from citecache.usecases import grades
from crawler.cache import CacheFile, transactions
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Evidence, Fetch, Hop, Metadata, Outcome, Selection, Verdict, resource_id

HOST = "https://example.org"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=100)
STORY = (
    "The council of Vardal met on Monday, and spoke for three hours of what had been asked of it.",
    "It agreed to spend 4,500 crowns on a new roof for the old library at the harbour.",
    "The work begins in June, and will take some weeks, said the librarian, who has waited for long.",
)
TEXT = "\n\n".join(STORY)


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """`citecache` is on the path, so that offered commands begin with it."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")


@dataclass
class CitedWeb:
    """A cache of pages that answer what the test has them answer, day by day. Citations were read on the first day."""

    path: Path

    def answers(self, name: str, verdict: str = "alive", text: str = TEXT, day: int = 0, **fields: Any) -> None:
        """A run that fetches one page. `fields` are those of its Capture; `final_url` is where it was found."""
        url, now = f"{HOST}/{name}", START + timedelta(days=day)
        with CacheFile.open(self.path) as cache:
            run = runs.begin(cache, Selection(urls=(url,)), now=now)
            ((page,),) = due_pages(cache, run.selection, cutoff=run.cutoff, now=now)
            store_fetches(cache, [answer(page, Verdict(verdict), text, now, fields)], run_id=run.id)
            runs.finish(cache, run, now=now)
        with sqlite3.connect(self.path) as db:
            db.execute("UPDATE citations SET added_at = ?", [f"{START + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"])


def answer(page: Any, verdict: Verdict, text: str, now: datetime, fields: dict[str, Any]) -> Fetch:
    found: dict[str, Any] = {"verdict": verdict, "effective_verdict": verdict, "outcome": Outcome.RESPONSE}
    found["final_url"] = fields.pop("final_url", page.url)
    if verdict is Verdict.MOVED:
        found["redirects"] = (Hop(url=page.url, status=301),)
    if verdict in (Verdict.DEAD, Verdict.MISSING):
        counted = Evidence(rule="gone-not-found", verdict=verdict, detail="not found: 3 of 3 checks")
        return Fetch(page=page, started_at=now, elapsed=0, status=404, evidence=(counted,), **found)
    if verdict in (Verdict.UNREACHABLE, Verdict.FAILED):
        return Fetch(page=page, started_at=now, elapsed=0, **found | {"outcome": Outcome.TIMEOUT})
    made = {"media_type": "text/html", "extractor": "plain", "extractor_version": "1"}
    capture = Capture(text=text, preview=text[:3000], **made | fields)
    headers = (("content-type", "text/html; charset=utf-8"),)
    status = 403 if verdict is Verdict.BLOCKED else 200
    known = {"status": status, "body": text.encode(), "capture": capture, "headers": headers}
    return Fetch(page=page, started_at=now, elapsed=0, **known | found)


@pytest.fixture
def cited(folder: Path, cite: Cite) -> Any:
    """Writes a document that cites the pages of these names, a line each, and reads it."""

    def write(document: str, *names: str, **front_matter: object) -> CitedWeb:
        head = "".join(f"{name}: {value}\n" for name, value in front_matter.items())
        text = "\n".join(f"[The roof of the library]({HOST}/{name}).\n" for name in names)
        (folder / document).write_text(f"---\n{head}---\n{text}" if head else text)
        cite("add", document)
        return CitedWeb(folder / "citecache.db")

    return write


def entry(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in found["items"] if item["url"] == f"{HOST}/{name}")


# --- what is on it ----------------------------------------------------------------------------------


def test_pages_that_are_gone_moved_or_hijacked_are_listed_with_their_places(cited: Any, as_json: AsJson) -> None:
    names = ("dead", "missing", "soft_404", "usurped", "moved", "degraded")
    web = cited("a.md", *names)
    for name in names:
        web.answers(name, name, **{"final_url": f"{HOST}/new"} if name == "moved" else {})
    found = as_json("todo")
    assert found["total"] == found["shown"] == 6
    assert [item["concern"] for item in found["items"]] == [
        "usurped", "dead", "soft_404", "missing", "degraded", "moved",
    ]  # fmt: skip
    assert found["counts"] == dict.fromkeys([item["concern"] for item in found["items"]], 1)
    assert entry(found, "missing")["places"] == [
        {
            "document": "a.md", "file": "a.md", "line": 3, "column": 1, "label": None,
            "link_text": "The roof of the library", "url": f"{HOST}/missing",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("verdict", ["alive", "blocked", "unreachable", "failed", "unchecked"])
def test_what_is_fine_inconclusive_or_our_own_fault_is_nobodys_to_do(
    cited: Any, cite: Cite, as_json: AsJson, verdict: str
) -> None:
    web = cited("a.md", "page")
    if verdict != "unchecked":
        web.answers("page", verdict)
    assert as_json("todo")["items"] == []
    assert cite("todo").stdout == "nothing to do\n"


def test_a_page_that_a_person_has_marked_is_settled(cited: Any, cite: Cite, as_json: AsJson) -> None:
    cited("a.md", "dead").answers("dead", "dead")
    (item,) = as_json("todo")["items"]
    command = item["steps"][-1]["command"]
    arguments = command.split()[1:]
    cite(*arguments)
    assert as_json("todo")["total"] == 0
    cite("mark", item["id"], "--clear")
    assert as_json("todo")["total"] == 1


def test_what_nothing_cites_is_not_listed(cited: Any, cite: Cite, as_json: AsJson) -> None:
    web = cited("a.md", "page")
    cite("add", f"{HOST}/alone")
    web.answers("alone", "dead")
    assert as_json("todo")["total"] == 0


def test_poor_captures_are_listed_a_teaser_a_wrong_document_an_incomplete_text(cited: Any, as_json: AsJson) -> None:
    web = cited("a.md", "teaser", "part", "good")
    web.answers("teaser", "restricted")
    web.answers("part", coverage=0.31)
    web.answers("good", coverage=0.97)
    found = as_json("todo")
    assert [item["concern"] for item in found["items"]] == ["teaser", "low_coverage"]
    assert "31%" in entry(found, "part")["concerns"]["low_coverage"]


def test_a_wrong_document_is_listed_with_the_reasons(cited: Any, cite: Cite, as_json: AsJson) -> None:
    web = cited("a.md", "other")
    Path("b.md").write_text(
        f"As Doe says.[^1]\n\n[^1]: [The anatomy of a river trout in spring]({HOST}/anatomy-river-trout-spring)\n"
    )
    cite("add", "b.md")
    web.answers("anatomy-river-trout-spring", metadata=Metadata(title="A new roof"))
    (item,) = as_json("todo")["items"]
    assert item["concern"] == "wrong_document"
    assert "A new roof" in item["concerns"]["wrong_document"]
    assert item["steps"][0]["command"] == f"citecache show {item['id']}"


# --- changed where it is cited ----------------------------------------------------------------------

CLAIM = "The council of Vardal agreed to spend 4,500 crowns on the roof of its library.[^1]\n\n[^1]: {}/roof\n"


@pytest.fixture
def claimed(folder: Path, cite: Cite) -> CitedWeb:
    """A document with a claim that leans on a sentence of its source, which was fetched when it was cited."""
    (folder / "a.md").write_text(CLAIM.format(HOST))
    cite("add", "a.md")
    web = CitedWeb(folder / "citecache.db")
    web.answers("roof")
    return web


def test_a_text_that_changed_where_it_is_cited_is_listed(claimed: CitedWeb, as_json: AsJson) -> None:
    claimed.answers("roof", text=TEXT.replace("4,500", "45,000"), day=20)
    (item,) = as_json("todo")["items"]
    assert item["concern"] == "changed"
    assert f"was “{STORY[1]}”" in item["concerns"]["changed"]
    assert "45,000 crowns" in item["concerns"]["changed"]
    assert item["steps"][0]["command"] == f"citecache diff {item['id']}"


def test_a_text_that_changed_elsewhere_is_not(claimed: CitedWeb, as_json: AsJson) -> None:
    claimed.answers("roof", text=f"{TEXT.replace('June', 'July')}\n\nThe mayor is well again.", day=20)
    assert as_json("todo")["items"] == []


def test_a_passage_that_is_gone_is_listed_and_one_that_is_back_is_not(claimed: CitedWeb, as_json: AsJson) -> None:
    claimed.answers("roof", text=TEXT.replace(STORY[1], "Nothing was decided."), day=20)
    assert "nothing like it is there now" in as_json("todo")["items"][0]["concerns"]["changed"]
    claimed.answers("roof", day=30)
    assert as_json("todo")["items"] == []


def test_an_edit_of_the_claim_settles_a_change(claimed: CitedWeb, folder: Path, cite: Cite, as_json: AsJson) -> None:
    claimed.answers("roof", text=TEXT.replace("4,500", "45,000"), day=20)
    (folder / "a.md").write_text(CLAIM.format(HOST).replace("4,500", "45,000"))
    cite("add", "a.md")
    assert as_json("todo")["items"] == []


def test_a_line_added_above_does_not_hide_a_change(
    claimed: CitedWeb, folder: Path, cite: Cite, as_json: AsJson
) -> None:
    claimed.answers("roof", text=TEXT.replace("4,500", "45,000"), day=20)
    (folder / "a.md").write_text("# The roof\n\n" + CLAIM.format(HOST))
    cite("add", "a.md")
    (item,) = as_json("todo")["items"]
    assert (item["concern"], item["places"][0]["line"]) == ("changed", 3)


def test_texts_of_different_extractors_are_not_compared_and_counted(claimed: CitedWeb, as_json: AsJson) -> None:
    claimed.answers("roof", text=TEXT.replace("4,500", "45,000"), day=20, extractor_version="2")
    found = as_json("todo")
    assert (found["items"], found["not_compared"]) == ([], 1)


# --- the order --------------------------------------------------------------------------------------


def test_the_order_is_citing_documents_times_quality_times_importance(
    folder: Path, cited: Any, cite: Cite, as_json: AsJson
) -> None:
    (folder / "records.yaml").write_text(
        f"- id: {resource_id(HOST + '/grave')}\n  url: {HOST}/grave\n  title: Grave\n  importance: 90\n"
    )
    web = cited("a.md", "twice", "grave", quality=80)
    cited("b.md", "twice", "once")
    cite("add", "records.yaml")
    for name in ("once", "twice", "grave"):
        web.answers(name, "dead")
    found = as_json("todo")
    scores = [(item["url"].rpartition("/")[2], item["score"]) for item in found["items"]]
    assert scores == [("grave", 72.0), ("twice", 65.0), ("once", 25.0)]
    grave, twice, once = found["items"]
    assert (grave["cited_by_count"], grave["quality"], grave["importance"]) == (1, 80.0, 90.0)
    assert (twice["cited_by_count"], twice["quality"], twice["importance"]) == (2, 65.0, None)
    assert (once["cited_by_count"], once["quality"], once["importance"]) == (1, None, None)
    assert "(score 72: cited by 1, quality 80, importance 90)" in cite("todo").stdout


def test_the_same_cache_gives_the_same_list(cited: Any, cite: Cite) -> None:
    names = [f"p{number}" for number in range(12)]
    web = cited("a.md", *names)
    for name in names:
        web.answers(name, "dead")
    assert cite("todo").stdout == cite("todo").stdout


# --- what settles it --------------------------------------------------------------------------------


def test_each_entry_has_the_command_or_the_edit_that_settles_it(cited: Any, cite: Cite) -> None:
    web = cited("a.md", "dead", "moved")
    web.answers("dead", "dead")
    web.answers("moved", "moved", final_url=f"{HOST}/new")
    id_ = resource_id(f"{HOST}/dead")
    said = cite("todo").stdout
    assert re.search(rf"^a\.md:1:1$\n  -> citecache archive {id_} ", said, re.MULTILINE)
    assert f"repair --url {resource_id(f'{HOST}/moved')} --write   # cite its new address: {HOST}/new\n" in said
    assert said.endswith("\n2 to do: 1 dead, 1 moved\n")


# --- the output -------------------------------------------------------------------------------------


@pytest.fixture
def many(cited: Any) -> CitedWeb:
    """Thirty dead pages."""
    names = [f"p{number:02}" for number in range(30)]
    web: CitedWeb = cited("a.md", *names)
    for name in names:
        web.answers(name, "dead")
    return web


@pytest.mark.usefixtures("many")
def test_a_screen_is_cut_and_says_how_to_see_the_rest_a_file_never_is(cite: Cite, folder: Path) -> None:
    done = cite("todo")
    assert done.stdout.count("archive ") == 20
    assert done.stdout.endswith("30 to do: 30 dead; 20 shown\n")
    assert "the first 20 of 30: --limit N shows more" in done.stderr
    assert cite("todo", "--limit", "3").stdout.count("archive ") == 3
    assert cite("todo", "--limit", "3", "-o", "todo.txt").stdout == ""
    assert (folder / "todo.txt").read_text().count("archive ") == 30


@pytest.mark.usefixtures("many")
def test_status_says_how_much_there_is_to_do_and_how_to_see_it(cite: Cite, as_json: AsJson) -> None:
    assert re.search(r"^30 to do: citecache todo$", cite("status").stdout, re.MULTILINE)
    assert as_json("status")["todo"] == 30


@pytest.mark.parametrize("form", ["html", "json", "markdown", "text"])
def test_words_of_strangers_do_nothing_in_any_format(cited: Any, cite: Cite, folder: Path, form: str) -> None:
    web = cited("a.md", "page")
    title = '<script>alert(1)</script> [x](javascript:alert(1)) \x1b[31m\u202e" onload="x'
    Path("b.md").write_text(f"Doe.[^1]\n\n[^1]: [The anatomy of a river trout]({HOST}/anatomy-river-trout-book)\n")
    cite("add", "b.md")
    web.answers("anatomy-river-trout-book", metadata=Metadata(title=title))
    cite("todo", "--format", form, "-o", "out")
    text = (folder / "out").read_text()
    assert "alert" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    if form == "html":
        assert re.findall(r"<(script|a|img|link|iframe)\b", text) == []
        assert ' onload="' not in text
    if form == "markdown":
        assert "<script" not in text.replace("\\<script", "")
        assert "](javascript" not in text


def test_one_document_and_its_places_first(cited: Any, as_json: AsJson, cite: Cite) -> None:
    web = cited("a.md", "one", "both")
    cited("z.md", "both")
    for name in ("one", "both"):
        web.answers(name, "dead")
    (item,) = as_json("todo", "--document", "z.md")["items"]
    assert (item["url"], item["cited_by_count"]) == (f"{HOST}/both", 2)
    assert [place["document"] for place in item["places"]] == ["z.md", "a.md"]
    assert [item["url"] for item in as_json("todo", "--document", "z")["items"]] == [f"{HOST}/both"]
    cite("todo", "--document", "nothere.md", expect=1)


def test_the_list_is_the_same_where_nothing_can_be_written(cited: Any, installed: Installed, folder: Path) -> None:
    cited("a.md", "dead", "part").answers("dead", "dead")
    CitedWeb(folder / "citecache.db").answers("part", coverage=0.2)
    path = folder / "citecache.db"
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM assessments")
        db.execute("PRAGMA journal_mode = DELETE")
    path.chmod(0o444)
    found = json.loads(installed("todo", "--json").stdout)
    assert [item["concern"] for item in found["items"]] == ["dead", "low_coverage"]


def test_a_better_title_takes_a_page_off_the_list_without_a_fetch(cited: Any, cite: Cite, as_json: AsJson) -> None:
    web = cited("a.md", "page")
    wrong = f"Doe.[^1]\n\n[^1]: [The anatomy of a river trout]({HOST}/anatomy-river-trout-book)\n"
    Path("b.md").write_text(wrong)
    cite("add", "b.md")
    web.answers("anatomy-river-trout-book", metadata=Metadata(title="A new roof for the library"))
    assert as_json("todo")["total"] == 1
    Path("b.md").write_text(wrong.replace("The anatomy of a river trout", "A new roof for the library"))
    cite("add", "b.md")
    assert as_json("todo")["total"] == 0


def test_captures_are_graded_some_at_a_time(cited: Any, as_json: AsJson, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("one", "two", "three")
    web = cited("a.md", *names)
    for name in names:
        web.answers(name, coverage=0.2)
    whole = as_json("todo")
    monkeypatch.setattr(grades, "KEPT_AT_ONCE", 2)
    assert as_json("todo") == whole
    assert whole["total"] == 3


def test_grades_are_stored_while_another_process_writes(
    cited: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("one", "two", "three")
    web = cited("a.md", *names, "unfetched", "unfetched-too")
    for name in names:
        web.answers(name, coverage=0.2)
    monkeypatch.setattr(grades, "KEPT_AT_ONCE", 1)
    monkeypatch.setattr(transactions, "BUSY_TIMEOUT", 0.1)
    database = folder / "citecache.db"
    with sqlite3.connect(database) as other, CacheFile.open(database, snapshot=True) as cache:

        def write(*_: int) -> None:
            with other:
                other.execute("UPDATE documents SET quality = coalesce(quality, 0) + 1")

        ungraded = grades.of_grades(cache, {None}, advance=write)
        assert len(ungraded) == 2
        assert cache.execute("SELECT count(*) FROM assessments").fetchone() == (3,)
    other.close()


def test_a_page_that_is_dropped_while_it_is_graded_is_graded_as_it_was(
    cited: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cited("a.md", "part").answers("part", coverage=0.2)
    database, compute = folder / "citecache.db", grades._computed

    def compute_late(cache: CacheFile, id_: str) -> grades.CaptureGrade:
        with sqlite3.connect(database) as other:
            other.executescript("DELETE FROM citations; DELETE FROM resources")
        other.close()
        return compute(cache, id_)

    monkeypatch.setattr(grades, "_computed", compute_late)
    with CacheFile.open(database) as cache:
        assert [one.coverage for _, one in grades.grades(cache)] == [0.2]
        assert list(grades.grades(cache)) == []


@pytest.mark.parametrize("command", ["todo", "list --grade full", "status"])
def test_progress_leaves_the_terminal_clean_if_resources_were_dropped_meanwhile(
    cited: Any, folder: Path, command: str
) -> None:
    web = cited("a.md", "part")
    web.answers("part", coverage=0.2)
    with sqlite3.connect(web.path) as db:  # as it was when the command began
        db.execute("UPDATE counts SET number = number + 1 WHERE name = 'resources' AND key = 'alive'")
    db.close()
    shown = progress_on_terminal(folder, *command.split())
    assert "grading captures: 1 of 2\x1b[K\r\x1b[K" in shown


def test_of_two_spellings_of_a_wrong_page_the_first_by_url_gives_the_reason(
    cited: Any, cite: Cite, as_json: AsJson, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "anatomy-river-trout-streams"
    first, last = f"https://EXAMPLE.org/{page}", f"{HOST}/{page}"
    assert resource_id(first) > resource_id(last)
    monkeypatch.setattr(grades, "KEPT_AT_ONCE", 1)
    web = cited("a.md", "other")
    Path("b.md").write_text(
        f"As Doe says.[^1] As Roe says.[^2]\n\n[^1]: [Streams, and the anatomy of a river trout]({last})\n"
        f"[^2]: [The anatomy of a river trout in streams]({first})\n"
    )
    cite("add", "b.md")
    web.answers(page, metadata=Metadata(title="A new roof"))
    (item,) = as_json("todo")["items"]
    assert "“The anatomy of a river" in item["concerns"]["wrong_document"]


def test_grades_are_computed_once(cited: Any, cite: Cite, folder: Path) -> None:
    cited("a.md", "part").answers("part", coverage=0.2)
    cite("todo")
    with sqlite3.connect(folder / "citecache.db") as db:
        assert db.execute("SELECT count(*) FROM assessments WHERE kind = 'grade'").fetchone() == (1,)
