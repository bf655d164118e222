"""Rules for `soft_404`: a 2xx that is not the cited page; and for server faults with a 2xx status."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.net.urls import HOME_PATH, is_home, path_of, same_site
from crawler.text.sentences import STOPS, WIDE_STOPS
from crawler.text.slugs import long_words, slug
from crawler.text.words import normal
from pipelines.judge import comparisons, hosts, meetings, parking
from pipelines.judge.signals import ERROR_PATH, SEARCH_PATH, SEARCHED_CHARS, Signal, View, Where, excerpt
from pipelines.judge.words import (
    NOT_FOUND_TITLES,
    SERVER_ERROR_TITLES,
    begins_sentence,
    first,
    found,
    is_reply,
    title_signals,
)

NO_ARTICLE = "noarticletext"
"""MediaWiki's block for a page without an article, whose title is always what was asked for."""

_NUMBERED = re.compile(r"[?&]\w+=\d")
"""A query that identifies a record makes a URL as deep as a path does."""

_SENTENCE_END = re.compile(rf"[{STOPS}{WIDE_STOPS}\n]")
LEAD_CHARS = 30
"""Characters between the beginning of a sentence and the match: an apology, an article. Heuristic, not measured."""

_SLUG_WORDS = 2
"""The last part of a path is a slug if it has at least this many words of four letters or more."""


def error_title(view: View) -> Iterator[Signal]:
    """`error-title`: a complete part of the title, or a heading, is "Page not found", "404" or the like.

    `named` if the last good page had such a title too: there are essays of that name. Source: the phrases `not_found`.
    """
    last_good = view.history.last_good
    grade = "named" if last_good and NOT_FOUND_TITLES.match((last_good.title or "")[:300]) else ""
    yield from title_signals(view, NOT_FOUND_TITLES, rule="error-title", verdict=Verdict.SOFT_404, grade=grade)


def error_text(view: View) -> Iterator[Signal]:
    """`error-text`: within the first 600 characters, a sentence addressed to a visitor that the page does not exist; or
    a text of at most 100 characters that is only such a phrase (`{"error": "Not found"}`).

    `twice` for two different sentences; `inside` in mid-sentence, as in a report about such pages ("I see: the page
    ..."). Source: the sentences `not_found`.
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
    grade = "twice" if apart else ""
    if matches and not any(begins_sentence(text, match.start()) for match in matches):
        grade = "inside"
    yield Signal(
        rule="error-text",
        verdict=Verdict.SOFT_404,
        source=Where.SENTENCE,
        detail="; ".join(details),
        grade=grade,
    )


def gone_text(view: View) -> Iterator[Signal]:
    """`no-longer-there`: "this product is no longer available" or the like, in a heading or the first 250 characters.

    `inside` in mid-sentence. Source: the sentences `gone`.
    """
    headings = [text for where, text in view.titles if where == "heading"]
    for text in (*headings, view.text):
        if match := first("gone", text, 0, 250):
            detail = excerpt(text, *match.span())
            opens = match.start() < 150 and _opens_sentence(text, match.start())
            yield Signal(
                rule="no-longer-there",
                verdict=Verdict.SOFT_404,
                source=Where.HEADLINE if text in headings else Where.SENTENCE,
                detail=detail,
                grade="" if opens else "inside",
            )
            return


def error_code(view: View) -> Iterator[Signal]:
    """`error-code`: the page's own code calls it an error: a class or id of <html>, <body> or a block with words, its
    script data, or a meta tag for prerenderers. It works in any language.

    `block` for a block's name, `named` where the title names what was asked for. A name that only repeats the title's
    words is the title again. Sources: ERROR_NAMES, ERROR_CODE and ERROR_METAS of vendors.py.
    """
    facts = view.facts
    if not (facts.error_codes or facts.error_pages or facts.error_blocks):
        return
    titles = {normal(text) for _, text in view.titles}
    for names, grade in ((facts.error_codes, ""), (facts.error_pages, ""), (facts.error_blocks, "block")):
        for name in names:
            if not _repeats(name, titles):
                detail = f"the page's own code calls it an error: {name}"
                yield Signal(
                    rule="error-code",
                    verdict=Verdict.SOFT_404,
                    source=Where.MARKUP,
                    detail=detail,
                    grade="named" if view.titled_as_cited and name != NO_ARTICLE else grade,
                )
                return


def _repeats(name: str, titles: set[str]) -> bool:
    """Whether a class is made from a title: MediaWiki's "page-HTTP_404", WordPress' "postname-not-found"."""
    words = normal(name.replace("_", " ").replace("-", " "))
    return any(words == title or words.endswith(f" {title}") for title in titles if title)


def home_redirect(view: View) -> Iterator[Signal]:
    """`home-redirect`: a deep link was redirected to a home page.

    Deep: the path has two parts or more, or one that ends in a suffix or has a number or three hyphenated words.
    `elsewhere` on a different site: projects do move to a domain of their own. Source: Google's "soft 404" help page;
    Bar-Yossef et al., "Sic transit gloria telae" (2004).
    """
    asked, got = view.fetch.page.url, view.final_url
    if not (view.redirected and (_deep(path_of(asked)) or _NUMBERED.search(asked)) and is_home(got)):
        return
    same = same_site(asked, got)
    yield Signal(
        rule="home-redirect",
        verdict=Verdict.SOFT_404,
        source=Where.REDIRECT,
        detail=f"a deep link answered by the home page {got[:200]}",
        grade="" if same else "elsewhere",
    )


def error_redirect(view: View) -> Iterator[Signal]:
    """`error-redirect`: redirected to the address of an error page or of a search.

    `searched` for a search for words of the cited path, `search` for any other. Sources: the custom error pages of IIS
    and SharePoint; shops that answer requests for discontinued products with a search.
    """
    if not view.redirected:
        return
    asked, got = path_of(view.fetch.page.url), path_of(view.final_url)
    for pattern, grade in ((ERROR_PATH, ""), (SEARCH_PATH, "search")):
        if pattern.search(got) and not pattern.search(asked):
            cited, search = long_words(slug(view.fetch.page.url)), long_words(_last_part(view.final_url))
            searched_for = pattern is SEARCH_PATH and set(cited) & set(search)
            yield Signal(
                rule="error-redirect",
                verdict=Verdict.SOFT_404,
                source=Where.REDIRECT,
                detail=f"redirected to {view.final_url[:200]}",
                grade="searched" if searched_for else grade,
            )


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins at an offset, or with a few words before it: "Unfortunately, this"."""
    begin = max((end.end() for end in _SENTENCE_END.finditer(text, 0, start)), default=0)
    return start - begin <= LEAD_CHARS or begins_sentence(text, start)


