"""Rules for `blocked`: a bot challenge or a block page, with any status."""

import re
from collections.abc import Iterator

from crawler.model import Verdict
from pipelines.judge.signals import DECISIVE, Signal, View, excerpt
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
responses may carry the headers of DataDome, Sucuri and Kasada too: these only support."""

DECISIVE_HEADERS = ("cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated")


def challenge_header(view: View) -> Iterator[Signal]:
    """`challenge-header`: a header with which a vendor marks its challenges. Sources: see `HEADERS`."""
    for name, pattern, vendor in HEADERS:
        value = view.fetch.header(name)
        if value is not None and pattern.search(value.lower()):
            yield Signal(
                rule="challenge-header",
                verdict=Verdict.BLOCKED,
                kind="header",
                detail=f"{name}: {value[:60]} ({vendor})",
                within=DECISIVE if name in DECISIVE_HEADERS else 0,
            )


def challenge_code(view: View) -> Iterator[Signal]:
    """`challenge-code`: the page's own code is a vendor's challenge (`PageFacts.challenges`).

    Decides on its own below 1,500 characters: a challenge page shows a few sentences, and a long page that contains
    such code was served all the same. Source: the vendors' pages, listed in pipelines/extract/facts/vendors.py.
    """
    for vendor in view.facts.challenges:
        yield Signal(
            rule="challenge-code",
            verdict=Verdict.BLOCKED,
            kind="code",
            detail=f"the page's code is a challenge of {vendor}",
            within=1500,
        )


def captcha_widget(view: View) -> Iterator[Signal]:
    """`captcha-widget`: the page contains a CAPTCHA. Support only: contact forms have one too."""
    for vendor in view.facts.captcha_widgets[:1]:
        yield Signal(
            rule="captcha-widget", verdict=Verdict.BLOCKED, kind="widget", detail=f"a CAPTCHA ({vendor})", within=0
        )


def block_title(view: View) -> Iterator[Signal]:
    """`challenge-title`: a complete part of the title, or a heading, is a stock title of block pages.

    Decides on its own below 400 characters if it is the whole title, else below 200: a poem called "Access denied" has
    its book's name beside it. Source: the phrases `blocked`.
    """
    whole = BLOCK_TITLES.match((view.facts.title or "")[:300], whole=True)
    within = 400 if whole else 200
    yield from title_signals(view, BLOCK_TITLES, rule="challenge-title", verdict=Verdict.BLOCKED, within=within)


def block_text(view: View) -> Iterator[Signal]:
    """`challenge-text`: within the first 600 characters, a sentence addressed to a visitor suspected of being a robot.

    Decides on its own below 600 characters, unless the title names what was cited: such a page contains nothing else.
    Source: the sentences `blocked`.
    """
    if match := first("blocked", view.text, 0, 600):
        detail = excerpt(view.text, *match.span())
        within = 0 if view.titled_as_cited else 600
        yield Signal(rule="challenge-text", verdict=Verdict.BLOCKED, kind="text", detail=detail, within=within)


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
            kind="redirect",
            detail=f"redirected to {view.final_url[:200]}",
            within=3000,
        )


RULES = (challenge_header, challenge_code, captcha_widget, block_title, block_text, challenge_redirect)
