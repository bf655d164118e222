"""Links to files of the same project and to anchors, judged by what is on the disk.

A link is a problem only where every way in which it may be resolved fails; where that cannot be known, it is not
judged.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from citecache.usecases.link_targets import LinkTargets, Missing
from crawler.cache import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.local_links import local_links
from crawler.model import Finding, LinkState, LocalLink, Verdict
from crawler.sources.anchors import anchors

_NO_ANCHOR = re.compile(
    r"top$|:~:|[/!?^]|L\d+|__|(?:user-content-)?fn(?:ref)?[-:_\d]"
    r"|(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|prp|def|exm|alg)[-:]|[^=]*=|[^{}]*[{}]",
    re.IGNORECASE,
)
"""Fragments that are no anchors, or that a program makes: `#top`, `#:~:text=`, `#/route`, `#L10`, `#page=3`, notes,
numbered figures (pandoc-crossref, Quarto), templates."""

MOST_COMPARED = 500
"""Anchors among which a similar one is looked for."""

Shown = Callable[[str], str]


def local_findings(
    cache: CacheFile, paths: Iterable[str] | None, *, root: Path | None, relative: bool, with_anchors: bool
) -> Iterator[Finding]:
    """A finding for each link, also where it is fine."""
    targets = LinkTargets(root)
    anchors.cache_clear()
    shown = DocumentPlaces.of(cache).same
    for link in local_links(cache, paths):
        if with_anchors if link.target.startswith("#") else relative:
            yield _finding(link, *_judged(link, targets, shown, with_anchors=with_anchors))


def no_anchor(fragment: str) -> bool:
    """Whether a fragment can be good though nothing in the page has that id.

    >>> [no_anchor(one) for one in ("", "top", ":~:text=a", "/route", "L10", "page=3", "section")]
    [True, True, True, True, True, True, False]
    """
    return not fragment or _NO_ANCHOR.match(fragment) is not None


def _judged(link: LocalLink, targets: LinkTargets, shown: Shown, *, with_anchors: bool) -> tuple[LinkState, str | None]:
    path, _, fragment = link.target.partition("#")
    found = targets.resolve(link, path) if path else link.file
    if found is None:
        return LinkState.NOT_JUDGED, None
    if isinstance(found, Missing):
        return LinkState.MISSING_FILE, f"no such file: {shown(found.path)}"
    if not with_anchors or link.image or no_anchor(fragment):
        return LinkState.FOUND, None
    return _anchor(found, fragment, shown)


def _anchor(file: str, fragment: str, shown: Shown) -> tuple[LinkState, str | None]:
    known = anchors(file)
    if known is None:
        return LinkState.FOUND, None
    wanted = unquote(fragment).strip().lower()
    if known & {wanted, fragment.lower(), wanted.removeprefix("user-content-")}:
        return LinkState.FOUND, None
    near = get_close_matches(wanted[:80], sorted(known)[:MOST_COMPARED], n=1, cutoff=0.75)
    hint = f"; did you mean #{near[0]}?" if near else ""
    return LinkState.MISSING_ANCHOR, f"no such anchor in {shown(file)}: #{fragment}{hint}"


def _finding(link: LocalLink, state: LinkState, detail: str | None) -> Finding:
    nothing = dict.fromkeys(
        "label link_text http_status outcome final_url error counted seen fetched_at last_good_at marked_at"
        " marked_note archived_url archived_at".split()
    )
    return Finding(
        document=link.document,
        file=link.document,
        line=link.line,
        column=link.column,
        url=link.target,
        id="",
        undefined=False,
        verdict=Verdict.ALIVE if state is LinkState.FOUND else Verdict.UNCHECKED,
        redirects=(),
        link=state,
        detail=detail,
        is_local=True,
        quote_failed=False,
        **nothing,
    )
