"""Rules that concern every error, wall and challenge: whether the page shows what was cited, or something else."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from crawler.model import Verdict
from crawler.net.urls import is_home
from crawler.text.scripts import alphabet_length
from crawler.text.words import normal
from pipelines.judge import comparisons, error_pages, hosts, notices, sites
from pipelines.judge.signals import Rule, Signal, View, Where

LIKE_BEFORE = 0.6
"""A text with this likeness to the last good one is that text, edited. Heuristic, not measured."""


def cited_words(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`cited-words`: a title has most words of the cited URL's last part, or of a link that cites it.

    `notice` where that title itself reads like a notice of this kind: then the notice was cited. Only this speaks
    against a wall, which has the title of its content.
    """
    if not view.titled_as_cited:
        return
    notice = any(
        one.verdict is verdict and one.source in _TITLES and view.named_by(one.text) for one in notices.said(view)
    )
    if notice or verdict is not Verdict.RESTRICTED:
        detail = f"the title names what was cited: “{view.titles[0][1][:100]}”"
        grade = "notice" if notice else ""
        yield Signal(rule="cited-words", verdict=verdict, source=Where.REQUEST, detail=detail, grade=grade)


_TITLES = (Where.TITLE, Where.HEADLINE)

MENU_LINKS = 4
"""Links of a site's menu, at least: some challenges have three. Heuristic, chosen on the labelled pages."""


def within_site(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`site-menu`: the page has the menu of its site. A challenge or a fault mostly stands in front of the site.

    Heuristic: so it is on the labelled pages, where no challenge and few faults have one.
    """
    if len(view.facts.menu) >= MENU_LINKS:
        detail = f"a menu of {len(view.facts.menu)} links: {', '.join(view.facts.menu)[:100]}"
        yield Signal(rule="site-menu", verdict=verdict, source=Where.SITE, detail=detail)


def content_marks(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`content-marks`: markup of an article, product or discussion; `signed` for a date or an author, `many` for both.

    Sources: ogp.me, schema.org; `PageFacts.markup`.
    """
    metadata = view.capture.metadata if view.capture else None
    if metadata is None:
        return
    marks = [mark for mark in view.facts.markup if mark not in _FORMAL]
    marks += ["author"] * bool(metadata.authors) + ["date"] * bool(metadata.published_date)
    if marks:
        detail = f"marks of content: {', '.join(dict.fromkeys(marks))}"
        signed = bool(metadata.authors or metadata.published_date)
        grade = "many" if len(set(marks)) > 1 else "signed" if signed else ""
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


def topic_gone(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`topic-gone`: hardly any words of the last good text are left. Front pages change their topic.

    `own` where it is still the former owner's site, and no title names what was asked for. Source: `comparisons.LOST`.
    """
    if detail := comparisons.lost_topic(view):
        own = not view.titled_as_cited and any(one.rule == "site-kept" for one in sites.site_identity(view))
        grade = "own" if own else ""
        yield Signal(rule="topic-gone", verdict=verdict, source=Where.TOPIC, detail=detail, grade=grade)


def cited_absent(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`cited-absent` of error_pages.py: what was asked for is not on the page."""
    yield from (replace(signal, verdict=verdict) for signal in error_pages.cited_absent(view))


NAME_LETTERS = 6
"""Letters of a link's text that a title could repeat. Heuristic, not measured."""


def not_named(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`not-named`: no title names what was asked for, though the cited URL or a link to it has words for it.

    `redirected` where a different URL answered.
    """
    if view.titled_as_cited or not view.titles or is_home(view.fetch.page.url):
        return
    if view.asked_words or any(alphabet_length(text) >= NAME_LETTERS for text in view.history.link_texts):
        detail = f"no title names what was cited: “{view.titles[0][1][:100]}”"
        grade = "redirected" if view.redirected else ""
        yield Signal(rule="not-named", verdict=verdict, source=Where.REQUEST, detail=detail, grade=grade)


def noindex(view: View, verdict: Verdict) -> Iterator[Signal]:
    """`noindex`: the page asks search engines not to index it. Source: Google's robots meta tag."""
    if view.facts.noindex or "noindex" in (view.fetch.header("x-robots-tag") or "").lower():
        yield Signal(rule="noindex", verdict=verdict, source=Where.HTTP, detail="robots: noindex")


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
    """The rules of this module that concern a verdict. A wall has the marks of its content."""
    rules: list[_Common] = [unchanged_text, text_collapsed, topic_gone, noindex, many_notices, cited_words]
    if verdict is not Verdict.RESTRICTED:
        rules.append(content_marks)
    if verdict in (Verdict.BLOCKED, Verdict.UNREACHABLE):
        rules.append(within_site)
    rules += [cited_absent, not_named] if verdict is Verdict.SOFT_404 else [hosts.same_as_random_path]
    return tuple(_of(rule, verdict) for rule in rules)
