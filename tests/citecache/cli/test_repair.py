"""`citecache repair`: URLs that moved or died, replaced in the documents that cite them."""

import gzip
import json
import resource
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import AsJson, Cite

from citecache.usecases import repair
from citecache.usecases.replacements import ReplacementKind
from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.cache.write.repairs import keep_identities
from crawler.model import Capture, Fetch, Hop, Metadata, Outcome, Selection, Verdict
from pipelines.preview import preview

OLD, NEW = "http://old.example/a?x=1&y=2", "https://new.example/b?p=3&q=4"
DEAD, COPY = "https://dead.example/report", "https://web.archive.org/web/20200101000000/https://dead.example/report"
FINE, SECURE = "http://fine.example/?utm_source=feed", "https://fine.example/"
HOME = "http://home.example/gone"
ELSEWHERE = "http://old.example/2019/anchor-chains-of-ferries"

NOTES = (
    f"# Notes\r\n\r\nIt [moved]({OLD}#part), says [one]({DEAD}).[^1] Do not touch `{OLD}#part`.\r\n\r\n[^1]: {FINE}\r\n"
)
TABLE = f'title,url\n"a, b",{OLD}\n'
TEXT = "The report was written before the flood, and read after it.\n\n" + "More was said. " * 100
RECORDS = f"- id: 0123456789abcdef\n  url: {DEAD}  # the report\n  tags: [tides]\n"
PAGE = f'<p><a href="{OLD.replace("&", "&amp;")}">it</a>, <a href={HOME}>home</a>'
DOCUMENTS = {"docs/notes.md": NOTES, "docs/links.csv": TABLE, "records.yaml": RECORDS, "docs/page.html": PAGE}


def seen(page_url: str) -> tuple[Verdict, str, int]:
    """The verdict of a page, the URL that answered, and its status."""
    for url, found in {
        OLD: (Verdict.MOVED, NEW, 200),
        DEAD: (Verdict.DEAD, DEAD, 404),
        FINE: (Verdict.ALIVE, SECURE, 200),
        HOME: (Verdict.MOVED, "https://home.example/", 200),
        ELSEWHERE: (Verdict.MOVED, "https://new.example/recipes", 200),
    }.items():
        if page_url == url:
            return found
    return Verdict.ALIVE, page_url, 200


@pytest.fixture
def docs(folder: Path, cite: Cite) -> Path:
    """Documents that cite a page that moved, one that is dead, with an archived copy, and one that answers as https."""
    for name, text in DOCUMENTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    cite("add", "docs", "records.yaml")
    fetch_all(folder / "citecache.db")
    return folder


def fetch_all(database: Path) -> None:
    now = datetime.now(UTC)
    with CacheFile.open(database) as cache:
        run = runs.begin(cache, Selection(everything=True), now=now)
        for (page,) in list(due_pages(cache, Selection(everything=True), cutoff=run.cutoff, now=now, batch=1)):
            verdict, final, status = seen(page.url)
            capture = Capture(
                media_type="text/html",
                text=TEXT,
                preview=preview(TEXT)[0],
                metadata=Metadata(title="Cooking with cabbage"),
            )
            fetch = Fetch(
                page=page,
                started_at=now,
                elapsed=0.1,
                outcome=Outcome.RESPONSE,
                status=status,
                final_url=final,
                redirects=(Hop(url=page.url, status=301),) if final != page.url else (),
                body=b"<html>",
                capture=capture if status == 200 else None,
                verdict=verdict,
                effective_verdict=verdict,
            )
            store_fetches(cache, [fetch], run_id=run.id)
        runs.finish(cache, run, now=now)
        with cache.write() as db:
            db.execute("UPDATE captures SET url = ? WHERE id = (SELECT max(id) FROM captures)", [COPY])
            db.execute("UPDATE pages SET archived_capture_id = (SELECT max(id) FROM captures) WHERE url = ?", [DEAD])


def texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_bytes().decode() for name in DOCUMENTS}


def test_a_diff_with_reasons_is_printed_and_nothing_is_changed(docs: Path, cite: Cite) -> None:
    result = cite("repair")
    assert texts(docs) == DOCUMENTS
    assert "@@ -1,5 +1,5 @@ moved: HTTP 301; dead: the archived copy\n" in result.stdout
    assert "-title" not in result.stdout
    assert f'+"a, b",{NEW}\n' in result.stdout
    assert "5 URLs in 4 documents can be replaced: --write does it, without a backup" in result.stderr