def _last_part(url: str) -> str:
    """The last part of a URL with its query, which holds the words of a search."""
    return unquote(url).rstrip("/").rpartition("/")[2]


def cited_absent(view: View) -> Iterator[Signal]:
    """`cited-absent`: less than a quarter of what was asked for appears on the page: of the words in the last part of
    the cited URL, if it has at least two of four letters or more, or of those of a link that cites it. `both` for
    both; `redirected` where a different URL answered.

    A translation or a rewrite keeps no words, and many links say "report". Source: slugs are made from titles
    (WordPress sanitize_title).
    """
    if view.titled_as_cited or not view.page_words:
        return
    details = []
    words = view.asked_words
    if len(words) >= _SLUG_WORDS and (kept := len(words & view.page_words)) * 4 < len(words):
        details.append(f"of {len(words)} words of the cited URL the page has {kept}")
    if lost := comparisons.link_text_absent(view):
        details.append(lost)
    if details:
        grade = "redirected" if view.redirected else "both" if len(details) > 1 else ""
        yield Signal(
            rule="cited-absent",
            verdict=Verdict.SOFT_404,
            source=Where.REQUEST,
            detail="; ".join(details),
            grade=grade,
        )


def home_page(view: View) -> Iterator[Signal]:
    """`home-page`: a deep link is answered by a page that identifies itself as a home page: its `og:type` is "website".

    `deep` where it was not redirected to one: many sites say so of all their pages. Source: ogp.me, "website".
    """
    if is_home(view.fetch.page.url) or view.facts.og_types[:1] not in (("website",), ("Website",)):
        return
    canonical = (view.capture.metadata.canonical_url if view.capture else None) or view.final_url
    grade = "" if view.redirected and is_home(canonical) else "deep"
    detail = "the page calls itself a home page (og:type website)"
    yield Signal(rule="home-page", verdict=Verdict.SOFT_404, source=Where.MARKUP, detail=detail, grade=grade)


def other_medium(view: View) -> Iterator[Signal]:
    """`other-medium`: HTML arrived where a PDF was cited. Some hosts show PDFs in a page."""
    capture = view.capture
    if path_of(view.fetch.page.url).lower().endswith(".pdf") and capture and "html" in capture.media_type:
        detail = "HTML where a PDF was cited"
        yield Signal(rule="other-medium", verdict=Verdict.SOFT_404, source=Where.REQUEST, detail=detail, grade="")


def server_error(view: View) -> Iterator[Signal]:
    """`server-error-title`: a title such as "503 Service Unavailable" or "Under maintenance" with a 2xx.

    Source: the phrases `server_error`: nginx, Apache, WordPress, cPanel.
    """
    yield from title_signals(view, SERVER_ERROR_TITLES, rule="server-error-title", verdict=Verdict.UNREACHABLE)


def server_error_text(view: View) -> Iterator[Signal]:
    """`server-error-text`: within the first 300 characters of a 2xx, the error message of a server or its database.

    Not a heading that names what was asked for. Source: the sentences `server_error`.
    """
    if found := _server_error(Where.SENTENCE, view.text[:300]):
        yield found
        return
    headings = [text for where, text in view.titles if where == "heading" and not is_reply(text)]
    # Only for the few that match: what a heading names takes longer to tell.
    if _server_error(Where.HEADLINE, "\n".join(headings)):
        unnamed = "\n".join(text for text in headings if not view.named_by(text))
        if found := _server_error(Where.HEADLINE, unnamed):
            yield found


def _server_error(source: Where, searched: str) -> Signal | None:
    match = first("server_error", searched, 0, SEARCHED_CHARS)
    if not match:
        return None
    detail = excerpt(searched, *match.span())
    return Signal(rule="server-error-text", verdict=Verdict.UNREACHABLE, source=source, detail=detail)


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
    *parking.RULES,
    home_page,
    other_medium,
    *hosts.RULES,
    meetings.error_words,
)
SERVER_RULES = (server_error, server_error_text, meetings.fault_words, hosts.closed)
