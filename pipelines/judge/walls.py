"""Rules for `restricted`: a login, a paywall or a consent gate stands between us and the page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.net.urls import bare_host, is_home, path_of
from pipelines.judge.signals import SEARCHED_CHARS, SHORT_CHARS, Signal, View, excerpt, is_error_address
from pipelines.judge.words import LOGIN_TITLES, first, title_signals

TEASER_CHARS = 1500
"""What a paywall shows: two or three paragraphs. A longer text is worth keeping, whatever the markup says: many
publishers send the whole article and hide it by script."""

TAIL_CHARS = 500
"""A prompt to subscribe follows the teaser. Elsewhere its words are a quotation or an advertisement."""

_LOGIN_PATH = re.compile(
    r"/(log[-_]?in|sign[-_]?in|signon|logon|signup[\w.]*|servicelogin|checkpoint/lg|accounts/login"
    r"|authwall|anmelden|connexion|iniciar-sesion|wp-login\.php|login\.\w{2,5}|login_form)(/|$)",
    re.IGNORECASE,
)
_PROTOCOL_PATH = re.compile(r"/(sso|oauth2?|saml2?|authorize|idp)(/|$)", re.IGNORECASE)
"""A login through these has a query; without one the page may be documentation."""

_LOGIN_HOST = re.compile(r"^(login|signin|sso|auth|idp|accounts|identity|cas)\.", re.IGNORECASE)
_CONSENT_URL = re.compile(
    r"^https?://(consent\.(google|youtube|yahoo|aol)\.[a-z.]+|(www\.)?guce\.\w+\.com|myprivacy\.dpgmedia\.\w+"
    r"|[\w.-]+/consent/tcf)/",
    re.IGNORECASE,
)


_GATE = re.compile(r"consent|zustimm|privacy|cookie|age|gate|login|sign|auth|sso|barrier|paywall", re.IGNORECASE)


def login_redirect(view: View) -> Iterator[Signal]:
    """`login-redirect`: redirected to a login address, by its path or host.

    Decides on its own below 3,000 characters: login pages contain help and legal notes. Not if the cited URL is a login
    address itself. Sources: the paths of WordPress, Django, Atlassian, LinkedIn, Google, SAML and CAS logins.
    """
    if not view.redirected or _looks_like_login(view.fetch.page.url) or not _looks_like_login(view.final_url):
        return
    yield Signal(
        rule="login-redirect",
        verdict=Verdict.RESTRICTED,
        kind="redirect",
        detail=f"redirected to {view.final_url[:200]}",
        within=3000,
    )


def _looks_like_login(url: str) -> bool:
    asks = "=" in url.partition("?")[2] and _PROTOCOL_PATH.search(path_of(url))
    return bool(asks or _LOGIN_PATH.search(path_of(url)) or _LOGIN_HOST.match(bare_host(url)))


def password_form(view: View) -> Iterator[Signal]:
    """`password-form`: the page asks for a password. Support only: one in twelve good pages has such a form."""
    if view.facts.password_form and not _looks_like_login(view.fetch.page.url):
        detail = "the page asks for a password"
        yield Signal(rule="password-form", verdict=Verdict.RESTRICTED, kind="form", detail=detail, within=0)


def login_title(view: View) -> Iterator[Signal]:
    """`login-title`: a complete part of the title, or a heading, is "Log in" or the like in some language.

    Decides on its own below 400 characters. A heading has the same kind as `password-form`: good pages have a hidden
    login box with both. Not if the cited URL is a login address itself. Source: the phrases `login`.
    """
    if _looks_like_login(view.fetch.page.url):
        return
    for signal in title_signals(view, LOGIN_TITLES, rule="login-title", verdict=Verdict.RESTRICTED, within=400):
        yield signal if signal.detail.startswith("title") else replace(signal, kind="form")


def paywall_schema(view: View) -> Iterator[Signal]:
    """`paywall-schema`: the page declares `isAccessibleForFree: false`, and its text has teaser length.

    Source: schema.org/isAccessibleForFree and Google's "Structured data for subscription and paywalled content".
    """
    if view.capture and view.capture.metadata.access_free is False and _is_teaser(view):
        yield Signal(
            rule="paywall-schema",
            verdict=Verdict.RESTRICTED,
            kind="schema",
            detail=f"isAccessibleForFree: false, and {view.chars:,} characters of text",
            within=TEASER_CHARS,
        )


def paywall_block(view: View) -> Iterator[Signal]:
    """`paywall-block`: an element named for a paywall contains words, and the text has teaser length.

    Decides on its own below 1,000 characters: themes leave such blocks on free pages. Source: vendors.PAYWALL_NAMES.
    """
    for name in view.facts.paywall_blocks[:1] if _is_teaser(view) else ():
        yield Signal(
            rule="paywall-block",
            verdict=Verdict.RESTRICTED,
            kind="block",
            detail=f"a block named “{name}”",
            within=SHORT_CHARS,
        )


def paywall_text(view: View) -> Iterator[Signal]:
    """`paywall-text`: "subscribe to continue reading" or the like, in the last 500 characters of a teaser.

    Decides on its own below 1,000 characters. Source: the sentences `paywall`.
    """
    if not _is_teaser(view):
        return
    text = view.text
    if match := first("paywall", text, max(0, len(text) - TAIL_CHARS), len(text)):
        detail = excerpt(text, *match.span())
        yield Signal(rule="paywall-text", verdict=Verdict.RESTRICTED, kind="text", detail=detail, within=SHORT_CHARS)


def consent_wall(view: View) -> Iterator[Signal]:
    """`consent-wall`: redirected to a consent gate, or the page's own code is one (`PageFacts.consent_walls`).

    It is `restricted`: the page exists but asks its visitors for something first. A cookie banner is not a gate.
    Sources: consent.google.com, consent.youtube.com, guce.yahoo.com, myprivacy.dpgmedia, and derstandard.at's path
    /consent/tcf/, from general knowledge.
    """
    if view.redirected and _CONSENT_URL.match(view.final_url):
        where = f"redirected to {bare_host(view.final_url)}"
        yield Signal(
            rule="consent-wall", verdict=Verdict.RESTRICTED, kind="redirect", detail=where, within=TEASER_CHARS * 4
        )
    for vendor in view.facts.consent_walls[:1]:
        yield Signal(
            rule="consent-wall",
            verdict=Verdict.RESTRICTED,
            kind="code",
            detail=f"the page is a consent gate of {vendor}",
            within=TEASER_CHARS,
        )


def login_text(view: View) -> Iterator[Signal]:
    """`login-text`: within the first 400 characters, a sentence addressed to a visitor who is not logged in.

    Decides on its own below 1,000 characters, unless the title names what was cited. Source: the sentences `login`.
    """
    if match := first("login", view.text, 0, 400):
        detail = excerpt(view.text, *match.span())
        within = 0 if view.titled_as_cited else SHORT_CHARS
        yield Signal(rule="login-text", verdict=Verdict.RESTRICTED, kind="text", detail=detail, within=within)


def gate_text(view: View) -> Iterator[Signal]:
    """`gate-text`: within the first 400 characters, a sentence of a gate that asks for consent or an age.

    Decides on its own below 800 characters: a banner on a page has such sentences too. Source: the sentences `gate`.
    """
    searched = "\n".join([*(text for _, text in view.titles), view.text[:400]])
    if match := first("gate", searched, 0, SEARCHED_CHARS):
        detail = excerpt(searched, *match.span())
        yield Signal(rule="gate-text", verdict=Verdict.RESTRICTED, kind="gate", detail=detail, within=800)


def gate_redirect(view: View) -> Iterator[Signal]:
    """`gate-redirect`: redirected to an address whose query carries the cited URL, to lead back to it.

    Decides on its own below 1,500 characters; if the address is that of a consent, age or login gate, below 6,000. Not
    for addresses of errors and searches, which carry it too. From general knowledge of consent managers and single
    sign-on.
    """
    if not view.redirected or is_home(view.final_url) or is_error_address(view.final_url):
        return
    query = unquote(unquote(view.final_url.partition("?")[2])).lower()
    asked = view.fetch.page.url.partition("://")[2].lower()
    named = _GATE.search(bare_host(view.final_url).partition(".")[0] + path_of(view.final_url))
    if asked.rstrip("/") in query or (named and bare_host(view.fetch.page.url) in query):
        where = f"redirected to {view.final_url[:200]}, which will lead back"
        limit = TEASER_CHARS * 4 if named else TEASER_CHARS
        yield Signal(rule="gate-redirect", verdict=Verdict.RESTRICTED, kind="redirect", detail=where, within=limit)


def _is_teaser(view: View) -> bool:
    return view.chars is not None and view.chars < TEASER_CHARS


RULES = (
    login_redirect,
    password_form,
    login_title,
    login_text,
    paywall_schema,
    paywall_block,
    paywall_text,
    consent_wall,
    gate_redirect,
    gate_text,
)
