"""Rules for domains that are parked or for sale.

They point to `soft_404`: without a last good text, such a page looks like one that never existed. With a lost topic
(usurped.py) they point to `usurped`. Sources: Vissers, Joosen and Nikiforakis, "Parking Sensors: Analyzing and
Detecting Parked Domains" (NDSS 2015), and those given with each rule.
"""

import re
from collections.abc import Iterator

from crawler.model import Verdict
from crawler.net.urls import bare_host
from pipelines.judge.signals import Signal, View, Where, excerpt
from pipelines.judge.words import first, is_reply

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

    Source: the landing pages of the companies in vendors.PARKING.
    """
    for company in view.facts.parking[:1]:
        detail = f"a parking page of {company}"
        yield Signal(rule="parked", verdict=Verdict.SOFT_404, source=Where.MARKUP, detail=detail)


def for_sale(view: View) -> Iterator[Signal]:
    """`for-sale`: the title, or a sentence in the first 600 characters, offers the domain for sale or states that it
    has expired.

    Essays on the domain trade quote such sentences. Ignored if the last good
    text had one too. Source: the sentences `for_sale`.
    """
    searched = [
        *((Where.TITLE, title) for _, title in view.titles if not is_reply(title)),
        (Where.SENTENCE, view.text),
    ]
    found = ((source, text, match) for source, text in searched if (match := first("for_sale", text, 0, 600)))
    source, text, match = next(found, (Where.SENTENCE, "", None))
    before = view.history.last_good
    if match is None or (before and first("for_sale", f"{before.title}\n{before.text}", 0, 20_000)):
        return
    detail = excerpt(text, *match.span())
    yield Signal(rule="for-sale", verdict=Verdict.SOFT_404, source=source, detail=detail)


def market_redirect(view: View) -> Iterator[Signal]:
    """`market-redirect`: redirected to a dealer's page about a domain, or to the cited host with `ww1.` or the like
    in front. Sources: the addresses of the dealers' pages, from general knowledge; for
    `ww1.`, internetarchive/wayback-machine-firefox#40.
    """
    if not view.redirected:
        return
    asked, got = bare_host(view.fetch.page.url), bare_host(view.final_url)
    below = _PARKED_HOST.match(got) and got.endswith("." + asked)
    if below or (got != asked and _MARKETS.match(view.final_url)):
        detail = f"redirected to {view.final_url[:200]}"
        yield Signal(rule="market-redirect", verdict=Verdict.SOFT_404, source=Where.REDIRECT, detail=detail)


def dealer_link(view: View) -> Iterator[Signal]:
    """`dealer-link`: a link leads to a parking company or to a dealer's page about a domain. Articles on the domain
    trade have such links too. Source: vendors.PARKING.
    """
    for company in view.facts.dealer_links[:1]:
        detail = f"a link leads to {company}"
        yield Signal(rule="dealer-link", verdict=Verdict.SOFT_404, source=Where.MARKUP, detail=detail)


RULES = (parked, for_sale, market_redirect, dealer_link)
