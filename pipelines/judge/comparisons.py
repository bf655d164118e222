"""Compares a page with its last good text and with its host's answer to a random path. Facts, no verdicts.

Each function returns what was observed, in words for a person, or None if there is nothing to report or to compare
with.
"""

from functools import lru_cache

from crawler.net.urls import is_home
from crawler.text import topics
from crawler.text.languages import primary
from crawler.text.scripts import alphabet_length, main_script
from crawler.text.similarity import cosine
from pipelines.judge.signals import View

SHRUNK = 0.5
"""Less than this share of the last good text has collapsed: the table of verdicts."""

SAME = 0.8
"""Likeness of two texts from which they are the same but for names, dates and counters. Measured by bench/verdicts.py:
of 115 pairs of pages of one host the highest was 0.14, but for one article under two URLs (0.92). That there is such a
limit, and not where it lies, is Bar-Yossef et al.'s (2004, section 3)."""

LOST = 0.1
"""Cosine of the words of two texts under which the topic is lost. Measured by bench/verdicts.py on 660 recorded pages:
of pairs of unrelated pages in one language 95 % are below, of pairs in any language 98 %, of the halves of one article
8 %."""

REMNANT = 0.2
"""A text that has less than this share of the last good one's length is too short to hold its topic. Heuristic,
not measured."""

LEAST_WORDS = 8
"""A text with fewer long words has no topic that could be lost. Heuristic, not measured."""

SAME_LANGUAGE = 0.2
"""Cosine of the small words of two texts in one language. Measured by bench/verdicts.py: of pairs that name the same
language 6 % are below, of pairs that name different ones 96 %; most of the rest name a wrong one. Where a page names
none, half of it: heuristic, not measured."""

SMALL_WORDS = 10
"""Different small words that a text must have to tell its language. Heuristic, not measured."""

TWO_SCRIPTS = frozenset("az be bs hr ks kk ku ky mn ms pa sd sr tg tk tt ug uz".split())
"""Languages that are written in two scripts or more: from knowledge."""

SHELL_CHARS = 200
"""A page that asks for scripts and shows less than this is an app before it runs. Heuristic, not measured."""


def shrunk(view: View, share: float = SHRUNK) -> str | None:
    """Whether the text has less than that share of the last good one's length, by what each script has room for."""
    last_good = view.history.last_good
    if last_good is None or not last_good.text or view.chars is None:
        return None
    scale = alphabet_length(view.text) / len(view.text) if view.text else 1
    if view.chars * scale >= alphabet_length(last_good.text) * share:
        return None
    return f"{view.chars:,} characters of text, {len(last_good.text):,} when last good"


def lost_topic(view: View) -> str | None:
    """What is missing of the last good text's topic: nearly all, or the text is too short to have it."""
    last_good = view.history.last_good
    if last_good is None or not last_good.text or view.chars is None:
        return None
    titles = "\n".join(text for _, text in view.titles)
    found = _compared(f"{last_good.title or ''}\n{last_good.text}", f"{titles}\n{view.text}")
    if found is None:
        return None
    likely, main, kept = found
    if likely >= LOST:
        return shrunk(view, REMNANT)
    return f"of {main} main words of the last good text the page has {kept} (cosine {likely:.2f})"


@lru_cache(maxsize=4)  # several rules ask of the same page
def _compared(before: str, now: str) -> tuple[float, int, int] | None:
    """The cosine of two texts' words, how many main words the first has, and how many of them the second."""
    words, words_now = topics.content(before), topics.content(now)
    if len(words) < LEAST_WORDS:
        return None
    main = topics.main_words(words)
    return cosine(words, words_now), len(main), sum(word in words_now for word in main)


def other_language(view: View) -> str | None:
    """Whether the text is in another script, or in another language by its small words, than when last good.

    The languages that the pages name only confirm it: some name a wrong one (`SAME_LANGUAGE`). Languages that are
    written in several scripts may change theirs.
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
    """Whether the host also answers a random path with nearly this text under a 2xx status.

    A home page may well be given for everything; an app's shell is the same for every path until its script has run.
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
    return view.facts.needs_script and view.chars is not None and view.chars < SHELL_CHARS
