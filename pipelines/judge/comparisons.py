"""Compares a page with its last good text and with its host's response to a random path. Facts, no verdicts.

Each function describes what was observed, for people to read; None if there is nothing to report or to compare with.
"""

from functools import lru_cache

from crawler.model import LastGood
from crawler.net.urls import is_home
from crawler.text import topics
from crawler.text.languages import primary
from crawler.text.scripts import alphabet_length, main_script
from crawler.text.similarity import cosine, likeness
from pipelines.judge.signals import View

SHRUNK = 0.5
"""A text with less than this share of the last good one has collapsed (table of verdicts)."""

SAME = 0.8
"""Two texts with at least this likeness differ only in names, dates and counters. Measured by bench/verdicts.py: of 115
pairs of pages of one host the highest was 0.14, except for one article under two URLs (0.92). The method, though not
this limit, is that of Bar-Yossef et al. (2004, section 3)."""

LOST = 0.1
"""The topic is lost if the cosine similarity of the words is below this. Measured by bench/verdicts.py on 660 recorded
pages: below are 95 % of the pairs of unrelated pages in one language, 98 % of the pairs in any language, and 8 % of the
pairs of two halves of one article."""

FADED = 0.2
"""Below this, hardly anything of the topic is left, though it may be a short text's. Heuristic, measured on the first
two batches of labelled pages only."""

REMNANT = 0.2
"""A text with less than this share of the last good one's length is too short to contain its topic. Heuristic, not
measured."""

LEAST_WORDS = 8
"""A text with fewer content words has no topic that could be lost. Heuristic, not measured."""

SAME_LANGUAGE = 0.2
"""Two texts are in the same language if the cosine similarity of their function words is at least this. Measured by
bench/verdicts.py: below are 6 % of the pairs that declare the same language, and 96 % of those that declare different
ones; most of the rest declare a wrong one. Half of it if a page declares none: heuristic, not measured."""

SMALL_WORDS = 10
"""Different function words that a text needs for its language to be recognised. Heuristic, not measured."""

TWO_SCRIPTS = frozenset("az be bs hr ks kk ku ky mn ms pa sd sr tg tk tt ug uz".split())
"""Languages written in two or more scripts. From general knowledge."""

LINK_WORDS = 2
"""Content words that a link text needs to say what it leads to."""

SHELL_CHARS = 200
"""A page that needs scripts and shows less than this is an app shell. Heuristic, not measured."""


def shrunk(view: View, share: float = SHRUNK) -> str | None:
    """Whether the text has less than that share of the last good one's length, adjusted for each script's density."""
    last_good = view.history.last_good
    if last_good is None or not last_good.text or view.chars is None:
        return None
    scale = alphabet_length(view.text) / len(view.text) if view.text else 1
    if view.chars * scale >= alphabet_length(last_good.text) * share:
        return None
    return f"{view.chars:,} characters of text, {len(last_good.text):,} when last good"


def lost_topic(view: View) -> str | None:
    """Whether the last good text's topic is lost: hardly any of its words are left, or the text is too short."""
    last_good = view.history.last_good
    if last_good is None or not last_good.text or view.chars is None or view.text == last_good.text:
        return None
    found = _compared(*_titled(view, last_good))
    if found is None:
        return None
    likely, main, kept = found
    if likely >= LOST:
        return shrunk(view, REMNANT)
    return f"of {main} main words of the last good text the page has {kept} (cosine {likely:.2f})"


def faded_topic(view: View) -> str | None:
    """Whether little of the last good text's topic is left, though not as little as `lost_topic` asks for."""
    last_good = view.history.last_good
    if last_good is None or not last_good.text or view.chars is None or view.text == last_good.text:
        return None
    found = _compared(*_titled(view, last_good))
    return f"little of the last good text's topic (cosine {found[0]:.2f})" if found and found[0] < FADED else None


def _titled(view: View, last_good: LastGood) -> tuple[str, str]:
    """The last good text and this one, each with its titles."""
    titles = "\n".join(text for _, text in view.titles)
    return f"{last_good.title or ''}\n{last_good.text}", f"{titles}\n{view.text}"


def link_text_absent(view: View) -> str | None:
    """Whether of each link text with content words less than a quarter appear in the titles and the text."""
    asked = [words for text in view.history.link_texts if len(words := topics.content(text)) >= LINK_WORDS]
    if not asked:
        return None
    page = topics.content("\n".join([*(text for _, text in view.titles), view.text]))
    kept = max(asked, key=lambda words: sum(word in page for word in words) / len(words))
    found = sum(word in page for word in kept)
    return f"of {len(kept)} words of the link that cites it the page has {found}" if found * 4 < len(kept) else None


def like_last_good(view: View) -> float | None:
    """The likeness of the text with the last good one; None where there is none, or too little to compare."""
    last_good = view.history.last_good
    if last_good is None or not last_good.text or not view.text:
        return None
    return _alike(last_good.text, view.text)


@lru_cache(maxsize=4)  # once for each verdict that it speaks against
def _alike(before: str, now: str) -> float | None:
    return 1.0 if before == now else likeness(before, now)


@lru_cache(maxsize=4)  # several rules compare the same page
def _compared(before: str, now: str) -> tuple[float, int, int] | None:
    """The cosine similarity of two texts' words, the number of main words of the first, and how many the second has."""
    words, words_now = topics.content(before), topics.content(now)
    if len(words) < LEAST_WORDS:
        return None
    main = topics.main_words(words)
    return cosine(words, words_now), len(main), sum(word in words_now for word in main)


def other_language(view: View) -> str | None:
    """Whether the script, or by its function words the language, differs from that of the last good text.

    The languages that pages declare only confirm it: some declare a wrong one (`SAME_LANGUAGE`). A language in
    `TWO_SCRIPTS` may change its script.
    """
    last_good = view.history.last_good
    if last_good is None or not last_good.text:
        return None
    before, now = primary(last_good.language), primary(view.capture.metadata.language if view.capture else None)
    here, there = main_script(last_good.text), main_script(view.text)
    if here and there and here != there:
        return None if before == now and before in TWO_SCRIPTS else f"{here} script when last good, {there} now"
    small, small_now = topics.grammar(last_good.text), topics.grammar(view.text)
    if min(len(small), len(small_now)) < SMALL_WORDS or (before and before == now):
        return None
    likely = cosine(small, small_now)
    if likely >= (SAME_LANGUAGE if before and now else SAME_LANGUAGE / 2):
        return None
    return f"language {before or 'unknown'} when last good, {now or 'unknown'} now (small words: cosine {likely:.2f})"


def same_as_random_path(view: View) -> str | None:
    """Whether the host serves nearly the same text for a random path, with a 2xx.

    Not for home pages, which some hosts serve for every path, nor for app shells, which are the same for every path
    until their scripts run.
    """
    probe = view.fetch.probe
    if probe is None or probe.likeness is None or probe.likeness < SAME or probe.status not in range(200, 300):
        return None
    if is_home(view.fetch.page.url) or _shell(view):
        return None
    return f"the host gives the same text for {probe.url[:200]} (likeness {probe.likeness:.2f})"


def random_path_absent(view: View) -> str | None:
    """Whether the host answers a random path with a proper 404 or 410."""
    probe = view.fetch.probe
    if probe is None or probe.status not in (404, 410):
        return None
    return f"HTTP {probe.status} for {probe.url[:200]}: the host reports paths that do not exist"


def _shell(view: View) -> bool:
    if view.capture and view.capture.extractor == "description":  # the same for every path, too
        return True
    return view.facts.needs_script and view.chars is not None and view.chars < SHELL_CHARS
