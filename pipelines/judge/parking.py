"""Rules for domains that are parked or for sale.

They point to `soft_404`: without a last good text, such a page looks like one that never existed. With a lost topic
(usurped.py) they point to `usurped`. Sources: Vissers, Joosen and Nikiforakis, "Parking Sensors: Analyzing and
Detecting Parked Domains" (NDSS 2015), and those given with each rule.
"""

import re
from collections.abc import Iterator

from crawler.model import Verdict
from crawler.net.urls import bare_host
from pipelines.judge.signals import Signal, View, excerpt
from pipelines.judge.words import first

_MARKETS = re.compile(
    r"^https?://(?:www\.)?(?:hugedomains\.com/domain_profile|dan\.com/buy-domain/|undeveloped\.com/buy-domain/"
    r"|sedo\.com/search/details|afternic\.com/(?:forsale|domain)/|(?:\w+\.)?godaddy\.com/(?:forsale|domainsearch)/"
    r"|domainmarket\.com/buynow/|buydomains\.com/lander/|atom\.com/name/|brandbucket\.com/names/"
    r"|perfectdomain\.com/domain/|uniregistry\.com/buy-domain/)",
    re.IGNORECASE,
)
_PARKED_HOST = re.compile(r"ww\d{1,3}\.")


def parked(view: View) -> Iterator[Signal]:
    """`parked`: the page's own code is a domain parking company's (`PageFacts.parking`).

    Decides on its own below 1,500 characters. Source: the landing pages of the companies in vendors.PARKING.
    """
    for company in view.facts.parking[:1]:
        detail = f"a parking page of {company}"
        yield Signal(rule="parked", verdict=Verdict.SOFT_404, kind="code", detail=detail, within=1500)


def for_sale(view: View) -> Iterator[Signal]:
    """`for-sale`: the title, or a sentence in the first 600 characters, offers the domain for sale or states that it
    has expired.

    Decides on its own below 600 characters: essays on the domain trade quote such sentences. Ignored if the last good
    text had one too. Source: the sentences `for_sale`.
    """
    searched = [*(title for _, title in view.titles), view.text]
    text, match = next(((text, match) for text in searched if (match := first("for_sale", text, 0, 600))), ("", None))
    before = view.history.last_good
    if match is None or (before and first("for_sale", f"{before.title}\n{before.text}", 0, 20_000)):
        return
    detail = excerpt(text, *match.span())
    yield Signal(rule="for-sale", verdict=Verdict.SOFT_404, kind="sale", detail=detail, within=600)


def market_redirect(view: View) -> Iterator[Signal]:
    """`market-redirect`: redirected to a dealer's page about a domain, or to the cited host with `ww1.` or the like
    in front.

    Decides on its own below 3,000 characters. Sources: the addresses of the dealers' pages, from general knowledge; for
    `ww1.`, internetarchive/wayback-machine-firefox#40.
    """
    if not view.redirected:
        return
    asked, got = bare_host(view.fetch.page.url), bare_host(view.final_url)
    below = _PARKED_HOST.match(got) and got.endswith("." + asked)
    if below or (got != asked and _MARKETS.match(view.final_url)):
        detail = f"redirected to {view.final_url[:200]}"
        yield Signal(rule="market-redirect", verdict=Verdict.SOFT_404, kind="market", detail=detail, within=3000)


def dealer_link(view: View) -> Iterator[Signal]:
    """`dealer-link`: a link leads to a parking company or to a dealer's page about a domain. Support only: articles on
    the domain trade have such links. Source: vendors.PARKING.
    """
    for company in view.facts.dealer_links[:1]:
        detail = f"a link leads to {company}"
        yield Signal(rule="dealer-link", verdict=Verdict.SOFT_404, kind="link", detail=detail, within=0)


RULES = (parked, for_sale, market_redirect, dealer_link)
