"""Labelled pages of the project's own making: what one is, and what many of them share.

judge_soft_404, judge_blocked, judge_restricted, judge_usurped, judge_others: the pages, by what they are or look like;
judge_changed: what looks usurped and is not; judge_prose: what stands on them; judge_labelled: all of them, fetched.

More than half are traps: pages that look like something else to a rule that reads too little.
"""

from dataclasses import dataclass

from judge_prose import FERRY, MUSEUM, paragraphs


def words(count: int) -> str:
    """Paragraphs of plain prose, `count` of them of about 370 characters."""
    return "".join(
        f"<p>{number + 1}. " + " ".join(FERRY[(number * 3 + step) % 8] for step in range(4)) + "</p>\n"
        for number in range(count)
    )


LONG, SHORT = words(12), words(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    name: str
    verdict: str
    body: str
    url: str = "https://town.example/2024/03/the-ferry-timetable"
    final_url: str | None = None
    status: int = 200
    via: int = 302  # the status of the redirect, where there is a final URL
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/html; charset=utf-8"
    good: str | None = None  # the last good page's HTML
    sibling: str | None = None  # the HTML that the host answers for a random path
    sibling_status: int = 200
    twins: int = 0  # other pages of the host with this very text


def page(title: str, body: str, head: str = "", lang: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/about">About</a></nav><main>{body}</main>'
        "<footer>Town Gazette. Terms. Privacy.</footer></body></html>"
    )


def stranger(title: str, body: str, head: str = "", lang: str = "en") -> str:
    """A page of anybody else's site."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main>{body}</main><footer>© 2026</footer></body></html>"
    )


NOINDEX = '<meta name="robots" content="noindex">'
PAID = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The ferry", "isAccessibleForFree": false}</script>'  # noqa: E501 - one tag
LOGIN_BOX = '<form action="/login"><h2>Log in</h2><input name="user"><input type="password" name="p"></form>'
SITE = '<meta property="og:site_name" content="Town Gazette">'
ARTICLE = page("The ferry timetable | Town Gazette", f"<h1>The ferry timetable</h1>{words(6)}")
"""What most of the usurped pages were."""
MUSEUM_URL = "https://clocks.example/visit/museum-of-clocks.html"
MUSEUM_PAGE = page("The museum of clocks", f"<h1>The museum of clocks</h1>{paragraphs(MUSEUM, 3)}")
