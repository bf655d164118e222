"""Rules for `soft_404`: a 2xx that is not the cited page; and for server faults with a 2xx status."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.net.urls import HOME_PATH, is_home, path_of, same_site
from crawler.text.sentences import STOPS, WIDE_STOPS
from crawler.text.slugs import long_words, slug
from crawler.text.words import normal
from pipelines.judge import comparisons, parking
from pipelines.judge.signals import ERROR_PATH, PARTNER, SEARCH_PATH, SEARCHED_CHARS, SHORT_CHARS, Signal, View, excerpt
from pipelines.judge.words import NOT_FOUND_TITLES, SERVER_ERROR_TITLES, begins_sentence, first, found, title_signals

_NUMBERED = re.compile(r"[?&]\w+=\d")
"""A query that identifies a record makes a URL as deep as a path does."""

_SENTENCE_END = re.compile(rf"[{STOPS}{WIDE_STOPS}\n]")
LEAD_CHARS = 30
"""Characters between the beginning of a sentence and the match: an apology, an article. Heuristic, not measured."""

_SLUG_WORDS = 2
"""The last part of a path is a slug if it has at least this many words of four letters or more."""


def error_title(view: View) -> Iterator[Signal]:
    """`error-title`: a complete part of the title, or a heading, is "Page not found", "404" or the like.

    Decides on its own below 1,000 characters; title and heading together are one signal. A partner if the last good
    page had such a title too: there are essays of that name. Source: the phrases `not_found`.
    """
    last_good = view.history.last_good
    within = PARTNER if last_good and NOT_FOUND_TITLES.match((last_good.title or "")[:300]) else SHORT_CHARS
    yield from title_signals(view, NOT_FOUND_TITLES, rule="error-title", verdict=Verdict.SOFT_404, within=within)


def error_text(view: View) -> Iterator[Signal]:
    """`error-text`: within the first 600 characters, a sentence addressed to a visitor that the page does not exist; or
    a text of at most 100 characters that is only such a phrase (`{"error": "Not found"}`).

    Decides on its own below 300 characters, two different sentences below 1,000. A partner in mid-sentence, as in a
    report about such pages ("I see: the page ..."). Support only if the title has the words of the cited URL. Source:
    the sentences `not_found`.
    """
    text = view.text
    matches = list(found("not_found", text, 0, 600))
    if matches:
        details = [excerpt(text, *match.span()) for match in matches[:2]]
    elif len(text) <= 100 and NOT_FOUND_TITLES.match(text):
        details = [f"the whole text is “{text.strip()}”"]
    else:
        return
    apart = any(match.start() >= matches[0].end() or match.end() <= matches[0].start() for match in matches[1:])
    within = SHORT_CHARS if apart else 300
    if matches and not any(begins_sentence(text, match.start()) for match in matches):
        within = PARTNER
    if view.titled_as_cited:
        within = 0
    yield Signal(rule="error-text", verdict=Verdict.SOFT_404, kind="text", detail="; ".join(details), within=within)


def gone_text(view: View) -> Iterator[Signal]:
    """`no-longer-there`: "this product is no longer available" or the like, in a heading or the first 250 characters.

    Decides on its own below 400 characters, in a heading below 1,000; in mid-sentence it is a partner. Source: the
    sentences `gone`.
    """
    headings = [text for where, text in view.titles if where == "heading"]
    for text in (*headings, view.text):
        if match := first("gone", text, 0, 250):
            detail = excerpt(text, *match.span())
            limit = SHORT_CHARS if text in headings else 400
            within = limit if match.start() < 150 and _opens_sentence(text, match.start()) else PARTNER
            yield Signal(rule="no-longer-there", verdict=Verdict.SOFT_404, kind="text", detail=detail, within=within)
            return


def error_code(view: View) -> Iterator[Signal]:
    """`error-code`: the page's own code calls it an error: a class or id of <html>, <body> or a block with words, its
    script data, or a meta tag for prerenderers. It works in any language.

    Decides on its own below 1,000 characters, a block's name below 300. Sources: ERROR_NAMES, ERROR_CODE and
    ERROR_METAS of vendors.py.
    """
    facts = view.facts
    for names, within in (
        (facts.error_codes, SHORT_CHARS),
        (facts.error_pages, SHORT_CHARS),
        (facts.error_blocks, 300),
    ):
        if names:
            detail = f"the page's own code calls it an error: {names[0]}"
            yield Signal(rule="error-code", verdict=Verdict.SOFT_404, kind="markup", detail=detail, within=within)
            return


def home_redirect(view: View) -> Iterator[Signal]:
    """`home-redirect`: a deep link was redirected to a home page.

    Deep: the path has two parts or more, or one that ends in a suffix or has a number or three hyphenated words. On the
    same site it decides on its own below 1,000 characters; on a different site it is a partner, because projects do
    move to a domain of their own. Source: Google's "soft 404" help page; Bar-Yossef et al., "Sic transit gloria telae"
    (2004).
    """
    asked, got = view.fetch.page.url, view.final_url
    if not (view.redirected and (_deep(path_of(asked)) or _NUMBERED.search(asked)) and is_home(got)):
        return
    same = same_site(asked, got)
    yield Signal(
        rule="home-redirect",
        verdict=Verdict.SOFT_404,
        kind="redirect",
        detail=f"a deep link answered by the home page {got[:200]}",
        within=SHORT_CHARS if same else PARTNER,
    )


def error_redirect(view: View) -> Iterator[Signal]:
    """`error-redirect`: redirected to the address of an error page or of a search.

    An error address decides on its own below 3,000 characters, a search for words of the cited path below 1,000; any
    other search is a partner. Sources: the custom error pages of IIS and SharePoint; shops that answer requests for
    discontinued products with a search.
    """
    if not view.redirected:
        return
    asked, got = path_of(view.fetch.page.url), path_of(view.final_url)
    for pattern, within in ((ERROR_PATH, 3000), (SEARCH_PATH, PARTNER)):
        if pattern.search(got) and not pattern.search(asked):
            cited, search = long_words(slug(view.fetch.page.url)), long_words(_last_part(view.final_url))
            searched_for = pattern is SEARCH_PATH and set(cited) & set(search)
            yield Signal(
                rule="error-redirect",
                verdict=Verdict.SOFT_404,
                kind="redirect",
                detail=f"redirected to {view.final_url[:200]}",
                within=SHORT_CHARS if searched_for else within,
            )


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins at an offset, or with a few words before it: "Unfortunately, this"."""
    begin = max((end.end() for end in _SENTENCE_END.finditer(text, 0, start)), default=0)
    return start - begin <= LEAD_CHARS or begins_sentence(text, start)


