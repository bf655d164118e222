"""The judge against labelled pages, through the real extractor."""

import pytest
from judge_labelled import fetched, history, judged
from judge_scores import FLOOR, GIVEN_UP, GOOD, confusion, f1, given_up, macro_f1, table
from labelled_pages import PAGES, LabelledPage

from pipelines.judge import judge

KNOWN_MISTAKES = frozenset(
    (
        "manual of a firewall's challenge page",
        "support forum on a login that fails",
        "notice in place of the article",
        "deep link to a long home page that shares no word with it",
        "error page with much else on it",
        "hindi",
        "long error page that says so, where a much longer article was",
        "successor's home page, which names its predecessor",
        "account suspended",
        "registrar's notice",
    )
)
"""Labelled pages that the judge is known to get wrong. Rules of their own had been made for many of these pages."""


@pytest.mark.parametrize(
    "case", [case for case in PAGES if case.name not in KNOWN_MISTAKES], ids=lambda case: case.name
)
def test_the_verdict_is_the_one_a_person_would_give(case: LabelledPage) -> None:
    """And its first evidence, not counting that of `counts`, supports it."""
    found = judge(fetched(case), history(case))
    assert found.verdict == case.verdict, found.evidence
    rest = [seen for seen in found.evidence if not seen.rule.startswith(("gone-", "moved-"))]
    assert rest[0].verdict == found.verdict


def test_the_judge_agrees_with_a_person() -> None:
    """What `make verdicts` prints: macro-F1 of 0.97 or more, and no good page given up but the known ones."""
    counted = confusion((case.verdict, str(judged(case)[0])) for case in PAGES)
    assert macro_f1(counted) >= FLOOR, table(counted)
    lost = {case.name for case in PAGES if case.verdict in GOOD and str(judged(case)[0]) in GIVEN_UP}
    assert lost <= KNOWN_MISTAKES
    assert len(lost) == given_up(counted)


def test_known_mistakes_are_still_mistakes() -> None:
    """One that is fixed must be removed from the list."""
    assert {case.name for case in PAGES if judged(case)[0] != case.verdict} == KNOWN_MISTAKES


def test_the_score_counts_mistakes() -> None:
    """Two of three right, one good page given up: F1 of both verdicts is 2/3."""
    counted = confusion([("alive", "alive"), ("alive", "soft_404"), ("soft_404", "soft_404")])
    assert f1(counted, "alive") == pytest.approx(2 / 3)
    assert macro_f1(counted) == pytest.approx(2 / 3)
    assert given_up(counted) == 1
    assert table(counted).splitlines()[1].split() == ["alive", "1", "1", "0.667"]


def test_half_of_the_labelled_pages_are_traps() -> None:
    assert len(PAGES) >= 120
    assert sum(case.trap for case in PAGES) * 2 >= len(PAGES)


def test_every_service_is_among_the_labelled_pages() -> None:
    """Each challenge vendor for which a page's text is public, and each kind of wall."""
    facts = [capture.facts for case in PAGES if not case.trap if (capture := fetched(case).capture)]
    vendors = {vendor for found in facts for vendor in found.challenges}
    assert vendors >= {"cloudflare", "perimeterx", "datadome", "imperva", "akamai", "aws-waf", "anubis", "kasada"}
    assert {vendor for found in facts for vendor in found.captcha_widgets} >= {"recaptcha", "hcaptcha", "turnstile"}
    rules = {line.split(": ")[1] for case in PAGES if not case.trap for line in judged(case)[1]}
    assert rules >= {
        *("login-redirect", "login-title", "password-form", "consent-wall"),
        *("paywall-schema", "paywall-block", "paywall-text"),
        *("same-as-sibling", "text-collapsed", "topic-lost", "parked", "for-sale", "market-redirect"),
        *("spam-words", "host-same-text", "language-changed", "foreign-home"),
    }