def test_the_diff_is_a_patch_that_makes_what_write_makes(docs: Path, cite: Cite) -> None:
    patch = cite("repair").stdout_bytes
    cite("repair", "--write")
    written = texts(docs)
    for name, text in DOCUMENTS.items():
        (docs / name).write_bytes(text.encode())
    subprocess.run(["git", "apply", "--whitespace=nowarn"], input=patch, cwd=docs, check=True)
    assert texts(docs) == written


def test_nothing_but_the_urls_of_citations_is_changed(docs: Path, cite: Cite) -> None:
    """Line ends, comments, code samples and escapes stay; a fragment is kept."""
    cite("repair", "--write")
    assert texts(docs) == {
        "docs/notes.md": NOTES.replace(f"({OLD}#part)", f"({NEW}#part)").replace(DEAD, COPY),
        "docs/links.csv": TABLE.replace(OLD, NEW),
        "records.yaml": RECORDS.replace(DEAD, COPY),
        "docs/page.html": PAGE.replace(OLD.replace("&", "&amp;"), NEW.replace("&", "&amp;")),
    }


def test_a_second_time_there_is_nothing_to_repair(docs: Path, cite: Cite) -> None:
    cite("repair", "--write")
    before = texts(docs)
    assert "nothing to repair" in cite("repair", "--write").stderr
    assert texts(docs) == before


@pytest.mark.usefixtures("docs")
def test_the_resource_keeps_its_stable_id_and_is_found_by_its_former_url(cite: Cite, as_json: AsJson) -> None:
    before = as_json("show", OLD)
    cite("repair", "--write")
    by_old, by_new = as_json("show", OLD), as_json("show", NEW)
    assert by_old == by_new
    assert by_new["url"] == NEW
    assert by_new["stable_id"] == before["stable_id"]
    assert {one["document"] for one in by_new["cited_by"]} == {"docs/links.csv", "docs/page.html"}
    assert OLD not in {card["url"] for card in as_json("list")}


@pytest.mark.usefixtures("docs")
def test_the_card_and_exports_have_the_former_urls(cite: Cite, as_json: AsJson) -> None:
    assert as_json("show", OLD)["former_urls"] == []
    cite("repair", "--write")
    assert as_json("show", NEW)["former_urls"] == [OLD]
    lines = [json.loads(line) for line in cite("export", "jsonl").stdout.splitlines()]
    assert {card["url"]: card["former_urls"] for card in lines if card["former_urls"]} == {
        NEW: [OLD],
        f"{NEW}#part": [f"{OLD}#part"],
        COPY: [DEAD],
    }
    assert f"\n{NEW}\nformerly {OLD}\n" in cite("show", NEW).stdout


def test_a_former_url_is_found_without_its_fragment_and_in_another_spelling(
    folder: Path, cite: Cite, as_json: AsJson
) -> None:
    (folder / "a.md").write_text(f"[it]({DEAD}#page=3), {FINE}\n")
    cite("add", "a.md")
    fetch_all(folder / "citecache.db")
    cite("repair", "--write")
    for spelled in (DEAD, f"{DEAD}#page=3", DEAD.replace("dead.example", "DEAD.example:443")):
        assert as_json("show", spelled)["former_urls"] == [f"{DEAD}#page=3"]
    cite("show", f"{DEAD}s", expect=1)


def test_the_old_page_is_not_fetched_any_more(docs: Path, cite: Cite) -> None:
    cite("repair", "--write")
    with CacheFile.open(docs / "citecache.db") as cache:
        urls = {url for (url,) in cache.db.execute("SELECT url FROM pages WHERE due_at IS NOT NULL").fetchall()}
    assert NEW in urls
    assert OLD not in urls


def test_a_url_that_is_repaired_twice_is_found_by_its_first_one(docs: Path, cite: Cite, as_json: AsJson) -> None:
    """Also when the last one was cited before."""
    last = "https://last.example/c"
    cite("repair", "--write")
    (docs / "docs/more.md").write_text(f"[it]({last})\n")
    cite("add", "docs/more.md")
    for name, text in texts(docs).items():
        (docs / name).write_bytes(text.replace(NEW, last).replace(NEW.replace("&", "&amp;"), last).encode())
    cite("add", "docs")
    with CacheFile.open(docs / "citecache.db") as cache:
        keep_identities(cache, {NEW: last}, now=datetime.now(UTC))
    assert as_json("show", OLD)["url"] == last


