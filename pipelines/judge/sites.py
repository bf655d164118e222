"""Whether a page still belongs to the site that it was last good on: its name, menu, footer, feeds and ids.

A topic that is lost is nothing unusual, and nor is a new design. But a lost topic on a site of which nothing is left
has a new owner. Source: `PageFacts`; the comparisons are from general knowledge of what survives a relaunch.
"""

import re
from collections.abc import Collection, Iterator

from crawler.model import LastGood, PageFacts, Verdict
from crawler.net.urls import bare_host, path_of
from crawler.text import phrases as data
from crawler.text.words import normal
from pipelines.judge.signals import Signal, View, Where
from pipelines.judge.words import GENERIC_TITLES, parts

SHARED_MENU = 0.25
"""Share of the shorter menu's links that a relaunched menu keeps. Heuristic, not measured."""

LEAST_LINKS = 3
"""A menu with fewer links, or a page with fewer hosts linked, identifies no site."""

_ANY_FEED = re.compile(
    r"/(?:feed|rss|atom|feed/atom|comments/feed|index|feeds/posts/default)/?(?:\.(?:xml|rss|atom))?$"
)
"""The ends of paths at which WordPress, Ghost, Hugo, Jekyll, Drupal, Joomla and Blogger have their feeds."""

ASPECTS_LOST = 2
"""Aspects that have to be different, with none kept, for a site to be a different one."""


def site_identity(view: View) -> Iterator[Signal]:
    """`site-lost`: of the former site's name, menu, footer, feeds, ids and linked hosts, nothing is left of at least
    two that can be compared. `many` for three or more, `one` for the menu or the footer alone, or for a menu and a
    footer or name where there was none. `site-kept`: at least one of them is still there; `many` for more, or for an
    id, which its owner alone has.
    """
    last_good = view.history.last_good
    if last_good is None:
        return
    compared = _compare(last_good, view)
    kept = [aspect for aspect, same in compared.items() if same]
    lost = [aspect for aspect, same in compared.items() if not same]
    if kept == ["footer"] and len(lost) >= ASPECTS_LOST:
        kept = []  # two footers of one town, or of one trade, have words in common
    if kept:
        detail = f"the site's former {', '.join(kept)}"
        grade = "many" if len(kept) > 1 or "ids" in kept else ""
        yield Signal(rule="site-kept", verdict=Verdict.USURPED, source=Where.SITE, detail=detail, grade=grade)
    elif len(lost) >= ASPECTS_LOST:
        detail = f"another {', '.join(lost)} than when last good"
        grade = "many" if len(lost) > ASPECTS_LOST else ""
        yield Signal(rule="site-lost", verdict=Verdict.USURPED, source=Where.SITE, detail=detail, grade=grade)
    elif lost in (["menu"], ["footer"]) or _newly_framed(last_good.facts, view.facts):
        detail = f"another {lost[0]} than when last good" if lost else "a site's menu and footer, which it did not have"
        yield Signal(rule="site-lost", verdict=Verdict.USURPED, source=Where.SITE, detail=detail, grade="one")


def _newly_framed(before: PageFacts, now: PageFacts) -> bool:
    """Whether the page has become part of a site that shows what it is; not where the former facts are unknown."""
    framed = before.menu or before.footer or before.site_names
    return before.visible_chars is not None and not framed and bool(now.menu and (now.footer or now.site_names))


def _compare(last_good: LastGood, view: View) -> dict[str, bool]:
    """For each aspect that both pages have: whether they share it."""
    before, now = last_good.facts, view.facts
    sitename = view.capture.metadata.sitename if view.capture else None
    host = bare_host(view.fetch.page.url)
    of_host = {normal(host), normal(host.rpartition(".")[0]), normal(host.partition(".")[0])}
    found = {
        "name": _share_any(
            _names(
                (*before.site_names, last_good.sitename or "", *_beside_title(last_good.page_title, last_good.title))
            )
            - of_host,
            _names((*now.site_names, sitename or "", *_beside_title(now.title, *view.headings))) - of_host,
        ),
        "menu": _share_part(_names(before.menu), _names(now.menu)),
        "footer": _footer(before.footer, now.footer),
        "feeds": _share_any(_own_feeds(before.feeds, host), _own_feeds(now.feeds, host)),
        "ids": _share_any(before.site_ids, now.site_ids),
        "linked hosts": _share_part(before.link_hosts, now.link_hosts),
    }
    return {aspect: same for aspect, same in found.items() if same is not None}


def _beside_title(page_title: str | None, *titles: str | None) -> frozenset[str]:
    """The parts of a <title> with several that are not the page's own title: one of them names the site."""
    whole, *rest = parts(page_title or "") or ("",)
    own = {part for title in titles for part in parts(title or "")}
    return frozenset(rest) - own - {whole}


def _names(texts: Collection[str]) -> frozenset[str]:
    return frozenset(name for text in texts for name in parts(text) if len(name) > 1) - GENERIC_TITLES.phrases


def _share_any(before: Collection[str], now: Collection[str]) -> bool | None:
    return bool(set(before) & set(now)) if before and now else None


def _share_part(before: Collection[str], now: Collection[str]) -> bool | None:
    if min(len(before), len(now)) < LEAST_LINKS:
        return None
    return len(set(before) & set(now)) >= min(len(before), len(now)) * SHARED_MENU


def _own_feeds(feeds: Collection[str], host: str) -> list[str]:
    """Feeds without those at an address of the host that any site's software may give: WordPress' /feed/, /rss.xml."""
    return [feed for feed in feeds if bare_host(feed) != host or not _ANY_FEED.search(path_of(feed))]


def _footer(before: str | None, now: str | None) -> bool | None:
    """Whether two footers share a third of their words of four letters or more that not every footer has."""
    usual = data.words("footer")
    one, other = (
        {word for word in normal(text or "").split() if len(word) > LEAST_LINKS and not word.isdecimal()} - usual
        for text in (before, now)
    )
    if not one or not other:
        return None
    return len(one & other) * 3 >= min(len(one), len(other))


RULES = (site_identity,)
