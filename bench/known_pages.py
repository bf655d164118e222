"""Pages with the verdicts that they should have, extracted: labelled ones, and recorded ones, taken for good."""

import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from multiprocessing import Pool
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "tests"), str(ROOT / "tests" / "pipelines" / "judge")]

from judge_labelled import fetched, first_fetched, history  # noqa: E402 - runs from a checkout, installed or not
from labelled_pages import LabelledPage  # noqa: E402 - likewise
from recorded_web import Page as RecordedPage  # noqa: E402 - likewise
from recorded_web import load_all  # noqa: E402 - likewise

from crawler.model import NOTHING, Fetch, History, Outcome, Page, Verdict  # noqa: E402 - likewise
from pipelines.extract import extract  # noqa: E402 - likewise
from pipelines.judge import Judgement, bodies, judge  # noqa: E402 - likewise
from pipelines.judge.signals import Signal, View  # noqa: E402 - likewise

FOLDS = 5


@dataclass(frozen=True)
class Known:
    """A page with the verdict that a person gave it."""

    name: str
    verdict: str
    first: Fetch  # before a probe
    fetch: Fetch  # after it
    history: History
    note: str = ""
    recorded: bool = False

    @property
    def fold(self) -> int:
        """The fold of its host."""
        return zlib.crc32(urlsplit(self.first.page.url).netloc.encode()) % FOLDS

    @property
    def view(self) -> View:
        """What the rules see."""
        return View(self.fetch, self.history)

    @cached_property
    def length(self) -> int | None:
        """The length of its text, as in an alphabet."""
        return self.view.length

    @cached_property
    def signals(self) -> Mapping[Verdict, Sequence[Signal]]:
        """All that the rules of each verdict see, whatever the points."""
        view = self.view
        rules = {verdict: (*bodies.RULES[verdict], *bodies.COMMON[verdict]) for verdict in bodies.RULES}
        return {verdict: [signal for rule in rules[verdict] for signal in rule(view)] for verdict in rules}

    @property
    def judged(self) -> Judgement:
        """What the judge says: the host is probed only if the page alone leaves it undecided."""
        found = judge(self.first, self.history)
        return judge(self.fetch, self.history) if found.undecided else found

    @property
    def given(self) -> str:
        """The judge's verdict."""
        return self.judged.verdict.value


def labelled(cases: Iterable[LabelledPage]) -> list[Known]:
    """The labelled pages, extracted."""
    return [
        Known(
            case.name, case.verdict, first_fetched(case), fetched(case), history(case), f"{case.language}: {case.why}"
        )
        for case in cases
    ]


def doubled(pages: Sequence[Known]) -> list[Known]:
    """The pages, and those with link texts without them, too: many citations say only "here", or nothing."""
    bare = [replace(one, history=replace(one.history, link_texts=())) for one in pages if one.history.link_texts]
    return [*pages, *bare]


def recorded(webs: Sequence[Path]) -> list[Known]:
    """The pages of recorded webs, extracted, as good ones."""
    with Pool() as pool:
        fetches = pool.map(_fetch, [page for web in webs for page in load_all(web)], chunksize=20)
    return [Known(one.page.url, "alive", one, one, NOTHING, recorded=True) for one in fetches]


def _fetch(page: RecordedPage) -> Fetch:
    url, content_type, body = page
    return Fetch(
        page=Page(id=1, url=url),
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
        elapsed=0.1,
        outcome=Outcome.RESPONSE,
        status=200,
        final_url=url,
        body=b"x",
        capture=extract(body, url=url, content_type=content_type),
    )