def _last_part(url: str) -> str:
    """The last part of a URL with its query, which holds the words of a search."""
    return unquote(url).rstrip("/").rpartition("/")[2]


def slug_absent(view: View) -> Iterator[Signal]:
    """`slug-absent`: redirected, and less than a quarter of the cited slug's words appear on the page.

    Support only, because a translation or a rewrite keeps no words. A slug has at least two words of four letters.
    Source: slugs are made from titles (WordPress sanitize_title).
    """
    if not view.redirected or not view.text:
        return
    words = set(long_words(slug(view.fetch.page.url)))
    if len(words) < _SLUG_WORDS:
        return
    page = set(long_words(" ".join([*(text for _, text in view.titles), view.text[:20_000]])))
    if len(words & page) * 4 < len(words):
        detail = f"of {len(words)} words of the cited URL the page has {len(words & page)}"
        yield Signal(rule="slug-absent", verdict=Verdict.SOFT_404, kind="slug", detail=detail, within=0)


def home_page(view: View) -> Iterator[Signal]:
    """`home-page`: redirected to a page that identifies itself as a home page: its `og:type` is "website", and its
    canonical URL or address has no path. Support only. Source: ogp.me, "website".
    """
    if not view.redirected or view.facts.og_types[:1] not in (("website",), ("Website",)):
        return
    canonical = (view.capture.metadata.canonical_url if view.capture else None) or view.final_url
    if is_home(canonical):
        detail = "the page calls itself a home page (og:type website)"
        yield Signal(rule="home-page", verdict=Verdict.SOFT_404, kind="home", detail=detail, within=0)


