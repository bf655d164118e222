"""`import`: copies of pages from files, as the command line tells it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import AsJson, Cite

sys.path.insert(0, str(Path(__file__).parents[1] / "imports"))

from archives import ArchiveMaker, article, wacz
from loopback_web import LOOPBACK, LoopbackWeb, loopback_web

from crawler.cache import CacheFile, run_lock

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
WALLED = "https://e.org/walled"


@pytest.fixture
def cited(folder: Path, cite: Cite) -> Path:
    """A cache that cites a page behind a wall."""
    (folder / "a.md").write_text(f"See [this]({WALLED}#part).\n")
    cite("add", "a.md")
    return folder / "citecache.db"


def page(folder: Path, about: str = "a tide") -> str:
    (folder / "page.html").write_bytes(article(about))
    return "page.html"


def everything(db: Path) -> list[str]:
    with CacheFile.open(db) as cache:
        return list(cache.db.conn.iterdump())


@pytest.mark.usefixtures("cited")
def test_ones_own_copy_of_what_is_behind_a_wall(folder: Path, cite: Cite, as_json: AsJson) -> None:
    said = cite("import", page(folder), "--url", WALLED, "--date", "2024-03-01").stdout
    assert "1 file: 1 copy imported\n" in said
    card = as_json("show", WALLED + "#part")
    assert (card["source"], card["captured_at"], card["verdict"]) == ("imported", "2024-03-01T00:00:00Z", "unchecked")
    assert card["text"].startswith("The harbour master")
    assert "The text below is of an imported copy, of Mar 1, 2024" in cite("show", WALLED + "#part").stdout
    assert "imported copy of 2024-03-01" in cite("search", "harbour").stdout
    assert "html page.html" in cite("why", WALLED + "#part").stdout
    (copy,) = as_json("why", WALLED + "#part")["imports"]
    assert (copy["captured_at"], copy["format"], copy["verdict"]) == ("2024-03-01T00:00:00Z", "html", "alive")
    assert cite("doctor").exit_code == 0


def test_a_file_twice_changes_nothing(cited: Path, folder: Path, cite: Cite, as_json: AsJson) -> None:
    arguments = ("import", page(folder), "--url", WALLED, "--date", "2024-03-01")
    cite(*arguments)
    before = everything(cited)
    found = as_json(*arguments)
    assert (found["imported"], found["known"], found["new_resources"]) == (0, 1, 0)
    assert everything(cited) == before


def test_a_dry_run_changes_nothing_and_makes_no_cache(folder: Path, cite: Cite, as_json: AsJson) -> None:
    found = as_json("import", "--dry-run", page(folder), "--url", WALLED)
    assert (found["imported"], found["new_resources"], found["dry_run"]) == (1, 1, True)
    assert not (folder / "citecache.db").exists()
    assert "would be imported" in cite("import", "--dry-run", "page.html", "--url", WALLED).stdout


@pytest.mark.usefixtures("cited")
def test_of_an_archive_what_is_cited_is_imported(folder: Path, as_json: AsJson) -> None:
    maker = ArchiveMaker().add(WALLED, article("a wall")).add("https://e.org/other", article("something else"))
    maker.add("https://e.org/a.png", b"\x89PNG", headers=[("Content-Type", "image/png")])
    path = str(maker.write(folder / "a.warc.gz"))
    found = as_json("import", path)
    assert (found["imported"], found["uncited"], found["new_resources"]) == (1, 2, 0)
    assert as_json("import", "--all", path)["new_resources"] == 1
    assert {card["url"] for card in as_json("list")} == {WALLED + "#part", "https://e.org/other"}


def test_an_empty_cache_takes_the_pages_that_a_wacz_lists(folder: Path, as_json: AsJson) -> None:
    maker = ArchiveMaker().add(WALLED, article("a wall")).add("https://ads.example/", article("an advertisement"))
    pages = f'{{"format": "json-pages-1.0"}}\n{{"url": "{WALLED}"}}\n{{"url": "https://e.org/elsewhere"}}\n'
    found = as_json("import", str(wacz(folder / "a.wacz", maker.data(), pages=pages)))
    assert (found["imported"], found["uncited"], found["everything"]) == (1, 1, True)
    assert [card["url"] for card in as_json("list")] == [WALLED]


@pytest.mark.usefixtures("cited")
def test_what_is_no_page_any_more_is_refused_with_the_reason(folder: Path, as_json: AsJson) -> None:
    challenge = (
        b"<title>Just a moment...</title><div id='cf-challenge'>Checking your browser before accessing e.org</div>"
    )
    challenge += b"<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>"
    found = as_json("import", str(ArchiveMaker().add(WALLED, challenge).write(folder / "a.warc.gz")))
    (refused,) = found["refused"]
    assert (found["imported"], refused["url"]) == (0, WALLED)
    assert refused["reason"]


@pytest.mark.usefixtures("cited")
def test_broken_records_cost_themselves_and_the_rest_is_imported(folder: Path, cite: Cite) -> None:
    maker = ArchiveMaker().add("https://e.org/x", article("x")).add(WALLED, article("a wall"))
    (folder / "a.warc.gz").write_bytes(maker.parts[0][:-30] + b"\xff" * 30 + maker.parts[1])
    result = cite("import", "a.warc.gz")
    assert "a.warc.gz: record at 0: cannot be unpacked" in result.stderr
    assert "1 file: 1 copy imported, 1 broken record" in result.stdout


@pytest.mark.usefixtures("cited")
def test_what_cannot_be_imported_is_told_and_the_others_are(folder: Path, cite: Cite) -> None:
    (folder / "note.txt").write_text("words")
    ArchiveMaker().add(WALLED, article("a wall")).write(folder / "a.warc.gz")
    result = cite("import", "note.txt", "absent.warc", "a.warc.gz", "citecache.db", expect=1)
    assert "note.txt: nothing that can be imported" in result.stderr
    assert "absent.warc: No such file" in result.stderr
    assert "citecache.db: nothing that can be imported" in result.stderr
    assert "1 copy imported" in result.stdout
    assert "Traceback" not in result.output


def test_a_url_is_of_one_file_and_of_a_page(folder: Path, cite: Cite) -> None:
    assert "name one file" in cite("import", "a.html", "b.html", "--url", WALLED, expect=2).stderr
    assert "never fetched" in cite("import", page(folder), "--url", "file:///etc/passwd", expect=2).stderr


@pytest.mark.usefixtures("filled")
def test_no_verdict_changes_and_an_older_copy_is_not_shown(folder: Path, cite: Cite, as_json: AsJson) -> None:
    before = {name: as_json("show", GOOD)[name] for name in ("verdict", "text", "last_good_at", "fetched_at")}
    cite("import", page(folder), "--url", GOOD, "--date", "2020-01-01")
    cite("import", page(folder), "--url", GONE, "--date", "2020-01-01")
    assert {name: as_json("show", GOOD)[name] for name in before} == before
    assert "Imported copy of Jan 1, 2020: older" in cite("show", GOOD).stdout
    gone = as_json("show", GONE)
    assert (gone["verdict"], gone["source"]) == ("missing", "imported")
    assert cite("check", expect=3).exit_code == 3


def test_credentials_are_not_stored(folder: Path, cite: Cite) -> None:
    maker = ArchiveMaker().add("https://user:secret@e.org/walled", article("a wall"))
    cite("import", str(maker.write(folder / "a.warc.gz")))
    assert not any("secret" in line for line in everything(folder / "citecache.db"))


# --- round trips ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with loopback_web() as found:
        yield found


IDENTITY = ("id", "stable_id", "url", "title", "text", "body_sha256", "media_type", "language", "preview", "coverage")


@pytest.fixture
def crawled(web: LoopbackWeb, folder: Path, cite: Cite, installed: object) -> list[dict[str, object]]:
    """A crawled cache, and its cards."""
    urls = [web.page("/tides"), web.page("/moon"), web.page("/sluice") + "?a=b#part"]
    web.pages["/sluice?a=b"] = web.pages["/sluice"]
    (folder / "a.md").write_text("\n\n".join(f"On [it]({url})." for url in urls))
    (folder / "records.json").write_text(
        json.dumps([{"id": "0123456789abcdef", "url": urls[0], "summary": "Of tides.", "tags": ["sea"]}])
    )
    assert callable(installed)
    installed("crawl", "a.md", "records.json", *LOOPBACK)
    return cards(cite)


def cards(cite: Cite, db: str = "citecache.db") -> list[dict[str, object]]:
    lines = cite("export", "jsonl", "--db", db).stdout.splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("format", ["jsonl", "warc", "wacz"])
def test_an_export_into_an_empty_cache_is_what_it_was(
    crawled: list[dict[str, object]], cite: Cite, as_json: AsJson, format: str
) -> None:
    cite("export", format, "-o", f"out.{format}")
    found = as_json("import", "--db", "new.db", f"out.{format}")
    assert (found["problem_count"], found["refused"], found["new_resources"]) == (0, [], 3)
    again = cards(cite, "new.db")
    for before, after in zip(crawled, again, strict=True):
        names = IDENTITY if format == "jsonl" else [name for name in IDENTITY if name != "title"]
        assert {name: after[name] for name in names} == {name: before[name] for name in names}
        assert (after["source"], after["verdict"]) == ("imported", "unchecked")
        assert str(after["captured_at"])[:10] == str(before["captured_at"])[:10]
    if format == "jsonl":
        assert [card["summary"] for card in again] == [card["summary"] for card in crawled]
        assert [card["tags"] for card in again] == [card["tags"] for card in crawled]
    before_again = everything(Path("new.db"))
    assert as_json("import", "--db", "new.db", f"out.{format}")["imported"] == 0
    assert everything(Path("new.db")) == before_again


@pytest.mark.usefixtures("cited")
@pytest.mark.parametrize("format", ["jsonl", "warc", "wacz"])
def test_an_imported_copy_is_exported_and_imported_again(
    folder: Path, cite: Cite, as_json: AsJson, format: str
) -> None:
    cite("import", page(folder), "--url", WALLED, "--date", "2024-03-01")
    cite("export", format, "-o", f"out.{format}")
    assert as_json("import", f"out.{format}")["imported"] == 0
    assert as_json("import", "--db", "new.db", f"out.{format}")["imported"] == 1
    (before,), (after,) = cards(cite), cards(cite, "new.db")
    names = [*IDENTITY, "captured_at", "imported_at", "source"]
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


@pytest.mark.usefixtures("cited")
@pytest.mark.parametrize("format", ["warc", "wacz"])
def test_a_copy_behind_redirects_is_exported_and_imported_again(
    folder: Path, cite: Cite, as_json: AsJson, format: str
) -> None:
    maker = ArchiveMaker().add(WALLED, status="301 Moved", headers=[("Location", "/new")])
    maker.add("https://e.org/new", article("a wall"))
    cite("import", str(maker.write(folder / "a.warc.gz")))
    cite("export", format, "-o", f"out.{format}")
    found = as_json("import", "--db", "new.db", f"out.{format}")
    assert (found["imported"], found["new_resources"]) == (1, 1)
    (before,), (after,) = cards(cite), cards(cite, "new.db")
    assert after["text"] is not None
    assert {name: after[name] for name in IDENTITY} == {name: before[name] for name in IDENTITY}
    copies = [as_json("why", WALLED + "#part", "--db", db)["imports"][0] for db in ("citecache.db", "new.db")]
    assert copies[0]["redirects"] == copies[1]["redirects"] == [{"url": WALLED, "status": 301}]


@pytest.mark.usefixtures("cited")
def test_a_record_without_type_or_with_no_date_is_broken(folder: Path, cite: Cite) -> None:
    maker = ArchiveMaker().add(WALLED, article("a"), date="20150304050607").add(WALLED, article("b"), type="")
    said = cite("import", str(maker.write(folder / "a.warc.gz")))
    assert "2 broken records" in said.stdout
    assert "record at 0: WARC-Date is no date: 20150304050607" in said.stderr
    assert f"record at {maker.offsets[1]:,}: no WARC-Type" in said.stderr


@pytest.mark.usefixtures("cited")
def test_a_url_for_an_archive_is_said_not_to_be_used(folder: Path, cite: Cite) -> None:
    path = str(ArchiveMaker().add(WALLED, article("a wall")).write(folder / "a.warc.gz"))
    assert "--url and --date are not used" in cite("import", path, "--url", GOOD).stderr
    assert "not used" not in cite("import", path).stderr


def test_a_page_without_text_is_not_said_to_look_alive(folder: Path, cite: Cite) -> None:
    (folder / "page.html").write_text("<title>x</title>")
    said = cite("import", "page.html", "--url", WALLED).stderr
    assert f"page.html: {WALLED}: refused, no text" in said


@pytest.mark.usefixtures("cited")
def test_readable_exports_have_the_date_of_the_copy(folder: Path, cite: Cite) -> None:
    cite("import", page(folder), "--url", WALLED, "--date", "2024-03-01")
    cite("export", "markdown", "-o", "out.md")
    assert "Text, as of 2024" in (folder / "out.md").read_text().replace("\\", "")
    cite("import", "page.html", "--url", WALLED, "--date", "2025-03-01")
    cite("export", "markdown", "-o", "out.md")
    assert "Text, as of 2025" in (folder / "out.md").read_text().replace("\\", "")


def test_an_import_waits_for_no_crawl(cited: Path, folder: Path, cite: Cite) -> None:
    with run_lock(cited):
        cite("import", page(folder), "--url", WALLED, expect=1)
    assert cite("import", page(folder), "--url", WALLED).exit_code == 0


@pytest.mark.parametrize("url", ["http://127.0.0.1/secret", "http://169.254.169.254/latest", "https://e.org/a%00b"])
def test_addresses_that_are_never_fetched_are_only_data(folder: Path, cite: Cite, as_json: AsJson, url: str) -> None:
    cite("import", str(ArchiveMaker().add(url, article("a wall")).write(folder / "a.warc.gz")))
    assert [card["url"] for card in as_json("list")] == [url]


def test_ones_own_export_into_the_same_cache_changes_nothing(
    crawled: list[dict[str, object]], cite: Cite, as_json: AsJson
) -> None:
    before = everything(Path("citecache.db"))
    for format in ("jsonl", "warc"):
        cite("export", format, "-o", f"out.{format}")
        assert as_json("import", f"out.{format}")["imported"] == 0
    assert everything(Path("citecache.db")) == before
    assert len(crawled) == 3
