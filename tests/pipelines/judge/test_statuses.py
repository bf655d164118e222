"""The judge on outcomes, statuses and empty bodies, without the content of pages."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from judging import good, single_fetch

from crawler.model import Capture, Evidence, Fetch, History, Hop, Metadata, Outcome, Page, PageFacts, Verdict
from pipelines.judge.counts import effective_verdict
from pipelines.judge.statuses import OUTCOMES, by_outcome

URL = "https://town.example/2024/03/the-ferry"
TEXT = "The ferry leaves at seven. " * 40


def fetch(status: int | None = 200, outcome: Outcome = Outcome.RESPONSE, **changes: Any) -> Fetch:
    page = Page(id=1, url=URL)
    values: dict[str, Any] = {"body": b"x", "capture": Capture(media_type="text/html", text=TEXT), "final_url": URL}
    values |= {"started_at": datetime(2026, 4, 9, tzinfo=UTC), "elapsed": 0.1, "page": page}
    return Fetch(**(values | {"status": status, "outcome": outcome} | changes))


def rules(found: tuple[Evidence, ...]) -> list[str]:
    return [evidence.rule for evidence in found]


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ([200, 201, 203, 202, 226], "alive"),
        ([404, 410], "missing"),
        ([401, 402, 407, 423, 440], "restricted"),
        ([403, 406, 418, 428, 429, 999], "blocked"),
        ([400, 405, 409, 411, 412, 413, 414, 415, 416, 417, 422, 426, 431, 444, 498], "blocked"),
        ([451], "legal"),
        (
            [304, 408, 421, 425, 499, 500, 501, 502, 503, 504, 508, 520, 521, 522, 523, 524, 525, 526, 530],
            "unreachable",
        ),
        ([300, 301, 302, 303, 305, 307, 308, 206, 0, 100, 199, 600, 1000], "unreachable"),
        ([511], "failed"),
    ],
)
def test_a_status_has_a_verdict_of_its_own(statuses: list[int], verdict: str) -> None:
    """As in the table of verdicts; a status that is not in it is never `missing`, which could become `dead`."""
    for status in statuses:
        found, evidence = single_fetch(fetch(status))
        assert found == verdict, status
        assert evidence[0].verdict == verdict


def test_only_404_and_410_are_missing() -> None:
    assert [status for status in range(1100) if single_fetch(fetch(status))[0] is Verdict.MISSING] == [404, 410]


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        ("nxdomain", "missing"),
        ("dns_error", "unreachable"),
        ("refused", "unreachable"),
        ("reset", "unreachable"),
        ("timeout", "unreachable"),
        ("tls_error", "unreachable"),
        ("truncated", "unreachable"),
        ("decode_error", "unreachable"),
        ("protocol_error", "unreachable"),
        ("redirect_loop", "unreachable"),
        ("proxy_error", "unreachable"),
        ("robots_denied", "disallowed"),
        ("robots_unreachable", "disallowed"),
        ("unsafe", "unsafe"),
        ("invalid_url", "failed"),
        ("cancelled", "failed"),
        ("internal", "failed"),
        ("not_modified", "alive"),
    ],
)
def test_an_outcome_has_a_verdict(outcome: str, verdict: str) -> None:
    found, evidence = single_fetch(fetch(None, Outcome(outcome), body=None, capture=None, error="one line"))
    assert found == verdict
    assert "one line" in evidence[0].detail or outcome == "not_modified"


def test_every_outcome_is_in_the_table() -> None:
    assert set(OUTCOMES) == set(Outcome) - {Outcome.RESPONSE, Outcome.NOT_MODIFIED}


@pytest.mark.parametrize("outcome", ["truncated", "too_large", "decode_error"])
def test_an_error_status_counts_even_if_its_body_is_lost(outcome: str) -> None:
    """A 404 with a truncated body is a 404."""
    assert single_fetch(fetch(404, Outcome(outcome), body=None, capture=None))[0] is Verdict.MISSING


def test_a_page_above_our_size_limit_is_alive() -> None:
    """The limit is ours: the citation works."""
    verdict, evidence = single_fetch(fetch(200, Outcome.TOO_LARGE, body=None, capture=None, error="over 100 MB"))
    assert verdict is Verdict.ALIVE
    assert "over 100 MB" in evidence[0].detail


@pytest.mark.parametrize(("status", "verdict"), [(200, "unreachable"), (202, "blocked"), (204, "unreachable")])
def test_an_empty_body_is_neither_good_nor_gone(status: int, verdict: str) -> None:
    for body in (None, b""):
        found, evidence = single_fetch(fetch(status, body=body, capture=None))
        assert found == verdict
        assert rules(evidence) == ["empty-body"]


def test_an_empty_response_of_a_firewall_is_blocked() -> None:
    found, evidence = single_fetch(fetch(200, body=b"", capture=None, headers=(("x-amzn-waf-action", "challenge"),)))
    assert found is Verdict.BLOCKED
    assert rules(evidence) == ["challenge-header", "empty-body"]


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ([301], "moved"),
        ([308], "moved"),
        ([301, 308, 301], "moved"),
        ([302], "alive"),
        ([303], "alive"),
        ([307], "alive"),
        ([200], "alive"),
        ([301, 302], "alive"),
        ([302, 301], "alive"),
    ],
)
def test_a_page_has_moved_only_if_every_hop_is_permanent(statuses: list[int], verdict: str) -> None:
    """After a temporary hop, or a meta refresh (200), the cited URL is still the page's own."""
    hops = tuple(Hop(url=URL, status=status) for status in statuses)
    found, evidence = single_fetch(fetch(redirects=hops, final_url="https://town.example/new/the-ferry"))
    assert found == verdict
    assert "https://town.example/new/the-ferry" in evidence[0].detail