def noindex(view: View) -> Iterator[Signal]:
    """`noindex`: the page asks search engines not to index it. Support only. Source: Google's robots meta tag."""
    if view.facts.noindex or "noindex" in (view.fetch.header("x-robots-tag") or "").lower():
        yield Signal(rule="noindex", verdict=Verdict.SOFT_404, kind="robots", detail="robots: noindex", within=0)


def other_medium(view: View) -> Iterator[Signal]:
    """`other-medium`: HTML arrived where a PDF was cited. Support only: some hosts show PDFs in a page."""
    capture = view.capture
    if path_of(view.fetch.page.url).lower().endswith(".pdf") and capture and "html" in capture.media_type:
        yield Signal(
            rule="other-medium", verdict=Verdict.SOFT_404, kind="medium", detail="HTML where a PDF was cited", within=0
        )


def same_as_random_path(view: View) -> Iterator[Signal]:
    """`same-as-sibling`: the host serves nearly the same text for a random path next to the page's, with a 2xx.

    Decides on its own below 1,000 characters. Source: Bar-Yossef et al. (2004), section 3; `comparisons.SAME`.
    """
    if detail := comparisons.same_as_random_path(view):
        yield Signal(rule="same-as-sibling", verdict=Verdict.SOFT_404, kind="random-path", detail=detail)


def text_collapsed(view: View) -> Iterator[Signal]:
    """`text-collapsed`: less than half of the last good text, under a different title. Support only: by itself it is
    `degraded` (`text-shrunk`). Source: the table of verdicts.
    """
    last_good, detail = view.history.last_good, comparisons.shrunk(view)
    if last_good and detail and normal(last_good.title or "") not in {normal(text) for _, text in view.titles}:
        yield Signal(rule="text-collapsed", verdict=Verdict.SOFT_404, kind="collapsed", detail=detail, within=0)


def topic_gone(view: View) -> Iterator[Signal]:
    """`topic-gone`: hardly any words of the last good text are left. Support only: front pages change their topic.

    Source: `comparisons.LOST`.
    """
    if detail := comparisons.lost_topic(view):
        yield Signal(rule="topic-gone", verdict=Verdict.SOFT_404, kind="topic", detail=detail, within=0)


def server_error(view: View) -> Iterator[Signal]:
    """`server-error-title`: a title such as "503 Service Unavailable" or "Under maintenance" with a 2xx.

    Decides on its own below 400 characters. Source: the phrases `server_error`: nginx, Apache, WordPress, cPanel.
    """
    yield from title_signals(
        view, SERVER_ERROR_TITLES, rule="server-error-title", verdict=Verdict.UNREACHABLE, within=400
    )


def server_error_text(view: View) -> Iterator[Signal]:
    """`server-error-text`: within the first 300 characters of a 2xx, the error message of a server or its database.

    Decides on its own below 600 characters. Source: the sentences `server_error`.
    """
    searched = "\n".join([*(text for where, text in view.titles if where == "heading"), view.text[:300]])
    if match := first("server_error", searched, 0, SEARCHED_CHARS):
        detail = excerpt(searched, *match.span())
        yield Signal(rule="server-error-text", verdict=Verdict.UNREACHABLE, kind="text", detail=detail, within=600)


def is_error_page(view: View) -> bool:
    """Whether the page identifies itself as an error, or is the site's own home page instead of a deep link."""
    rules = (error_title, error_text, gone_text, error_code, error_redirect, server_error, server_error_text)
    if any(True for rule in rules for _ in rule(view)):
        return True
    own = same_site(view.fetch.page.url, view.final_url)
    return own and any(True for _ in home_redirect(view)) and not any(True for _ in parking.market_redirect(view))


def _deep(path: str) -> bool:
    steps = [step for step in path.split("/") if step]
    if not steps or HOME_PATH.fullmatch(path):
        return False
    return len(steps) > 1 or bool(re.search(r"\.\w{2,5}$|\d|-\w+-", steps[0]))


RULES = (
    error_title,
    error_text,
    gone_text,
    error_code,
    home_redirect,
    error_redirect,
    same_as_random_path,
    *parking.RULES,
    slug_absent,
    home_page,
    noindex,
    other_medium,
    text_collapsed,
    topic_gone,
)
"""The rules after those for parking only support."""

SERVER_RULES = (server_error, server_error_text)
