"""The judge against 660 recorded pages of the real web, where they are at hand."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from judging import alone

from crawler.items import Fetch, Outcome, Page, Verdict
from pipelines.extract import extract

WEB = Path(__file__).resolve().parents[2].parent / "shared" / "web-dev"

pytestmark = pytest.mark.skipif(not WEB.is_dir(), reason="the recorded web is not part of the repository")


def test_at_least_99_of_100_article_pages_are_alive() -> None:
    """All of them are pages with an article under 200; what is not `alive` is a paywall's teaser."""
    found: dict[str, Verdict] = {}
    for line in (WEB / "index.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if entry["status"] != 200 or not entry["file"]:
            continue
        body = gzip.decompress((WEB / entry["file"]).read_bytes())
        url = entry["url"]
        fetch = Fetch(
            page=Page(id=1, url=url),
            started_at=datetime.now(UTC),
            elapsed=0.1,
            outcome=Outcome.RESPONSE,
            status=200,
            final_url=url,
            body=body,
            capture=extract(body, url=url, content_type=entry["content_type"]),
        )
        found[url] = alone(fetch)[0]
    assert len(found) > 600
    wrong = {url: verdict for url, verdict in found.items() if verdict is not Verdict.ALIVE}
    assert len(wrong) <= len(found) * 0.01, wrong
    assert set(wrong.values()) <= {Verdict.RESTRICTED}, wrong