def test_a_redirect_to_the_same_url_is_not_a_move() -> None:
    """It sets a cookie."""
    assert single_fetch(fetch(redirects=(Hop(url=URL, status=301),)))[0] is Verdict.ALIVE


@pytest.mark.parametrize("media", ["image/png", "video/mp4", "application/zip", "application/pdf"])
def test_media_without_text_are_alive(media: str) -> None:
    capture = Capture(media_type=media, no_text=f"no text: {media}")
    found, evidence = single_fetch(fetch(capture=capture))
    assert found is Verdict.ALIVE
    assert rules(evidence) == ["good-media"]
    assert media in evidence[0].detail


def test_a_fault_of_the_extractor_does_not_affect_the_verdict() -> None:
    """Killed, timed out or never started: 200 is still 200, and not `degraded`."""
    killed = Capture(media_type="text/html", no_text="extraction took over 10 s")
    for capture in (killed, None):
        found, evidence = single_fetch(fetch(capture=capture), good(5000))
        assert found is Verdict.ALIVE
        assert rules(evidence) == ["not-read"]
    assert single_fetch(fetch(404, capture=killed))[0] is Verdict.MISSING


@pytest.mark.parametrize(
    ("now", "before", "verdict"), [(499, 1000, "degraded"), (500, 1000, "alive"), (10, None, "alive")]
)
def test_degraded_is_less_than_half(now: int, before: int | None, verdict: str) -> None:
    capture = Capture(media_type="application/pdf", text="x" * now)
    assert single_fetch(fetch(capture=capture), good(before))[0] == verdict


def test_a_page_that_lost_all_its_text_is_degraded() -> None:
    """It was parsed and is empty: not the extractor's fault."""
    capture = Capture(media_type="text/html", no_text="no text", facts=PageFacts(visible_chars=80))
    assert single_fetch(fetch(capture=capture), good(5000))[0] is Verdict.DEGRADED


def test_little_text_is_alive_with_a_note() -> None:
    found, evidence = single_fetch(fetch(capture=Capture(media_type="text/html", text="x" * 85)))
    assert found is Verdict.ALIVE
    assert evidence[0].detail == "little text: 85 characters"


def test_retry_after_is_part_of_the_evidence() -> None:
    _, evidence = single_fetch(fetch(429, headers=(("retry-after", "120"),)))
    assert "retry-after: 120" in evidence[0].detail


@pytest.mark.parametrize("seed", range(300))
def test_the_judge_never_raises(seed: int) -> None:
    """Any status, header, URL and fact gives one verdict, supported by the first evidence."""
    chance = random.Random(seed)
    junk = [
        "",
        " ",
        "404",
        "http://[",
        "https://x.example/404",
        "//",
        "\ud800",
        "a" * 5000,
        "login",
        "https://u@/login",
        "?q=1",
    ]
    names = ["title", "body-text", "visible", "challenge", "paywall-block", "noindex", "og-type", "parking", "nonsense"]
    capture = Capture(
        media_type=chance.choice(["text/html", "text/plain", "image/png", "", "application/json"]),
        text=chance.choice([None, "", TEXT, *junk]),
        no_text=chance.choice([None, "none"]),
        headings=tuple(chance.choices(junk, k=2)),
        facts=PageFacts.from_json({chance.choice(names): [chance.choice(junk)] for _ in range(4)}),
        metadata=Metadata(title=chance.choice(junk), access_free=chance.choice([None, True, False])),
    )
    made = fetch(
        chance.choice([None, 200, 202, 301, 404, 503, chance.randrange(1000)]),
        chance.choice([Outcome.RESPONSE, *Outcome]),
        body=chance.choice([None, b"", b"x"]),
        capture=chance.choice([None, capture]),
        redirects=chance.choice([(), (Hop(url=chance.choice(junk), status=301),)]),
        final_url=chance.choice([None, *junk]),
        headers=((chance.choice(["cf-mitigated", "retry-after", "x-robots-tag"]), chance.choice(junk)),),
    )
    history = good(chance.choice([None, 0, 5000]))
    verdict, evidence = single_fetch(made, history)
    assert evidence[0].verdict is verdict
    assert verdict not in (Verdict.DEAD, Verdict.USURPED, Verdict.UNCHECKED)
    assert single_fetch(made, history) == (verdict, evidence)


@pytest.mark.parametrize(("status", "counted"), [(404, "not found: 1 of 3 checks"), (410, "410: 1 of 2 checks")])
def test_a_410_counts_to_two(status: int, counted: str) -> None:
    evidence = effective_verdict(fetch(status), Verdict.MISSING, History())[1]
    assert [one.detail for one in evidence] == [counted]


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
def test_a_reason_is_said_once(outcome: Outcome) -> None:
    """The words of the outcome are those of the error, or go before it."""
    meaning = OUTCOMES[outcome][1]
    for error in (meaning, f"{meaning}: example.org", f"The {meaning.capitalize()}."):
        found = by_outcome(fetch(None, outcome, error=error))
        assert found
        assert found.detail.casefold().count(meaning.casefold()) == 1
