"""A small cache that has fetched one good page and one that is gone."""

import sys
from pathlib import Path
from typing import Any

import pytest

import citecache
from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Evidence, Fetch, Metadata, Outcome, Selection, Verdict
from pipelines.preview import preview

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from small_cache import DAY, GONE, GOOD, TEXT


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
