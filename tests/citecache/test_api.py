"""The public Python API: its names and signatures are pinned, and its examples run."""

import copy
import doctest
import inspect
import os
import pickle
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import citecache
from citecache import api
from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Evidence, Fetch, Metadata, Outcome, Selection, Verdict
from pipelines.preview import preview

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
TEXT = "The weights of the language model were leaked a week after its release.\n\n" + "More was said. " * 300
DAY = datetime(2026, 4, 9, 12, tzinfo=UTC)

NAMES = """
AddResult Cache CacheBusy CacheDamaged CacheError Card CrawlReport Error ExtractionError FetchRecord NotFound
QueryError Report SearchHit SourceError Verdict __version__
"""

SIGNATURES = """
__init__(path: str | PathLike[str] | None = None, *, create: bool = False) -> None
add(*sources: str | PathLike[str]) -> AddResult
card(url_or_id: str) -> Card
cards(*, verdict: Iterable[str] = (), host: Iterable[str] = (), document: str | None = None, limit: int | None = None, \
with_text: bool = True) -> Iterator[Card]
check(*sources: str | PathLike[str], strict: bool = False, exclude: Iterable[str] = (), relative: bool = True, \
anchors: bool = True) -> Report
close() -> None
crawl(*sources: str | PathLike[str], urls: Iterable[str] = (), hosts: Iterable[str] = (), everything: bool = False, \
older_than: timedelta | None = None, limit: int | None = None, settings: Mapping[str, str] = {}, \
allow_address: Iterable[str] = ()) -> CrawlReport
export(format: str, path: str | PathLike[str], *, verdict: Iterable[str] = (), host: Iterable[str] = (), \
document: str | None = None, with_text: bool = True) -> int
history(url_or_id: str) -> tuple[FetchRecord, ...]
search(query: str, *, limit: int = 20) -> tuple[SearchHit, ...]
text(url_or_id: str, at: datetime | date | None = None) -> str
"""


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache, in the working directory, of a wiki page that cites a good page and one that is gone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITECACHE_DB", raising=False)
    (tmp_path / "wiki").mkdir()
    (tmp_path / "wiki" / "llama.md").write_text(f"A model that [leaked early]({GOOD}), they say.[^1]\n\n[^1]: {GONE}\n")
    path = tmp_path / "citecache.db"
    with citecache.Cache(path, create=True) as cache:
        cache.add("wiki")
    with CacheFile.open(path) as file:
        run = runs.begin(file, Selection(), now=DAY)
        for (page,) in due_pages(file, Selection(), cutoff=run.cutoff, now=DAY, batch=1):
            known: dict[str, Any] = {"status": 404, "verdict": Verdict.MISSING, "effective_verdict": Verdict.MISSING}
            if page.url == GOOD:
                capture = Capture(
                    media_type="text/html",
                    text=TEXT,
                    preview=preview(TEXT)[0],
                    metadata=Metadata(title="The leak", language="en"),
                )
                known = {"status": 200, "body": b"<html>the body", "capture": capture}
                known |= {"verdict": Verdict.ALIVE, "effective_verdict": Verdict.ALIVE}
            seen = (Evidence(rule="a-rule", verdict=known["verdict"], detail="as it was seen"),)
            known |= {"outcome": Outcome.RESPONSE, "final_url": page.url, "evidence": seen}
            store_fetches(file, [Fetch(page=page, started_at=DAY, elapsed=0.3, **known)], run_id=run.id)
        runs.finish(file, run, now=DAY)
    return path


def test_the_names_are_pinned() -> None:
    assert citecache.__all__ == NAMES.split()
    assert [name for name in citecache.__all__ if getattr(citecache, name, None) is None] == []
    assert set(citecache.__all__) <= set(dir(citecache))
    with pytest.raises(AttributeError):
        citecache.Quotes  # noqa: B018 - issue 16 builds quotes


def test_the_signatures_are_pinned() -> None:
    public = {name: member for name, member in vars(citecache.Cache).items() if inspect.isfunction(member)}
    found = [
        f"{name}{_signature(member)}"
        for name, member in sorted(public.items())
        if name == "__init__" or not name.startswith("_")
    ]
    assert found == SIGNATURES.strip().split("\n")


def _signature(function: Any) -> str:
    text = str(inspect.signature(function)).replace("(self, ", "(").replace("(self)", "()")
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])", "", text.replace("mappingproxy({})", "{}"))