def test_a_pruned_resource_leaves_no_former_url(docs: Path, cite: Cite, as_json: AsJson) -> None:
    cite("repair", "--write")
    for name in DOCUMENTS:
        (docs / name).write_text("nothing\n")
    cite("add", "docs", "records.yaml")
    with CacheFile.open(docs / "citecache.db") as cache, cache.write() as db:
        db.execute("UPDATE pages SET archived_capture_id = NULL")  # it is another page's here, which is dropped
    cite("prune", "--all")
    with CacheFile.open(docs / "citecache.db") as cache:
        assert cache.db.execute("SELECT count(*) FROM former_urls").fetchone() == (0,)
    assert "damaged" not in {check["state"] for check in as_json("doctor")}


def test_a_document_that_is_left_alone_cites_the_old_url_as_before(docs: Path, cite: Cite, as_json: AsJson) -> None:
    before = as_json("show", OLD)
    cite("repair", "docs/links.csv", "--write")
    assert texts(docs) == DOCUMENTS | {"docs/links.csv": TABLE.replace(OLD, NEW)}
    assert as_json("show", OLD)["stable_id"] == before["stable_id"]
    assert as_json("show", NEW)["stable_id"] != before["stable_id"]


@pytest.mark.parametrize(("option", "replaced"), [("--moved", {OLD: NEW}), ("--archive", {DEAD: COPY})])
@pytest.mark.usefixtures("docs")
def test_one_kind_of_repair_is_made(as_json: AsJson, option: str, replaced: dict[str, str]) -> None:
    found = as_json("repair", option)["documents"]
    repairs = [one for document in found for one in document["repairs"]]
    assert {one["url"].removesuffix("#part"): one["new_url"].removesuffix("#part") for one in repairs} == replaced


