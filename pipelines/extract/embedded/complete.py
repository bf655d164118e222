"""The entry: what the extraction of a page that shows little lacks, from its scripts, frames and description."""

from collections.abc import Callable
from dataclasses import replace

from lxml.etree import tostring

from crawler.model import Capture
from crawler.text.tidy import tidy
from pipelines.extract.elements import Elements
from pipelines.extract.embedded import find, shells
from pipelines.extract.embedded.prose import weight_of, words_of
from pipelines.extract.metadata.names import fold
from pipelines.extract.versions import package_version

EXTRACTOR = "embedded"
DESCRIPTION = "description"
SHELL_CHARS = 80
"""Prose that a script of a page must have which shows nothing at all."""
CUT = "; too large to be read whole"


VISIBLE_CHARS = 5000
"""A page that shows more has its content outside its scripts, even if an extractor finds little of it."""


def is_poor(result: Capture) -> bool:
    """Whether `complete` may have something to add: little text, on a page that shows little."""
    return len(result.text or "") < find.POOR_CHARS and (result.facts.visible_chars or 0) < VISIBLE_CHARS


def complete(result: Capture, elements: Elements, url: str, *, render: Callable[[str], str]) -> Capture:
    """The Capture with the text that stands only in the page's scripts, or with the reason why it has none.

    `result` is what was extracted of the visible page, `elements` are those of the tree as parsed; `render` gives the
    text of a fragment of HTML.
    """
    text = result.text or ""
    if not is_poor(result):
        return result
    result = _without_notice(result)
    if (roots := _shadow_roots(elements)) and len(shown := render(roots)) > max(2 * len(text), find.LEAST_CHARS):
        return replace(result, text=shown, no_text=None, coverage=None, doubt=None)
    reason = shells.needs_script(text, elements, result.facts.visible_chars)
    if reason is not None:
        result = replace(result, page_type=shells.SCRIPT_ONLY)
    scripts = find.scripts_of(elements)
    if find.worth_a_look(text, scripts):
        titles = _titles(result)
        found = find.find(scripts, titles=titles, url=url)
        described = len(shells.description(result.metadata.description) or "")
        better = (
            found
            and found.chars > described
            and _is_better(found, text, result.facts.visible_chars or 0, shell=reason is not None)
        )
        if found and better and (said := render(found.html)):
            return _told(
                result, said, f"text found only in a script ({found.kind}){CUT if found.cut else ''}", EXTRACTOR
            )
    if reason is not None:
        return _described(replace(result, text=None, doubt=None), f"needs JavaScript: {reason}")
    if not text or len(text) < shells.SHELL_CHARS:
        if source := shells.frame(elements, result.facts.visible_chars):
            return _described(result, f"the content is in a frame: {source[:300]}")
        if not text:
            return _described(result, "the page has none")
    return result


def _titles(result: Capture) -> list[str]:
    """What the page calls itself. Data may have named it after a part of it, such as the first question of many."""
    title, said = result.facts.title or "", result.metadata.title or ""
    return [title, *result.headings, *([said] if not title or fold(said) in fold(title) else [])]


def _shadow_roots(elements: Elements) -> str:
    """The HTML of declarative shadow roots, which browsers show (HTML standard, the template element)."""
    roots = [element for element in elements.tagged("template") if element.get("shadowrootmode")]
    return "".join(tostring(child, encoding="unicode") for root in roots[:200] for child in root)


def _is_better(found: find.Embedded, text: str, visible: int, *, shell: bool) -> bool:
    """Whether embedded text is the page's content and the visible text what stands around it, or its beginning."""
    if found.certain and found.kind in find.DESCRIPTIONS:
        return len(text) < found.chars or shell
    if visible * 2 < len(text):  # an extractor took it out of the page's metadata
        return found.chars >= find.LEAST_CHARS and found.chars * 5 >= len(text) * 4
    if shell and not text:
        return found.chars >= SHELL_CHARS
    if found.chars < find.LEAST_CHARS or found.chars < find.RATIO * weight_of(text):
        return False
    if shell or len(text) < find.LEAST_CHARS:
        return found.certain or shell or visible < find.POOR_CHARS
    start = fold(text)[:80]
    return found.chars > visible and (found.certain or start in fold(words_of(found.html)))


def _told(result: Capture, text: str, doubt: str, extractor: str) -> Capture:
    return replace(
        result,
        text=text,
        no_text=None,
        coverage=None,
        doubt=doubt,
        extractor=extractor,
        extractor_version=package_version("citecache"),
    )


def _described(result: Capture, reason: str) -> Capture:
    """The page's description as its text, where it has nothing else."""
    if result.text:
        return replace(result, doubt="; ".join(filter(None, (result.doubt, reason))))
    if said := shells.description(result.metadata.description):
        return _told(result, tidy(said), f"only the page's description: {reason}", DESCRIPTION)
    doubt = None if reason == "the page has none" else reason
    return replace(result, no_text=f"no text: {reason}", doubt=doubt)


def _without_notice(result: Capture) -> Capture:
    """Without headings and a title that only ask for JavaScript: X's "JavaScript is not available."."""
    headings = tuple(heading for heading in result.headings if not shells.is_notice(heading))
    said = result.metadata
    if said.title and shells.is_notice(said.title):
        sources = {field: source for field, source in said.sources.items() if field != "title"}
        title = result.facts.title
        title = None if title is None or shells.is_notice(title) else title
        said = replace(said, title=title, sources=sources | ({"title": "title"} if title else {}))
    return replace(result, headings=headings, metadata=said)
