"""Rules for `soft_404`: a 2xx answer that is not the page, and for a server's fault under a 2xx status."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.net.urls import HOME_PATH, is_home, path_of, same_site
from crawler.text.phrases import sentences
from crawler.text.sentences import STOPS, WIDE_STOPS
from crawler.text.slugs import long_words, slug
from crawler.text.words import normal
from pipelines.judge import comparisons, parking
from pipelines.judge.signals import ERROR_PATH, PARTNER, SEARCH_PATH, SEARCHED_CHARS, SHORT_CHARS, Signal, View, excerpt
from pipelines.judge.words import NOT_FOUND_TITLES, SERVER_ERROR_TITLES, begins_sentence, first, title_signals

_NUMBERED = re.compile(r"[?&]\w+=\d")
"""A query that names a record: as deep as a path."""

_SENTENCE_END = re.compile(rf"[{STOPS}{WIDE_STOPS}\n]")
LEAD_CHARS = 30
"""What may stand between a sentence's beginning and the thing that is gone: an apology, an article. Heuristic, not
measured."""

_SLUG_WORDS = 2
"""So many words of four letters or more make the last part of a path a slug that its page's text must echo."""


def error_title(view: View) -> Iterator[Signal]:
    """`error-title`: a whole part of the title, or a heading, is "Page not found", "404" or the like.

    Alone up to 1,000 characters; title and heading together are one signal. Where the last good page had such a title,
    too, it needs a partner: there are essays of that name. Source: the phrases `not_found`.
    """
    last_good = view.history.last_good
    within = PARTNER if last_good and NOT_FOUND_TITLES.match((last_good.title or "")[:300]) else SHORT_CHARS
    yield from title_signals(view, NOT_FOUND_TITLES, rule="error-title", verdict=Verdict.SOFT_404, within=within)


def error_text(view: View) -> Iterator[Signal]:
    """`error-text`: within the first 600 characters, a sentence that informs a visitor that the page is not there;
    or a text of at most 100 characters that is nothing but such a phrase (`{"error": "Not found"}`).

    Alone up to 300 characters, two different sentences up to 1,000, and never where it stands in the middle of a
    sentence, as a report of such pages has it ("I see: the page ..."). Only support where the title has the words of
    the cited URL. Source: the sentences `not_found`.
    """
    text = view.text
    found = [match for pattern in sentences("not_found") if (match := first((pattern,), text, 0, 600))]
    if found:
        details = [excerpt(text, *match.span()) for match in found[:2]]
    elif len(text) <= 100 and NOT_FOUND_TITLES.match(text):
        details = [f"the whole text is “{text.strip()}”"]
    else:
        return
    apart = any(match.start() >= found[0].end() or match.end() <= found[0].start() for match in found[1:])
    within = SHORT_CHARS if apart else 300
    if found and not any(begins_sentence(text, match.start()) for match in found):
        within = PARTNER
    if view.titled_as_cited:
        within = 0
    yield Signal(rule="error-text", verdict=Verdict.SOFT_404, kind="text", detail="; ".join(details), within=within)


def gone_text(view: View) -> Iterator[Signal]:
    """`no-longer-there`: the title, a heading or one of the first 250 characters' sentences says that a thing is gone.

    Alone up to 400 characters, in a heading up to 1,000, where it begins a sentence; else it needs a partner.
    Source: the sentences `gone`.
    """
    headings = [text for where, text in view.titles if where == "heading"]
    for text in (*headings, view.text):
        if match := first(sentences("gone"), text, 0, 250):
            detail = excerpt(text, *match.span())
            alone = SHORT_CHARS if text in headings else 400
            within = alone if match.start() < 150 and _opens_sentence(text, match.start()) else PARTNER
            yield Signal(rule="no-longer-there", verdict=Verdict.SOFT_404, kind="text", detail=detail, within=within)
            return


