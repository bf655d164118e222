"""Anchors of headings, by the rules of the programs that render Markdown.

Which program renders a document is not known, so a heading has the anchors of all: a link that one of them resolves is
no finding.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_GITHUB = re.compile(r"[^\w\- ]")
"""github-slugger's rule: letters, digits, marks, `_`, `-` and spaces stay (github.com/Flet/github-slugger)."""
_LEADING = re.compile(r"^[^a-z]+")
_RUNS = re.compile(r"[-\s]+")
_VITEPRESS = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'“”‘’<>,.?/]+")  # @mdit-vue/shared, slugify.ts


def github_slug(heading: str) -> str:
    """The anchor that GitHub gives to a heading's text.

    >>> github_slug("What's new in 2.0?"), github_slug("The `--fetch` option"), github_slug("Überblick & Ziele")
    ('whats-new-in-20', 'the---fetch-option', 'überblick--ziele')
    """
    return _GITHUB.sub("", heading.strip().lower()).replace(" ", "-")


def heading_slugs(heading: str) -> set[str]:
    """The anchors that the usual programs give to a heading's text, in small letters.

    >>> sorted(heading_slugs("Café & more"))
    ['cafe--more', 'cafe-more', 'café--more', 'café-more']
    """
    text = heading.strip().lower()
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    found: set[str] = set()
    for form in (text, plain):
        kept = github_slug(form)
        found |= {kept, _RUNS.sub("-", kept).strip("-")}  # Python-Markdown's toc joins runs
        found.add(_VITEPRESS.sub("-", form).strip("-"))
        pandoc = re.sub(r"[^\w\-. ]", "", form).replace(" ", "-")  # pandoc keeps dots (Extension: auto_identifiers)
        found |= {_LEADING.sub("", kept), _LEADING.sub("", _RUNS.sub("-", kept)), _LEADING.sub("", pandoc), pandoc}
    return found - {""}


def anchors_of_headings(headings: Iterable[str]) -> set[str]:
    """The anchors of all headings; of equal ones the second has `-1` (GitHub) or `_1` (Python-Markdown).

    >>> sorted(anchors_of_headings(["Notes", "Notes"]))
    ['notes', 'notes-1', 'notes_1']
    """
    found: set[str] = set()
    seen: Counter[str] = Counter()
    for heading in headings:
        for slug in heading_slugs(heading):
            if count := seen[slug]:
                found |= {f"{slug}-{count}", f"{slug}_{count}"}
            found.add(slug)
            seen[slug] += 1
    return found
