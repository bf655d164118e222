"""The Fetch and the History that the judge gets for each labelled page, through the real extractor."""

from datetime import UTC, datetime
from functools import cache

from labelled_pages import LabelledPage

from crawler.model import NOTHING, Capture, Fetch, History, Hop, LastGood, Outcome, Page, Probe, Verdict
from crawler.text.similarity import likeness
from pipelines.extract import extract
from pipelines.judge import judge

NOW = datetime(2026, 4, 9, tzinfo=UTC)


@cache
def fetched(case: LabelledPage) -> Fetch:
    """The Fetch of the page."""
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


def history(case: LabelledPage) -> History:
    """The History with the last good page, extracted."""
    if case.before is None:
        return NOTHING
    before = extract(case.before.encode(), url=case.url, content_type=case.content_type)
    metadata = before.metadata
    return History(
        last_good=LastGood(
            at=NOW,
            text=before.text,
            title=metadata.title,
            page_title=before.facts.title,
            language=metadata.language,
            sitename=metadata.sitename,
        )
    )


@cache
def judged(case: LabelledPage) -> tuple[Verdict, tuple[str, ...]]:
    """The judge's verdict, and its evidence as lines of text."""
    found = judge(fetched(case), history(case))
    return found.verdict, tuple(f"{seen.verdict}: {seen.rule}: {seen.detail}" for seen in found.evidence)


def _probe(case: LabelledPage, capture: Capture | None) -> Probe | None:
    if case.probe is None:
        return None
    url = "https://town.example/2024/03/0f9d2c"
    answer = extract(case.probe.encode(), url=url, content_type=case.content_type)
    likely = likeness((capture.text if capture else None) or "", answer.text or "")
    return Probe(url=url, status=case.probe_status, likeness=likely)
