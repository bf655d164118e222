"""Rules for `restricted`: a login, a paywall or a consent gate stands between us and the page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.net.urls import bare_host, is_home, path_of
from crawler.text.phrases import sentences
from pipelines.judge.signals import SEARCHED_CHARS, SHORT_CHARS, Signal, View, excerpt, is_error_address
from pipelines.judge.words import LOGIN_TITLES, first, title_signals

TEASER_CHARS = 1500
"""What a paywall lets through: two or three paragraphs. A longer text is worth keeping, whatever the markup says:
many publishers send the whole article and hide it by script."""

TAIL_CHARS = 500
"""A subscribe block stands at the end of a teaser. Elsewhere its words are a quotation or an advertisement."""

_LOGIN_PATH = re.compile(
    r"/(log[-_]?in|sign[-_]?in|signon|logon|signup[\w.]*|servicelogin|checkpoint/lg|accounts/login"
    r"|authwall|anmelden|connexion|iniciar-sesion|wp-login\.php|login\.\w{2,5}|login_form)(/|$)",
    re.IGNORECASE,
)
_PROTOCOL_PATH = re.compile(r"/(sso|oauth2?|saml2?|authorize|idp)(/|$)", re.IGNORECASE)
"""A login by these carries a request in its query; without one the page may be a manual's."""

_LOGIN_HOST = re.compile(r"^(login|signin|sso|auth|idp|accounts|identity|cas)\.", re.IGNORECASE)
_CONSENT_URL = re.compile(
    r"^https?://(consent\.(google|youtube|yahoo|aol)\.[a-z.]+|(www\.)?guce\.\w+\.com|myprivacy\.dpgmedia\.\w+"
    r"|[\w.-]+/consent/tcf)/",
    re.IGNORECASE,
)


_GATE = re.compile(r"consent|zustimm|privacy|cookie|age|gate|login|sign|auth|sso|barrier|paywall", re.IGNORECASE)


def login_redirect(view: View) -> Iterator[Signal]:
    """`login-redirect`: another URL than asked answered, and it is a login's by its path or host.

    Alone up to 3,000 characters: login pages carry help and legal notes. A cited URL that is itself a login's
    is what it says. Sources: the paths of WordPress, Django, Atlassian, LinkedIn, Google, SAML and CAS logins.
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
    """`password-form`: the page asks for a password. Only support: one in twelve good pages has such a form."""
    if view.facts.password_form and not _looks_like_login(view.fetch.page.url):
        detail = "the page asks for a password"
        yield Signal(rule="password-form", verdict=Verdict.RESTRICTED, kind="form", detail=detail, within=0)


def login_title(view: View) -> Iterator[Signal]:
    """`login-title`: a whole part of the title, or a heading, is "Log in" or the like in some language.

    Alone up to 400 characters. A heading is of one kind with `password-form`: good pages have a hidden login box
    with both. A cited login page is what it says. Source: the phrases `login`.
    """
    if _looks_like_login(view.fetch.page.url):
        return
    for signal in title_signals(view, LOGIN_TITLES, rule="login-title", verdict=Verdict.RESTRICTED, within=400):
        yield signal if signal.detail.startswith("title") else replace(signal, kind="form")


def paywall_schema(view: View) -> Iterator[Signal]:
    """`paywall-schema`: the page says `isAccessibleForFree: false` of itself, and the text is a teaser's.

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
    """`paywall-block`: an element named for a paywall shows words, and the text is a teaser's.

    Alone up to 1,000 characters: themes leave such blocks on free pages. Source: vendors.PAYWALL_NAMES.
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

    Alone up to 1,000 characters. Source: the sentences `paywall`.
    """
    if not _is_teaser(view):
        return
    text = view.text
    if match := first(sentences("paywall"), text, max(0, len(text) - TAIL_CHARS), len(text)):
        detail = excerpt(text, *match.span())
        yield Signal(rule="paywall-text", verdict=Verdict.RESTRICTED, kind="text", detail=detail, within=SHORT_CHARS)


def consent_wall(view: View) -> Iterator[Signal]:
    """`consent-wall`: redirected to a consent gate, or the page's own code is one (`PageFacts.consent_walls`).

    It counts as `restricted`: the page is there, and asks something of its visitor. A cookie banner is no gate.
    Sources: consent.google.com, consent.youtube.com, guce.yahoo.com, myprivacy.dpgmedia, and derstandard.at's path
    /consent/tcf/, from knowledge.
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
    """`login-text`: within the first 400 characters, a sentence to a visitor who is not logged in.

    Alone up to 1,000 characters, where the title does not name what was cited. Source: the sentences `login`.
    """
    if match := first(sentences("login"), view.text, 0, 400):
        detail = excerpt(view.text, *match.span())
        within = 0 if view.titled_as_cited else SHORT_CHARS
        yield Signal(rule="login-text", verdict=Verdict.RESTRICTED, kind="text", detail=detail, within=within)


def gate_text(view: View) -> Iterator[Signal]:
    """`gate-text`: within the first 400 characters, a sentence of a gate that asks for consent or for an age.

    Alone up to 800 characters: a banner over a page has such sentences, too. Source: the sentences `gate`.
    """
    searched = "\n".join([*(text for _, text in view.titles), view.text[:400]])
    if match := first(sentences("gate"), searched, 0, SEARCHED_CHARS):
        detail = excerpt(searched, *match.span())
        yield Signal(rule="gate-text", verdict=Verdict.RESTRICTED, kind="gate", detail=detail, within=800)


def gate_redirect(view: View) -> Iterator[Signal]:
    """`gate-redirect`: redirected to an address whose query carries the cited URL, to send its visitor back to it.

    Alone up to 1,500 characters, and to a consent's, an age's or a login's address up to 6,000. An error's address and
    a search carry it, too: these are no gates. From knowledge of how consent managers and single sign-ons work.
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