@pytest.mark.usefixtures("docs")
def test_tidy_takes_https_and_drops_tracking_where_the_server_leads_there(as_json: AsJson) -> None:
    (notes,) = [one for one in as_json("repair", "--tidy")["documents"] if one["document"] == "docs/notes.md"]
    (tidied,) = [one for one in notes["repairs"] if one["kind"] == "tidied"]
    assert (tidied["line"], tidied["column"], tidied["url"], tidied["new_url"]) == (5, 7, FINE, SECURE)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", f"@misc{{k, title = {{T}}, url = {{{DEAD}}}, archiveurl = {{https://archive.example/1}}}}\n"),
        ("a.wiki", f"So.<ref>{{{{cite web|url={DEAD}|title=T|archive-url=https://archive.example/1}}}}</ref>\n"),
        ("a.yaml", f"- id: 0123456789abcdee\n  url: {DEAD}\n  archive_url: https://archive.example/1\n"),
    ],
)
def test_a_url_stays_where_the_entry_has_a_field_for_the_archived_copy(
    docs: Path, cite: Cite, name: str, text: str
) -> None:
    """Elsewhere it is replaced, and in an entry whose field is empty."""
    (docs / name).write_text(text)
    (docs / f"other-{name}").write_text(text.replace("https://archive.example/1", ""))
    (docs / "records.yaml").write_text("[]\n")  # whose id for the URL would be another
    cite("add", name, f"other-{name}", "records.yaml")
    said = cite("repair", "--write").stderr
    assert "1 URL of pages that are gone left, with the archived copy beside it" in said
    assert (docs / name).read_text() == text
    assert COPY in (docs / f"other-{name}").read_text()
    assert COPY in (docs / "docs/notes.md").read_text()


@pytest.mark.usefixtures("docs")
def test_a_redirect_to_a_home_page_is_no_new_place(as_json: AsJson) -> None:
    found = as_json("repair", "--tidy")["documents"]
    assert HOME not in {one["url"] for document in found for one in document["repairs"]}


def test_a_moved_page_is_left_where_its_verdict_was_close(docs: Path, as_json: AsJson) -> None:
    with CacheFile.open(docs / "citecache.db") as cache, cache.write() as db:
        db.execute("UPDATE fetches SET verdict_doubt = 'may be usurped' WHERE final_url = ?", [NEW])
    urls = {one["url"] for document in as_json("repair")["documents"] for one in document["repairs"]}
    assert urls == {DEAD}


def test_a_moved_page_is_left_where_it_leads_to_another_document(docs: Path, cite: Cite, as_json: AsJson) -> None:
    (docs / "docs/more.md").write_text(f"So.[^1]\n\n[^1]: [The anchor chains of ferries]({ELSEWHERE})\n")
    cite("add", "docs/more.md")
    fetch_all(docs / "citecache.db")
    assert as_json("show", ELSEWHERE)["identity"]["grade"] == "wrong_document"
    assert as_json("repair", "docs/more.md")["documents"] == []


def test_a_merged_cache_finds_former_urls(docs: Path, cite: Cite, as_json: AsJson) -> None:
    cite("repair", "--write")
    (docs / "citecache.db").rename(docs / "theirs.db")
    (docs / "empty.md").write_text("nothing\n")
    cite("add", "empty.md")
    cite("merge", "theirs.db")
    assert as_json("show", OLD)["url"] == NEW


def test_no_file_is_written_where_the_cache_cannot_be(docs: Path, cite: Cite) -> None:
    """Else the resources would lose their stable ids."""
    with CacheFile.open(docs / "citecache.db") as cache, cache.write() as db:
        db.execute("CREATE TRIGGER theirs AFTER UPDATE ON resources BEGIN SELECT 1; END")
    cite("repair", "--write", expect=1)
    assert texts(docs) == DOCUMENTS


def test_pages_that_are_gone_without_an_archived_copy_are_counted(docs: Path, cite: Cite) -> None:
    with CacheFile.open(docs / "citecache.db") as cache, cache.write() as db:
        db.execute("UPDATE pages SET archived_capture_id = NULL")
    said = "no archived copy yet for 1 URL of pages that are gone"
    assert said in cite("repair").stderr
    assert said not in cite("repair", "--moved").stderr


@pytest.mark.usefixtures("docs")
def test_a_verdict_that_a_person_set_is_not_overruled(cite: Cite, as_json: AsJson) -> None:
    cite("mark", DEAD, "alive", "--note", "it is back")
    urls = {one["url"] for document in as_json("repair")["documents"] for one in document["repairs"]}
    assert DEAD not in urls


def test_a_file_that_has_changed_meanwhile_stays_and_the_others_are_written(docs: Path) -> None:
    with CacheFile.open(docs / "citecache.db") as cache:
        found = repair.plan(cache, [], [*ReplacementKind])
        (docs / "docs/links.csv").write_text("title,url\n")
        written = repair.write(cache, found.documents, now=datetime.now(UTC))
    refused = {one.path: one.refused for one in written if one.refused}
    assert refused == {"docs/links.csv": "docs/links.csv changed since it was read: run the command again"}
    assert (docs / "docs/links.csv").read_text() == "title,url\n"
    assert COPY in (docs / "records.yaml").read_text()


def test_a_file_that_cannot_be_written_is_named_and_the_others_are_written(docs: Path, cite: Cite) -> None:
    """The disk is full: a file may be two megabytes long."""
    large = f"<a href={DEAD}>it</a><!--{'-' * 3_000_000}-->"
    (docs / "docs/large.html").write_text(large)
    cite("add", "docs/large.html")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        result = cite("repair", "--write", expect=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "docs/large.html cannot be written: File too large" in result.stderr
    assert (docs / "docs/large.html").read_text() == large
    assert COPY in (docs / "records.yaml").read_text()


def test_a_compressed_document_is_named_though_others_with_the_same_url_are_repaired(docs: Path, cite: Cite) -> None:
    (docs / "docs/urls.txt.gz").write_bytes(gzip.compress(f"{OLD}\n".encode()))
    cite("add", "docs/urls.txt.gz")
    fetch_all(docs / "citecache.db")
    said = cite("repair").stderr
    assert f"docs/urls.txt.gz: {OLD} stays: the file is not plain text" in said
    assert "can be replaced" in said


@pytest.mark.usefixtures("docs")
def test_a_document_that_was_not_added_is_refused_in_one_line(cite: Cite) -> None:
    result = cite("repair", "docs/other.md", expect=1)
    assert "no document in the cache is called docs/other.md" in str(result.exception)


def test_in_a_repository_of_many_files_the_diff_has_urls_alone(folder: Path, cite: Cite) -> None:
    """`git diff --word-diff`, with a URL as a word."""
    pages = {f"docs/{number}.md": f"Page {number} says [so]({OLD}), not `{OLD}`.\r\n" for number in range(100)}
    pages |= {f"docs/{number}.html": f'<a class=x href="{DEAD}">{number}</a>\n' for number in range(100)}
    for name, text in pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode())
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
    for arguments in (["init", "-q"], ["add", "docs"], ["commit", "-qm", "Documents"]):
        subprocess.run([*git, *arguments], check=True)
    cite("add", "docs")
    fetch_all(folder / "citecache.db")
    assert "200 URLs in 200 documents replaced" in cite("repair", "--write").stderr
    diff = [*git, "diff", "--word-diff=porcelain", r"--word-diff-regex=https?://[^]\"`<>() ]+|[^[:space:]]", "-U0"]
    lines = subprocess.run(diff, capture_output=True, text=True, check=True).stdout.splitlines()
    changed = [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]
    assert sorted(changed) == sorted([f"-{OLD}", f"+{NEW}", f"-{DEAD}", f"+{COPY}"] * 100)


# --- where other commands name it -------------------------------------------------------------------


def pasted(line: str) -> list[str]:
    """The arguments of a suggested command."""
    return shlex.split(line.partition("   #")[0])[1:]


def test_todo_gives_the_command_that_repairs_a_page_and_that_settles_it(
    docs: Path, cite: Cite, as_json: AsJson
) -> None:
    (moved,) = [item for item in as_json("todo")["items"] if item["url"].startswith(OLD)]
    step = moved["steps"][0]
    assert (step["text"], step["replacement"]) == ("cite its new address", NEW)
    assert pasted(step["command"]) == ["repair", "--url", moved["id"], "--write"]
    assert f"repair --url {moved['id']} --write   # cite its new address: {NEW}\n" in cite("todo").stdout
    cite(*pasted(step["command"]))
    assert texts(docs)["docs/links.csv"] == TABLE.replace(OLD, NEW)
    assert texts(docs)["records.yaml"] == RECORDS
    assert OLD not in {item["url"].partition("#")[0] for item in as_json("todo")["items"]}


@pytest.mark.usefixtures("docs")
def test_todo_gives_the_command_that_cites_the_archived_copy(as_json: AsJson) -> None:
    (dead,) = [item for item in as_json("todo")["items"] if item["url"] == DEAD]
    assert pasted(dead["steps"][0]["command"]) == ["repair", "--url", dead["id"], "--write"]
    assert dead["steps"][0]["replacement"] == COPY


@pytest.mark.usefixtures("docs")
def test_todo_asks_for_an_edit_where_repair_would_leave_the_url(as_json: AsJson) -> None:
    """A site that redirects to its home page does not say where the page is."""
    (home,) = [item for item in as_json("todo")["items"] if item["url"] == HOME]
    assert home["steps"][0]["command"] is None


def test_check_names_the_repair_of_what_it_was_asked_about(docs: Path, cite: Cite) -> None:
    said = cite("check", "docs/notes.md", expect=3).stderr
    (line,) = [line for line in said.splitlines() if line.startswith("next: ")]
    assert line.endswith("2 citations with a new URL or an archived copy")
    assert pasted(line.removeprefix("next: ")) == ["repair", "docs/notes.md"]
    cite(*pasted(line.removeprefix("next: ")), "--write")
    assert "next: " not in cite("check", "docs/notes.md").stderr
    assert texts(docs)["docs/links.csv"] == TABLE


@pytest.mark.usefixtures("docs")
def test_check_names_no_repair_where_there_is_none(cite: Cite) -> None:
    cite("mark", DEAD, "missing", "--note", "it may come back")
    cite("mark", OLD, "alive", "--note", "it is not the same page")
    assert "repair" not in cite("check", "docs/notes.md", expect=3).stderr


def test_nothing_names_a_repair_where_the_entry_has_the_copy_already(folder: Path, cite: Cite, as_json: AsJson) -> None:
    (folder / "a.bib").write_text(f"@misc{{k, url = {{{DEAD}}}, archiveurl = {{https://archive.example/1}}}}\n")
    (folder / "b.md").write_text(f"{FINE}\n")
    cite("add", "a.bib", "b.md")
    fetch_all(folder / "citecache.db")
    assert "repair" not in cite("check", expect=3).stderr
    (dead,) = [item for item in as_json("todo")["items"] if item["url"] == DEAD]
    assert (dead["steps"][0]["command"], dead["steps"][0]["replacement"]) == (None, COPY)
    assert cite("repair").stdout == ""


@pytest.mark.usefixtures("docs")
def test_a_url_that_the_cache_does_not_know_is_refused(cite: Cite) -> None:
    result = cite("repair", "--url", "https://unknown.example/", expect=1)
    assert "nothing in the cache is called https://unknown.example/" in str(result.exception)
