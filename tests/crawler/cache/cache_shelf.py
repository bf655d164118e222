"""A cache in a file of the test's own, and short words for what is done to it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from crawler.cache import CacheFile
from crawler.cache.read.due import count_due, due_pages
from crawler.cache.read.runs import plan
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.cache.write.ingest import ingest
from crawler.model import (
    Added,
    Capture,
    Citation,
    Document,
    Evidence,
    Fetch,
    Outcome,
    Page,
    ParsedSource,
    ResourceRecord,
    Run,
    Selection,
    Verdict,
    resource_id,
)

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Shelf:
    """A cache and a clock."""

    path: Path
    cache: CacheFile
    now: datetime = NOW
    fetched: int = field(default=0)

    def add(self, *urls: str) -> Added:
        """URLs named on the command line."""
        citations = tuple(Citation(url=url) for url in urls)
        return ingest(self.cache, [ParsedSource(document=None, citations=citations)], now=self.now)

    def read(
        self, path: str, *cited: str | Citation, records: tuple[ResourceRecord, ...] = (), format: str = "markdown"
    ) -> Added:
        """A Document of that path, below the folder of the cache, that cites those URLs. Its file exists."""
        file = self.path.parent / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        citations = tuple(
            Citation(url=one, line=line) if isinstance(one, str) else one for line, one in enumerate(cited, 1)
        )
        digest = sha256(repr((cited, records)).encode()).hexdigest()
        document = Document(path=path, name=Path(path).stem, format=format, sha256=digest)
        reading = ParsedSource(document=document, citations=citations, records=records)
        return ingest(self.cache, [reading], now=self.now)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.cache.db.execute(sql, list(values)).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """The only column of the only row."""
        ((value,),) = self.rows(sql, *values)
        return value

    def page(self, url: str) -> dict[str, Any]:
        return next(self.cache.db.query("SELECT * FROM pages WHERE url = ?", [url]))

    def due(self, run: Run | None = None, **selection: Any) -> list[str]:
        """URLs in the order in which a run would ask for them."""
        if run is not None:
            wanted, cutoff = run.selection, run.cutoff
        else:
            wanted = Selection(**selection)
            cutoff, _ = plan(self.cache, wanted, now=self.now)
        batches = due_pages(self.cache, wanted, cutoff=cutoff, now=self.now, batch=3)
        found = [page.url for batch in batches for page in batch]
        assert len(found) == count_due(self.cache, wanted, cutoff=cutoff, now=self.now)
        return found

    def item(self, url: str) -> Page:
        """The Page as the spider gets it."""
        ((page,),) = due_pages(self.cache, Selection(urls=(url,)), cutoff=10**9, now=self.now)
        return page

    def begin(self, **selection: Any) -> Run:
        return runs.begin(self.cache, Selection(**selection), now=self.now)

    def finish(self, run: Run, **options: Any) -> str:
        return runs.finish(self.cache, run, now=self.now, **options)

    def fetch(self, url: str, text: str | None = None, **fields: Any) -> Fetch:
        """A Fetch of a Page with text of the page, or without any."""
        verdict = fields.pop("verdict", Verdict.ALIVE)
        known: dict[str, Any] = {"outcome": Outcome.RESPONSE, "elapsed": 0.5, "final_url": url}
        known["effective_verdict"] = None if verdict is Verdict.FAILED else verdict
        known["evidence"] = (Evidence(rule="a-rule", verdict=verdict, detail="as the test has it"),)
        if text is not None:
            known |= {"status": 200, "body": text.encode("utf-8", "replace")}
            known["capture"] = Capture(media_type="text/html", text=text, preview=text[:100], extractor="plain")
        return Fetch(page=self.item(url), started_at=self.now, verdict=verdict, **known | fields)

    def record(self, run: Run, *fetches: Fetch) -> None:
        store_fetches(self.cache, fetches, run_id=run.id)

    def crawl(self, url: str, text: str | None = None, *, after: timedelta = 7 * DAY, **fields: Any) -> dict[str, Any]:
        """A run of that one Page, some days after the last one; gives the Page's row."""
        self.now += after
        run = self.begin(urls=(url,))
        self.record(run, self.fetch(url, text, **fields))
        self.finish(run)
        return self.page(url)

    def id(self, url: str) -> str:
        return resource_id(url)


class Damage(Protocol):
    """Does to the file what none of our code would."""

    def __call__(self, *statements: str) -> None: ...