@pytest.mark.parametrize("module", [citecache, api])
def test_the_examples_run(module: Any) -> None:
    result = doctest.testmod(module, extraglobs={"Cache": citecache.Cache})
    assert result.failed == 0
    assert result.attempted


def test_every_error_is_of_one_tree() -> None:
    names = ("SourceError", "CacheError", "CacheBusy", "CacheDamaged", "NotFound", "ExtractionError")
    assert all(issubclass(getattr(citecache, name), citecache.Error) for name in names)
    with pytest.raises(citecache.CacheError, match="there is no cache"):
        citecache.Cache("absent.db")
    with citecache.Cache() as cache:
        with pytest.raises(citecache.NotFound):
            cache.card("https://example.org/unknown")
        with pytest.raises(citecache.NotFound):
            cache.text(GONE)
        with pytest.raises(citecache.SourceError, match=r"absent\.md"):
            cache.add("absent.md")
        with pytest.raises(citecache.Error, match="no export format"):
            cache.export("pdf", "out")
        with pytest.raises(citecache.Error, match="no verdict"):
            list(cache.cards(verdict=["fine"]))
        with pytest.raises(citecache.Error, match="regular expression"):
            cache.check(exclude=["("])
    with pytest.raises(citecache.CacheError):
        cache.card(GOOD)  # it is closed


def test_a_text_as_of_a_moment_is_the_one_that_stood_then() -> None:
    with citecache.Cache() as cache:
        assert cache.text(GOOD) == cache.text(GOOD, at=DAY) == cache.text(GOOD, at=DAY.date()) == TEXT
        with pytest.raises(citecache.NotFound):
            cache.text(GOOD, at=DAY - timedelta(seconds=1))
        for early in (date(2026, 4, 8), date(999, 1, 1), date.min):
            with pytest.raises(citecache.NotFound):
                cache.text(GOOD, at=early)


def test_two_crawls_in_one_process_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of loopback are unsafe and are not fetched: a crawl without network."""
    monkeypatch.chdir(Path.cwd())
    with citecache.Cache("other.db", create=True) as cache:
        first = cache.crawl(urls=["http://127.0.0.1:9/a"])
        second = cache.crawl(urls=["http://127.0.0.1:9/b"])
        idle = cache.crawl()
        assert (first.fetched, second.fetched, idle.state) == (1, 1, "nothing due")
        assert first.verdicts == {citecache.Verdict.UNSAFE: 1}
        with pytest.raises(citecache.Error, match="NAME=VALUE"):
            cache.crawl(settings={"no name": "x"})


def test_results_can_be_copied_and_pickled() -> None:
    with citecache.Cache() as cache:
        results = (cache.add("wiki"), cache.card(GOOD), cache.history(GOOD), cache.search("model"), cache.check())
    for result in results:
        assert pickle.loads(pickle.dumps(result)) == copy.deepcopy(result) == result


def test_a_string_alone_is_one_value_not_its_letters() -> None:
    with citecache.Cache() as cache:
        assert [card.url for card in cache.cards(verdict="missing", host="example.org")] == [GONE]
        assert cache.check(exclude="nowhere-at-all").total == cache.check().total
        assert cache.crawl(hosts="nowhere.example").state == "nothing due"
        assert len(list(cache.cards())) == 2


def test_an_export_never_replaces_the_cache_or_another_database() -> None:
    with citecache.Cache() as cache:
        before = cache.path.read_bytes()
        with pytest.raises(citecache.Error, match="is the cache itself"):
            cache.export("jsonl", cache.path)
        for path in (".", "no/such/folder", "a\0b"):
            with pytest.raises(citecache.Error, match="cannot be written"):
                cache.export("jsonl", path)
    assert Path("citecache.db").read_bytes().startswith(before[:16])


def test_standard_input_and_output_are_left_to_the_command_line() -> None:
    with citecache.Cache("citecache.db") as cache:
        with pytest.raises(citecache.SourceError, match="standard input"):
            cache.add("-")
        with pytest.raises(citecache.Error, match="standard output"):
            cache.export("jsonl", "-")


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import citecache;"
        "print(sorted(name for name in set(sys.modules) - before if name.split('.')[0] != 'citecache'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(eval(done.stdout)) <= {"typing", "contextlib", "collections.abc", "re", "functools"} | _of_typing()
    assert os.environ.get("CITECACHE_DB") is None


def _of_typing() -> set[str]:
    code = "import sys, typing; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
