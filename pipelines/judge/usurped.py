"""Rules for `usurped`: a formerly good URL has changed ownership, judged against its last good text.

A lost topic (`topic-lost`) is never enough: pages are rewritten, and front pages have a new topic each day. A second
signal must show a new owner. There are two kinds:

* strong: the page is parked or for sale, or is spam. No owner of an article publishes these in its place.
* weak: the whole host sends the same text, the language changed, or the home page of a different site answered. The
  owner's own error page, home page or translation can look like this too, so these count only if nothing indicates the
  same owner (a part of the title, the site's name, a link to the former language) and the page does not identify itself
  as an error.

Source: how lost domains reappear, as collected in "Wikipedia:Link rot/Usurpations", "Wikipedia:Link rot/Cases/
Squatters" and "Wikipedia:Long-term abuse/Judi".
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.model import LastGood, Verdict
from crawler.net.urls import bare_host, is_home, same_site
from crawler.text.languages import primary
from crawler.text.scripts import alphabet_length
from crawler.text.words import normal
from pipelines.judge import comparisons, error_pages, hosts, notices, parking, sites
from pipelines.judge.signals import EXCERPT_CHARS, Rule, Signal, View, Where
from pipelines.judge.words import GENERIC_TITLES, SPAM, parts

OWN_CHARS = 200
"""A shorter text, in any language, is a notice or an error, not content of the site's own."""

SPAM_POINTS = 3
"""Different spam phrases needed; one in the title counts twice. A newspaper's front page may have one or two."""

