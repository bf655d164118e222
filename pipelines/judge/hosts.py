"""Rules by the host's other answers: its answer to a random path, its home page, its other Pages; and by its name.

An error page in any language, with any words, is the same at every path. Source: Bar-Yossef, Broder, Kumar and Tomkins,
"Sic transit gloria telae" (2004), section 3.
"""

from collections.abc import Iterator

from crawler.model import Verdict
from crawler.net.urls import is_home
from crawler.text.words import normal
from pipelines.judge import comparisons
from pipelines.judge.signals import Signal, View, Where
from pipelines.judge.words import parts

SHORT_SHARE = 0.15
"""A text is short for its host with less than this share of the median of the host's other good Pages. Heuristic, not
measured."""


def same_as_random_path(view: View, verdict: Verdict = Verdict.SOFT_404) -> Iterator[Signal]:
    """`same-as-sibling`: the host serves nearly the same text for a random path next to the page's, with a 2xx. That is
    no content, but may be a wall or a fault, too.

    Source: `comparisons.SAME`.
    """
    if detail := comparisons.same_as_random_path(view):
        yield Signal(rule="same-as-sibling", verdict=verdict, source=Where.PROBE, detail=detail)


def same_as_home(view: View) -> Iterator[Signal]:
    """`same-as-home`: a deep link is answered with nearly the text of the host's home page. Source: as above.

    Not where it was redirected there: that is `home-redirect`, and projects do move to a domain of their own.
    """
    alike = view.fetch.home_likeness
    led_there = view.redirected and is_home(view.final_url)
    if alike is not None and alike >= comparisons.SAME and not is_home(view.fetch.page.url) and not led_there:
        detail = f"the text of the host's home page (likeness {alike:.2f})"
        yield Signal(rule="same-as-home", verdict=Verdict.SOFT_404, source=Where.PROBE, detail=detail)


def closed(view: View) -> Iterator[Signal]:
    """`host-closed`: the host gives this text for its home page, too, and it stands on a page without a menu and a
    footer: not a page of a site that lacks this one, but a wall or a notice in front of all of it. Heuristic, not
    measured; parked pages are told by their own code.
    """
    if view.facts.menu or view.facts.footer or view.facts.parking:
        return
    for signal in same_as_home(view):
        detail = f"{signal.detail}, which has no menu and no footer"
        yield Signal(rule="host-closed", verdict=Verdict.UNREACHABLE, source=Where.PROBE, detail=detail)


def same_as_other_page(view: View) -> Iterator[Signal]:
    """`same-as-other-page`: another Page of the host has this text, or nearly.

    `twins` for exactly the same one. Print views and pages of registers look alike, too.
    """
    fetch = view.fetch
    if fetch.twins:
        detail, grade = f"exactly the text of {fetch.twins} other cited pages of the host", "twins"
    elif fetch.likest is not None and fetch.likest >= comparisons.SAME:
        detail, grade = f"nearly the text of {(fetch.likest_url or '')[:200]} (likeness {fetch.likest:.2f})", ""
    else:
        return
    if not is_home(fetch.page.url):
        yield Signal(rule="same-as-other-page", verdict=Verdict.SOFT_404, source=Where.HOST, detail=detail, grade=grade)


def short_for_host(view: View) -> Iterator[Signal]:
    """`short-for-host`: far less text than the host's other good Pages have."""
    usual = view.fetch.host_chars
    if usual and view.length is not None and view.length < usual * SHORT_SHARE:
        detail = f"{view.length:,} characters of text; the host's other pages have {usual:,} (median)"
        yield Signal(rule="short-for-host", verdict=Verdict.SOFT_404, source=Where.LENGTH, detail=detail)


def random_path_absent(view: View) -> Iterator[Signal]:
    """`sibling-404`: the host answers a random path with a proper 404, so what it sends with 200 exists."""
    if detail := comparisons.random_path_absent(view):
        yield Signal(rule="sibling-404", verdict=Verdict.SOFT_404, source=Where.PROBE, detail=detail)


def site_title(view: View) -> Iterator[Signal]:
    """`site-title`: the <title> of a deep link is nothing but the site's name. Some sites title all pages like that."""
    title = (view.facts.title or "")[:300]
    if not title or is_home(view.fetch.page.url):
        return
    sitename = view.capture.metadata.sitename if view.capture else None
    known = {normal(name) for name in (*view.facts.site_names, sitename or "")}
    whole, *pieces = parts(title) or ("",)
    if known.issuperset(pieces or [whole]):
        detail = f"the title is the site's name: “{title[:100]}”"
        yield Signal(rule="site-title", verdict=Verdict.SOFT_404, source=Where.TITLE, detail=detail)


RULES = (same_as_random_path, same_as_home, same_as_other_page, short_for_host, random_path_absent, site_title)