def error_code(view: View) -> Iterator[Signal]:
    """`error-code`: the page's own code calls it an error: a class or id of <html>, <body> or a block with words, its
    script's data, or a meta tag for renderers.

    Alone up to 1,000 characters, a block's name up to 300. It needs no language. Sources: ERROR_NAMES, ERROR_CODE and
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
    """`home-redirect`: a deep link was redirected to the home page.

    Deep: two parts of path or more, or one that ends in a suffix, has a number or three hyphened words.
    On the same site alone up to 1,000 characters; on another site it needs a partner: projects do move to a
    domain of their own. Source: Google's "soft 404" help page; Bar-Yossef et al., "Sic transit gloria telae" (2004).
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
    """`error-redirect`: redirected to an address that is named for an error or is a search page.

    An error's address speaks alone up to 3,000 characters; a search for words of the cited path up to 1,000,
    another search needs a partner. Source: IIS's and
    SharePoint's custom error pages; the custom of shops to answer a lost product with a search.
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
    """`slug-absent`: redirected, and hardly a word of the cited URL's slug stands in the page that came.

    Only support. A slug has two words of four letters or more; "hardly": less than a quarter of them.
    Source: slugs are made from titles (WordPress sanitize_title); a translation or a rewrite keeps no words.
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
    """`home-page`: redirected, and the page says of itself that it is a site's home: `og:type` is "website" and its
    address, or its canonical URL, has no path. Only support. Source: ogp.me, "website".
    """
    if not view.redirected or view.facts.og_types[:1] not in (("website",), ("Website",)):
        return
    canonical = (view.capture.metadata.canonical_url if view.capture else None) or view.final_url
    if is_home(canonical):
        detail = "the page calls itself a home page (og:type website)"
        yield Signal(rule="home-page", verdict=Verdict.SOFT_404, kind="home", detail=detail, within=0)


def noindex(view: View) -> Iterator[Signal]:
    """`noindex`: the page asks search engines to leave it out. Only support. Source: Google's robots meta tag."""
    if view.facts.noindex or "noindex" in (view.fetch.header("x-robots-tag") or "").lower():
        yield Signal(rule="noindex", verdict=Verdict.SOFT_404, kind="robots", detail="robots: noindex", within=0)


def other_medium(view: View) -> Iterator[Signal]:
    """`other-medium`: the cited URL names a PDF, and HTML came. Only support: some hosts show PDFs in a page."""
    capture = view.capture
    if path_of(view.fetch.page.url).lower().endswith(".pdf") and capture and "html" in capture.media_type:
        yield Signal(
            rule="other-medium", verdict=Verdict.SOFT_404, kind="medium", detail="HTML where a PDF was cited", within=0
        )


def same_as_random_path(view: View) -> Iterator[Signal]:
    """`same-as-sibling`: the host answers a random path beside the page's with nearly the same text under a 2xx.

    Alone up to 1,000 characters. Source: Bar-Yossef et al. (2004), section 3; `comparisons.SAME`.
    """
    if detail := comparisons.same_as_random_path(view):
        yield Signal(rule="same-as-sibling", verdict=Verdict.SOFT_404, kind="random-path", detail=detail)


def text_collapsed(view: View) -> Iterator[Signal]:
    """`text-collapsed`: less than half of the last good text, under another title. Only support: by itself it is
    `text-shrunk`, which is `degraded`. Source: the table of verdicts.
    """
    last_good, detail = view.history.last_good, comparisons.shrunk(view)
    if last_good and detail and normal(last_good.title or "") not in {normal(text) for _, text in view.titles}:
        yield Signal(rule="text-collapsed", verdict=Verdict.SOFT_404, kind="collapsed", detail=detail, within=0)


def topic_gone(view: View) -> Iterator[Signal]:
    """`topic-gone`: hardly anything of the last good text's topic is left. Only support: front pages change theirs.

    Source: `comparisons.LOST`.
    """
    if detail := comparisons.lost_topic(view):
        yield Signal(rule="topic-gone", verdict=Verdict.SOFT_404, kind="topic", detail=detail, within=0)


def server_error(view: View) -> Iterator[Signal]:
    """`server-error-title`: under a 2xx status, a title such as "503 Service Unavailable" or "Under maintenance".

    Alone up to 400 characters. Source: the phrases `server_error`: nginx, Apache, WordPress, cPanel.
    """
    yield from title_signals(
        view, SERVER_ERROR_TITLES, rule="server-error-title", verdict=Verdict.UNREACHABLE, within=400
    )


def server_error_text(view: View) -> Iterator[Signal]:
    """`server-error-text`: under a 2xx status, within the first 300 characters, what a server or its database says when
    it fails.

    Alone up to 600 characters. Source: the sentences `server_error`.
    """
    searched = "\n".join([*(text for where, text in view.titles if where == "heading"), view.text[:300]])
    if match := first(sentences("server_error"), searched, 0, SEARCHED_CHARS):
        detail = excerpt(searched, *match.span())
        yield Signal(rule="server-error-text", verdict=Verdict.UNREACHABLE, kind="text", detail=detail, within=600)


def is_error_page(view: View) -> bool:
    """Whether the page calls itself an error, or is the site's own home page in place of a deep link."""
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
"""The second line only supports."""

SERVER_RULES = (server_error, server_error_text)
