"""All labelled pages, and each of them as the judge gets it: a Fetch and a History, through the real extractor."""

from datetime import UTC, datetime
from functools import cache

import judge_blocked
import judge_changed
import judge_others
import judge_restricted
import judge_soft_404
import judge_usurped
from judge_pages import Labelled

from crawler.model import NOTHING, Capture, Fetch, Good, History, Hop, Outcome, Page, Probe, Verdict
from pipelines.extract import extract
from pipelines.judge import judge
from pipelines.judge.likeness import likeness

BAD = (*judge_soft_404.BAD, *judge_blocked.BAD, *judge_restricted.BAD, *judge_usurped.BAD, *judge_others.BAD)
TRAPS = (
    *judge_soft_404.TRAPS,
    *judge_blocked.TRAPS,
    *judge_restricted.TRAPS,
    *judge_changed.TRAPS,
    *judge_others.TRAPS,
)
NOW = datetime(2026, 4, 9, tzinfo=UTC)


@cache
def fetched(case: Labelled) -> Fetch:
    """The Fetch that would have come of the page."""
    final = case.final_url or case.url
    body = case.body.encode()
    capture = extract(body, url=final, content_type=case.content_type) if body else None
    return Fetch(
        page=Page(id=1, url=case.url),
        started_at=NOW,
        elapsed=0.1,
        outcome=Outcome.RESPONSE,
        status=case.status,
        final_url=final,
        redirects=(Hop(url=case.url, status=case.via),) if case.final_url else (),
        headers=(("content-type", case.content_type), *case.headers),
        body=body,
        capture=capture,
        probe=_probe(case, capture),
        twins=case.twins,
    )


def history(case: Labelled) -> History:
    """What was before: the last good page, extracted."""
    if case.good is None:
        return NOTHING
    before = extract(case.good.encode(), url=case.url, content_type=case.content_type)
    told = before.metadata
    return History(
        good=Good(
            at=NOW,
            text=before.text,
            title=told.title,
            page_title=next((fact[7:] for fact in before.markers if fact.startswith("title: ")), None),
            language=told.language,
            sitename=told.sitename,
        )
    )


@cache
def judged(case: Labelled) -> tuple[Verdict, tuple[str, ...]]:
    """The judge's verdict, and its evidence in lines."""
    found = judge(fetched(case), history(case))
    return found.verdict, tuple(f"{seen.verdict}: {seen.rule}: {seen.detail}" for seen in found.evidence)


def _probe(case: Labelled, capture: Capture | None) -> Probe | None:
    if case.sibling is None:
        return None
    url = "https://town.example/2024/03/0f9d2c"
    answer = extract(case.sibling.encode(), url=url, content_type=case.content_type)
    likely = likeness((capture.text if capture else None) or "", answer.text or "")
    return Probe(url=url, status=case.sibling_status, likeness=likely)
