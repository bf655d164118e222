"""The Fetch and the History that the judge gets for each labelled page, through the real extractor."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from labelled_pages import LabelledPage

from crawler.model import Capture, Fetch, History, Hop, LastGood, Outcome, Page, Probe, Verdict
from crawler.text.similarity import likeness
from pipelines.extract import extract
from pipelines.judge import Judgement, judge

NOW = datetime(2026, 4, 9, tzinfo=UTC)


@cache
def fetched(case: LabelledPage) -> Fetch:
    """The Fetch of the page, with the probe of its host where that is known."""
    return replace(first_fetched(case), probe=_probe(case), home_likeness=_home_likeness(case))


@cache
def first_fetched(case: LabelledPage) -> Fetch:
    """The Fetch of the page, before a probe."""
    final = case.final_url or case.url
    body = case.body.encode()
    capture = extract(body, url=final, content_type=case.content_type) if body else None
    likest, likest_url = _likest(case, capture)
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
        twins=case.twins,
        likest=likest,
        likest_url=likest_url,
    )


@cache
def history(case: LabelledPage) -> History:
    """The History with the last good page, extracted."""
    link_texts = (case.link_text,) if case.link_text else ()
    if case.before is None:
        return History(link_texts=link_texts)
    before = _extracted(case.before, case.url)
    metadata = before.metadata
    return History(
        link_texts=link_texts,
        last_good=LastGood(
            at=NOW,
            text=before.text,
            title=metadata.title,
            page_title=before.facts.title,
            language=metadata.language,
            sitename=metadata.sitename,
            facts=before.facts,
        ),
    )


@cache
def judged(case: LabelledPage) -> tuple[Verdict, tuple[str, ...]]:
    """The judge's verdict, and its evidence as lines of text."""
    found = judgement(case)
    return found.verdict, tuple(f"{seen.verdict}: {seen.rule}: {seen.detail}" for seen in found.evidence)


def judgement(case: LabelledPage) -> Judgement:
    """The judgement as in a crawl: the host is probed only if the page alone leaves it undecided."""
    first = judge(first_fetched(case), history(case))
    return judge(fetched(case), history(case)) if first.undecided else first


@cache
def _extracted(html: str, url: str) -> Capture:
    return extract(html.encode(), url=url, content_type="text/html; charset=utf-8")


def _text(case: LabelledPage) -> str:
    capture = first_fetched(case).capture
    return (capture.text if capture else None) or ""


def _likest(case: LabelledPage, capture: Capture | None) -> tuple[float | None, str | None]:
    """The highest likeness with another page of the host."""
    text = (capture.text if capture else None) or ""
    found = [
        (likely, url)
        for html, url in zip(case.others, case.other_urls or case.others, strict=False)
        if (likely := likeness(text, _extracted(html, case.url).text or "")) is not None
    ]
    return max(found, default=(None, None))


def _home_likeness(case: LabelledPage) -> float | None:
    if case.home is None:
        return None
    return likeness(_text(case), _extracted(case.home, case.url).text or "")


def _probe(case: LabelledPage) -> Probe | None:
    if case.probe is None:
        return None
    url = random_path(case.url)
    answer = _extracted(case.probe, url)
    return Probe(url=url, status=case.probe_status, likeness=likeness(_text(case), answer.text or ""))


def random_path(url: str) -> str:
    """A path beside the page's that cannot exist."""
    return f"{url.rpartition('/')[0]}/0f9d2c"
