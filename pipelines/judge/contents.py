"""Rules that concern every error, wall and challenge: most speak against them, since they show what was cited."""

from collections.abc import Callable, Iterator

from crawler.model import Verdict
from crawler.text.words import normal
from pipelines.judge import comparisons, hosts, notices
from pipelines.judge.signals import Rule, Signal, View, Where

LIKE_BEFORE = 0.6
"""A text with this likeness to the last good one is that text, edited. Heuristic, not measured."""


def cited_words(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`cited-words`: a title has most words of the cited URL's last part, or of a link that cites it."""
    if view.titled_as_cited:
        title = view.titles[0][1][:100] if view.titles else ""
        detail = f"the title names what was cited: “{title}”"
        yield Signal(rule="cited-words", verdict=verdict, source=Where.REQUEST, detail=detail)


def content_marks(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`content-marks`: a date or an author, and markup of an article, a product, a discussion.

    Sources: ogp.me, schema.org; `PageFacts.markup`.
    """
    metadata = view.capture.metadata if view.capture else None
    if metadata is None:
        return
    marks = [mark for mark in view.facts.markup if mark not in _FORMAL]
    marks += ["author"] * bool(metadata.authors) + ["date"] * bool(metadata.published_date)
    if marks:
        detail = f"marks of content: {', '.join(dict.fromkeys(marks))}"
        grade = "many" if len(set(marks)) > 1 else ""
        yield Signal(rule="content-marks", verdict=verdict, source=Where.CONTENT, detail=detail, grade=grade)


_FORMAL = frozenset(("headline-is-title", "article-element"))
"""Marks that themes put on error pages, too."""


def unchanged_text(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`like-before`: the text is nearly the last good one."""
    alike = comparisons.like_last_good(view)
    if alike is not None and alike >= LIKE_BEFORE:
        detail = f"the last good text, nearly (likeness {alike:.2f})"
        yield Signal(rule="like-before", verdict=verdict, source=Where.TOPIC, detail=detail)


def text_collapsed(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`text-collapsed`: less than half of the last good text; for `soft_404`, under a different title. By itself it is
    `degraded` (`text-shrunk`). Source: the table of verdicts.
    """
    last_good, detail = view.history.last_good, comparisons.shrunk(view)
    if last_good is None or detail is None:
        return
    if verdict is Verdict.SOFT_404 and normal(last_good.title or "") in {normal(text) for _, text in view.titles}:
        return
    yield Signal(rule="text-collapsed", verdict=verdict, source=Where.TOPIC, detail=detail)


MANY_KINDS = 3
"""Kinds of notices in one text that no page has which is one of them. Heuristic, not measured."""


def many_notices(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`many-notices`: the sentences of the text read like notices of several kinds, none of which most of it is: a list
    of messages, a manual.
    """
    kinds = {one.verdict for one in notices.said(view) if one.source is Where.SENTENCE and one.points >= notices.CLEAR}
    if len(kinds - {None}) >= MANY_KINDS and not notices.mostly(view, verdict):
        named = ", ".join(sorted(kind.value for kind in kinds if kind))
        detail = f"sentences that read like notices of different kinds: {named}"
        yield Signal(rule="many-notices", verdict=verdict, source=Where.CONTENT, detail=detail)


_Common = Callable[[View, Verdict], Iterator[Signal]]


def _of(rule: _Common, verdict: Verdict) -> Rule:
    return lambda view: rule(view, verdict)


def common(verdict: Verdict) -> tuple[Rule, ...]:
    """The rules of this module that concern a verdict. A wall has the title and the marks of its content."""
    rules: list[_Common] = [unchanged_text, text_collapsed, many_notices]
    if verdict is not Verdict.RESTRICTED:
        rules += [cited_words, content_marks]
    if verdict is not Verdict.SOFT_404:
        rules.append(hosts.same_as_random_path)
    return tuple(_of(rule, verdict) for rule in rules)
