"""Rules for `restricted`: a login, a paywall or a consent gate stands between us and the page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.net.urls import bare_host, is_home, path_of
from crawler.text.sentences import is_closed
from pipelines.judge import meetings
from pipelines.judge.signals import SEARCHED_CHARS, Signal, View, Where, excerpt, is_error_address
from pipelines.judge.words import LOGIN_TITLES, first, title_signals

TEASER_CHARS = 1500
"""What a paywall shows: two or three paragraphs. A longer text is worth keeping, whatever the markup says: many
publishers send the whole article and hide it by script."""

BARE_CHARS = 120
"""A text with fewer characters beside a password form is what the form says of itself. Heuristic, not measured."""

PROTECTED_CHARS = 300
"""A text with fewer characters beside WordPress's form for a protected post is not the post; a blog's index may have
such a form, too. Heuristic, not measured."""

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


_CUT = ("…", "...", "[…]", "[...]", "……")

_GATE = re.compile(r"consent|zustimm|privacy|cookie|age|gate|login|sign|auth|sso|barrier|paywall", re.IGNORECASE)


def login_redirect(view: View) -> Iterator[Signal]:
    """`login-redirect`: redirected to a login address, by its path or host.

    Not if the cited URL is a login address itself. Sources: the paths of WordPress, Django, Atlassian, LinkedIn,
    Google, SAML and CAS logins.
    """
    if not view.redirected or _looks_like_login(view.fetch.page.url) or not _looks_like_login(view.final_url):
        return
    yield Signal(
        rule="login-redirect",
        verdict=Verdict.RESTRICTED,
        source=Where.REDIRECT,
        detail=f"redirected to {view.final_url[:200]}",
    )


def _looks_like_login(url: str) -> bool:
    asks = "=" in url.partition("?")[2] and _PROTOCOL_PATH.search(path_of(url))
    return bool(asks or _LOGIN_PATH.search(path_of(url)) or _LOGIN_HOST.match(bare_host(url)))


def password_form(view: View) -> Iterator[Signal]:
    """`password-form`: the page asks for a password. One in twelve good pages has such a form, too; `bare` where there
    is hardly anything else, not even a menu, `post` where it is WordPress's form in place of a protected post, `main`
    where it stands in the page's main part.
    """
    if view.facts.password_form and not _looks_like_login(view.fetch.page.url):
        detail, grade = "the page asks for a password", _form_grade(view)
        yield Signal(rule="password-form", verdict=Verdict.RESTRICTED, source=Where.FORM, detail=detail, grade=grade)


def _form_grade(view: View) -> str:
    length, asked = view.length or 0, view.facts.inputs
    if length < BARE_CHARS and not view.facts.menu:
        return "bare"
    if length < PROTECTED_CHARS and "main:form:post-password" in asked:
        return "post"
    return "main" if "main:password" in asked else ""


def login_title(view: View) -> Iterator[Signal]:
    """`login-title`: a complete part of the title, or a heading, is "Log in" or the like in some language.

    A heading has the same source as `password-form`: good pages have a hidden login box with both. Not if the cited URL
    is a login address itself. Source: the phrases `login`.
    """
    if _looks_like_login(view.fetch.page.url):
        return
    for signal in title_signals(view, LOGIN_TITLES, rule="login-title", verdict=Verdict.RESTRICTED):
        yield (signal if signal.source is Where.TITLE else replace(signal, source=Where.FORM, grade="heading"))


def paywall_schema(view: View) -> Iterator[Signal]:
    """`paywall-schema`: the page declares `isAccessibleForFree: false`, and its text has teaser length.

    `whole` if the text ends like an ending, with a closed sentence: many publishers send all of it; `cut` if it ends
    with an ellipsis. Where:
    schema.org/isAccessibleForFree and Google's "Structured data for subscription and paywalled content".
    """
    if view.capture and view.capture.metadata.access_free is False and _is_teaser(view):
        yield Signal(
            rule="paywall-schema",
            verdict=Verdict.RESTRICTED,
            source=Where.MARKUP,
            detail=f"isAccessibleForFree: false, and {view.chars:,} characters of text",
            grade=_ending(view),
        )


def paywall_block(view: View) -> Iterator[Signal]:
    """`paywall-block`: an element named for a paywall contains words, and the text has teaser length.

    Themes leave such blocks on free pages. Source: vendors.PAYWALL_NAMES.
    """
    for name in view.facts.paywall_blocks[:1] if _is_teaser(view) else ():
        yield Signal(
            rule="paywall-block",
            verdict=Verdict.RESTRICTED,
            source=Where.MARKUP,
            detail=f"a block named “{name}”",
        )


def paywall_text(view: View) -> Iterator[Signal]:
    """`paywall-text`: "subscribe to continue reading" or the like, in the last 500 characters of a teaser.

    Source: the sentences `paywall`.
    """
    if not _is_teaser(view):
        return
    text = view.text
    if match := first("paywall", text, max(0, len(text) - TAIL_CHARS), len(text)):
        detail = excerpt(text, *match.span())
        yield Signal(rule="paywall-text", verdict=Verdict.RESTRICTED, source=Where.SENTENCE, detail=detail)


def consent_wall(view: View) -> Iterator[Signal]:
    """`consent-wall`: redirected to a consent gate, or the page's own code is one (`PageFacts.consent_walls`).

    It is `restricted`: the page exists but asks its visitors for something first. A cookie banner is not a gate.
    Sources: consent.google.com, consent.youtube.com, guce.yahoo.com, myprivacy.dpgmedia, and derstandard.at's path
    /consent/tcf/, from general knowledge.
    """
    if view.redirected and _CONSENT_URL.match(view.final_url):
        where = f"redirected to {bare_host(view.final_url)}"
        yield Signal(rule="consent-wall", verdict=Verdict.RESTRICTED, source=Where.REDIRECT, detail=where, grade="url")
    for vendor in view.facts.consent_walls[:1]:
        yield Signal(
            rule="consent-wall",
            verdict=Verdict.RESTRICTED,
            source=Where.MARKUP,
            detail=f"the page is a consent gate of {vendor}",
        )


def login_text(view: View) -> Iterator[Signal]:
    """`login-text`: within the first 400 characters, a sentence addressed to a visitor who is not logged in.

    Source: the sentences `login`.
    """
    if match := first("login", view.text, 0, 400):
        detail = excerpt(view.text, *match.span())
        yield Signal(rule="login-text", verdict=Verdict.RESTRICTED, source=Where.SENTENCE, detail=detail)


def gate_text(view: View) -> Iterator[Signal]:
    """`gate-text`: within the first 400 characters, a sentence of a gate that asks for consent or an age.

    A banner on a page has such sentences too. Source: the sentences `gate`.
    """
    searched = "\n".join([*(text for _, text in view.titles), view.text[:400]])
    if match := first("gate", searched, 0, SEARCHED_CHARS):
        detail = excerpt(searched, *match.span())
        yield Signal(rule="gate-text", verdict=Verdict.RESTRICTED, source=Where.SENTENCE, detail=detail)


def gate_redirect(view: View) -> Iterator[Signal]:
    """`gate-redirect`: redirected to an address whose query carries the cited URL, to lead back to it.

    `named` if the address is that of a consent, age or login gate. Not for addresses of errors and searches, which
    carry it too. From general knowledge of consent managers and single
    sign-on.
    """
    if not view.redirected or is_home(view.final_url) or is_error_address(view.final_url):
        return
    query = unquote(unquote(view.final_url.partition("?")[2])).lower()
    asked = view.fetch.page.url.partition("://")[2].lower()
    named = _GATE.search(bare_host(view.final_url).partition(".")[0] + path_of(view.final_url))
    if asked.rstrip("/") in query or (named and bare_host(view.fetch.page.url) in query):
        where = f"redirected to {view.final_url[:200]}, which will lead back"
        grade = "named" if named else ""
        yield Signal(rule="gate-redirect", verdict=Verdict.RESTRICTED, source=Where.REDIRECT, detail=where, grade=grade)


def _ending(view: View) -> str:
    """How the text ends: `cut` by an ellipsis, `whole` with a sentence, or in the middle of one."""
    text = view.text.rstrip()
    return "cut" if text.endswith(_CUT) else "whole" if is_closed(text) else ""


def _is_teaser(view: View) -> bool:
    return view.length is not None and view.length < TEASER_CHARS


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
    meetings.wall_words,
)
