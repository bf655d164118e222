"""Rules for `blocked`: a bot challenge or a block page, with any status."""

import re
from collections.abc import Iterator

from crawler.model import Verdict
from pipelines.judge import meetings
from pipelines.judge.signals import Signal, View, Where, excerpt
from pipelines.judge.words import BLOCK_TITLES, first, title_signals

HEADERS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("cf-mitigated", re.compile("challenge"), "Cloudflare"),
    ("x-amzn-waf-action", re.compile("challenge|captcha"), "AWS WAF"),
    ("x-vercel-mitigated", re.compile("challenge|deny"), "Vercel"),
    ("x-datadome", re.compile("protected"), "DataDome"),
    ("x-sucuri-block", re.compile("."), "Sucuri"),
    ("x-kpsdk-ct", re.compile("."), "Kasada"),
)
"""(header, value, vendor). Sources: developers.cloudflare.com "Detect a challenge page response"; AWS WAF developer
guide "CAPTCHA and Challenge action behavior"; for Vercel, client programs that handle it (it is not documented). Good
responses may carry the headers of DataDome, Sucuri and Kasada too."""

DECISIVE_HEADERS = ("cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated")


def challenge_header(view: View) -> Iterator[Signal]:
    """`challenge-header`: a header with which a vendor marks its challenges. Sources: see `HEADERS`."""
    for name, pattern, vendor in HEADERS:
        value = view.fetch.header(name)
        if value is not None and pattern.search(value.lower()):
            yield Signal(
                rule="challenge-header",
                verdict=Verdict.BLOCKED,
                source=Where.HTTP,
                detail=f"{name}: {value[:60]} ({vendor})",
                grade="challenge" if name in DECISIVE_HEADERS else "",
            )


def challenge_code(view: View) -> Iterator[Signal]:
    """`challenge-code`: the page's own code is a vendor's challenge (`PageFacts.challenges`).

    A challenge page shows a few sentences, and a long page that contains such code was served all the same. Source: the
    vendors' pages, listed in pipelines/extract/facts/vendors.py.
    """
    for vendor in view.facts.challenges:
        yield Signal(
            rule="challenge-code",
            verdict=Verdict.BLOCKED,
            source=Where.MARKUP,
            detail=f"the page's code is a challenge of {vendor}",
        )


def captcha_widget(view: View) -> Iterator[Signal]:
    """`captcha-widget`: the page contains a CAPTCHA. Contact forms have one too."""
    for vendor in view.facts.captcha_widgets[:1]:
        yield Signal(rule="captcha-widget", verdict=Verdict.BLOCKED, source=Where.FORM, detail=f"a CAPTCHA ({vendor})")


def block_title(view: View) -> Iterator[Signal]:
    """`challenge-title`: a complete part of the title, or a heading, is a stock title of block pages.

    `part` if the title has other words: a poem called "Access denied" has its book's name beside it. Source: the
    phrases `blocked`.
    """
    whole = BLOCK_TITLES.match((view.facts.title or "")[:300], whole=True)
    grade = "" if whole else "part"
    yield from title_signals(view, BLOCK_TITLES, rule="challenge-title", verdict=Verdict.BLOCKED, grade=grade)


def block_text(view: View) -> Iterator[Signal]:
    """`challenge-text`: within the first 600 characters, a sentence addressed to a visitor suspected of being a robot.

    Source: the sentences `blocked`.
    """
    if match := first("blocked", view.text, 0, 600):
        detail = excerpt(view.text, *match.span())
        yield Signal(rule="challenge-text", verdict=Verdict.BLOCKED, source=Where.SENTENCE, detail=detail)


_BOT_CHECK_URL = re.compile(
    r"^https?://(www\.google\.[a-z.]+/sorry/|validate\.perfdrive\.com/|[\w.-]+/cdn-cgi/l/chk_"
    r"|[\w.-]+/_____tmd_____/punish|[\w.-]+/showcaptcha\b|[\w.-]+/\.well-known/(?:sg)?captcha/)"
)


def challenge_redirect(view: View) -> Iterator[Signal]:
    """`challenge-redirect`: redirected to the address of a bot challenge (Google's /sorry/, Radware's)."""
    if view.redirected and _BOT_CHECK_URL.match(view.final_url):
        yield Signal(
            rule="challenge-redirect",
            verdict=Verdict.BLOCKED,
            source=Where.REDIRECT,
            detail=f"redirected to {view.final_url[:200]}",
        )


def nothing_shown(view: View) -> Iterator[Signal]:
    """`nothing-shown`: a body of HTML without a title and without a visible word: the script of a challenge, which sets
    a cookie and loads the page again. From general knowledge.
    """
    capture = view.capture
    facts = view.facts
    known = facts.parking or facts.challenges or facts.needs_script  # which say more
    if capture and "html" in capture.media_type and facts.visible_chars == 0 and not view.titles and not known:
        detail = "neither a title nor a visible word"
        yield Signal(rule="nothing-shown", verdict=Verdict.BLOCKED, source=Where.MARKUP, detail=detail)


RULES = (
    nothing_shown,
    challenge_header,
    challenge_code,
    captcha_widget,
    block_title,
    block_text,
    challenge_redirect,
    meetings.challenge_words,
)
