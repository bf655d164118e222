"""The judge against labelled pages, through the real extractor."""

from datetime import UTC, datetime

import pytest
from judge_pages import BAD, TRAPS, Labelled
from judging import alone, good

from crawler.items import Fetch, Hop, Outcome, Page
from pipelines.extract import extract


def fetched(case: Labelled) -> Fetch:
    final = case.final_url or case.url
    body = case.body.encode()
    return Fetch(
        page=Page(id=1, url=case.url),
        started_at=datetime.now(UTC),
        elapsed=0.1,
        outcome=Outcome.RESPONSE,
        status=case.status,
        final_url=final,
        redirects=(Hop(url=case.url, status=case.via),) if case.final_url else (),
        headers=(("content-type", case.content_type), *case.headers),
        body=body,
        capture=extract(body, url=final, content_type=case.content_type),
    )


@pytest.mark.parametrize("case", [*BAD, *TRAPS], ids=lambda case: case.name)
def test_the_verdict_is_the_one_a_person_would_give(case: Labelled) -> None:
    """And its first piece of evidence speaks for it."""
    verdict, evidence = alone(fetched(case), good(case.good_text_chars))
    assert verdict == case.verdict, evidence
    assert evidence[0].verdict == verdict


def test_half_of_the_labelled_pages_are_traps() -> None:
    assert len(BAD) + len(TRAPS) >= 40
    assert len(TRAPS) >= len(BAD)
    assert len({case.name for case in (*BAD, *TRAPS)}) == len(BAD) + len(TRAPS)