NAME_WORDS, NAME_LETTERS = 2, 4
"""The same owner is recognised by two words of the former titles (or all, if there are fewer) of at least four letters:
"Lathe 3.2 documentation" after "Lathe 1.0 documentation"."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_STEMS = re.compile(
    r"[ck]as+[iy]no\w*|kasyn\w+|казино|1xbet|\w*bet365|melbet|\bbetting\b|sportsbook|\bslots?\b|jackpots?|\bpoker\b"
    r"|\brtp\b|หวย\w*|ฝากถอน|\btogel\b|\bgacor\b|\bmaxwin\b"
    r"|apostas?\b|apuestas?\b|\bbahis\w*|букмекер\w*|ставк\w+ на|博彩|投注|娱乐城|百家乐|彩票"
    r"|\bes[ck]ort\w*|\bviagra\b|\bcialis\b|ohne schufa\b|cá cược|nhà cái|สล็อต|บาคาร่า|카지노|토토",
    re.IGNORECASE,
)

TWINS = 2
"""Other Pages of the host with exactly this text that are needed: a single one may be a second spelling of the URL."""


def topic_lost(view: View) -> Iterator[Signal]:
    """`topic-lost`: hardly any words of the last good text are left, or the text is too short to contain them; `faded`
    if it is a few more. The other signals are evaluated only then; a page that was rewritten lacks the words of links
    to it, too, so `cited-absent` counts only beside a sign of a new owner.

    Measurement: crawler/text/topics.py and `comparisons.LOST`.
    """
    detail, grade, others = comparisons.lost_topic(view), "", SECOND_SIGNALS
    if detail is None and view.facts.parking and not view.titled_as_cited:
        detail = comparisons.shrunk(view)  # a parking page repeats the words of the domain name
    if detail is None:
        detail, grade, others = comparisons.faded_topic(view), "faded", AFTER_A_FADED_TOPIC
    if detail:
        yield Signal(rule="topic-lost", verdict=Verdict.USURPED, source=Where.TOPIC, detail=detail, grade=grade)
        seconds = [signal for rule in others for signal in rule(view)]
        yield from seconds
        if any(signal.rule != "site-kept" for signal in seconds):
            yield from cited_absent(view)


def parking_notice(view: View) -> Iterator[Signal]:
    """`parking-notice`: the title, a heading, or most of the text reads like a parked domain, or one for sale.

    A sentence in between is no sign: a shop announces what comes soon, and a report may be about domain names.
    """
    for one in notices.said(view):
        if one.reads_like("parked") and (one.source is not Where.SENTENCE or notices.mostly(view, one.verdict)):
            detail = f"“{one.text[:EXCERPT_CHARS]}”"
            yield Signal(rule="parking-notice", verdict=Verdict.USURPED, source=Where.SENTENCE, detail=detail)
            return


def cited_absent(view: View) -> Iterator[Signal]:
    """`cited-absent` of error_pages.py: what was asked for is not on the page."""
    yield from (replace(signal, verdict=Verdict.USURPED) for signal in error_pages.cited_absent(view))


def parked_or_for_sale(view: View) -> Iterator[Signal]:
    """The page is parked or for sale: `parked`, `for-sale` and `market-redirect` of parking.py, as a second signal."""
    for rule in parking.RULES:
        yield from (replace(signal, verdict=Verdict.USURPED) for signal in rule(view))


def spam_words(view: View) -> Iterator[Signal]:
    """`spam-words`: the title and the first 5,000 characters have several phrases of casinos, betting or pill shops
    that the last good text did not have. Source: the phrases `spam`.
    """
    last_good = view.history.last_good
    if last_good is None or not last_good.text:
        return
    title = SPAM.found(view.facts.title or "")
    text = SPAM.found("\n".join([*(text for _, text in view.titles), view.text[:5000]]))
    if len(title) + len(title | text) < SPAM_POINTS:
        return
    known = SPAM.found(f"{last_good.title or ''}\n{last_good.text}"[:20_000])
    title, text = title - known, text - known
    if len(title) + len(title | text) >= SPAM_POINTS:
        detail = "“" + "”, “".join(sorted(title | text)[:5]) + "”"
        yield Signal(rule="spam-words", verdict=Verdict.USURPED, source=Where.VOCABULARY, detail=detail)


def spam_stems(view: View) -> Iterator[Signal]:
    """`spam-words`, by word stems of gambling that most languages share: three in the first 3,000 characters, those in
    the title counted twice, if the last good text had none. Source: as for the phrases `spam`.
    """
    last_good = view.history.last_good
    if last_good is None or not last_good.text or _STEMS.search(f"{last_good.title or ''}\n{last_good.text}"[:20_000]):
        return
    title = _STEMS.findall(view.facts.title or "")
    sentences = dict.fromkeys(_SENTENCES.split(view.text[:3000]))  # one that a page repeats counts once
    text = _STEMS.findall("\n".join([*(text for _, text in view.titles), *sentences]))
    if len(title) + len(text) >= SPAM_POINTS:
        detail = "“" + "”, “".join(sorted({word.casefold() for word in text})[:5]) + "”"
        yield Signal(rule="spam-words", verdict=Verdict.USURPED, source=Where.VOCABULARY, detail=detail)


def host_same_text(view: View) -> Iterator[Signal]:
    """`host-same-text`: the host serves the same text for a random path, or for two of its other cited pages.

    Not for a home page, which some hosts serve for every path, nor for a closed host (`host-closed`).
    """
    if not _owner_unrecognised(view) or is_home(view.fetch.page.url) or comparisons.random_path_absent(view):
        return
    if any(hosts.closed(view)):
        return
    detail, twins = comparisons.same_as_random_path(view), view.fetch.twins
    if detail is None and twins >= TWINS:
        detail = f"{twins} other cited pages of the host have this very text"
    if detail:
        yield Signal(rule="host-same-text", verdict=Verdict.USURPED, source=Where.HOST, detail=detail)


def language_changed(view: View) -> Iterator[Signal]:
    """`language-changed`: the text is in a different language or script than when last good.

    A page that links to the former language (hreflang) is its site's own translation. Measurement:
    `comparisons.SAME_LANGUAGE`.
    """
    last_good, detail = view.history.last_good, comparisons.other_language(view)
    if last_good is None or detail is None or not _owner_unrecognised(view):
        return
    offered_languages = {primary(offer) for offer in view.facts.alternates}
    if primary(last_good.language) not in offered_languages - {None}:
        yield Signal(rule="language-changed", verdict=Verdict.USURPED, source=Where.LANGUAGE, detail=detail)


def foreign_home(view: View) -> Iterator[Signal]:
    """`foreign-home`: redirected to the home page of a different site that does not name the former one.

    A successor names its predecessor or keeps its name.
    """
    asked, got = view.fetch.page.url, view.final_url
    if not view.redirected or same_site(asked, got) or not is_home(got) or not _owner_unrecognised(view):
        return
    last_good = view.history.last_good
    searched = normal("\n".join([*(text for _, text in view.titles), view.text[:5000]]))
    if last_good and any(
        f" {name} " in f" {searched} " or (name in searched and not name.isascii()) for name in _names(view, last_good)
    ):
        return
    detail = f"redirected to the home page of {bare_host(got)}"
    yield Signal(rule="foreign-home", verdict=Verdict.USURPED, source=Where.REDIRECT, detail=detail)


def _owner_unrecognised(view: View) -> bool:
    """Whether the page has some text, is not an error page, and shows nothing of its former owner."""
    last_good = view.history.last_good
    if last_good is None or (len(view.text) < OWN_CHARS and alphabet_length(view.text) < OWN_CHARS):
        return False
    if error_pages.is_error_page(view):
        return False
    sitename = view.capture.metadata.sitename if view.capture else None
    searched = [*(text for _, text in view.titles), sitename or ""]
    if {part for text in searched for part in parts(text)} & _names(view, last_good):
        return False
    before = {word for name in _names(view, last_good) for word in name.split() if len(word) >= NAME_LETTERS}
    return len(before & {word for text in searched for word in normal(text).split()}) < min(
        NAME_WORDS, len(before) or 1
    )


def _names(view: View, last_good: LastGood) -> set[str]:
    """The names of the last good page and its site, without words that any site may use."""
    found = {*parts(last_good.title or ""), *parts(last_good.page_title or ""), normal(last_good.sitename or "")}
    host = bare_host(view.fetch.page.url)
    hosts = {normal(host), normal(host.partition(".")[0]), normal(f"www.{host}")}
    return {name for name in found if len(name) > 2} - hosts - GENERIC_TITLES.phrases


SECOND_SIGNALS: tuple[Rule, ...] = (
    parked_or_for_sale,
    parking_notice,
    spam_words,
    spam_stems,
    host_same_text,
    language_changed,
    foreign_home,
    *sites.RULES,
)
AFTER_A_FADED_TOPIC: tuple[Rule, ...] = (parked_or_for_sale, parking_notice, *sites.RULES)
"""The owner's own site may have other words, or another language, about much the same."""

RULES = (topic_lost,)
