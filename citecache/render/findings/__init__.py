"""What `check` found, in the formats of editors, CI services and people.

    report.py    findings -> what each means: problem, warning, known, inconclusive, fine, excluded; the total (pure)
    words.py     a finding in words, and its place
    text.py      a line that an editor can jump to for each
    lychee.py    JSON, with lychee's names where they fit
    junit.py     JUnit's XML
    github.py    annotations of GitHub's workflows
    markdown.py  a comment on a pull request

A format is a function `Report -> str`. Text of strangers is on one line and inert in all but JSON, which escapes it.
"""

from collections.abc import Callable
from types import MappingProxyType

from citecache.render.findings import github, junit, lychee, markdown, text
from citecache.render.findings.report import Report

__all__ = ["FORMATS"]

FORMATS: MappingProxyType[str, Callable[[Report], str]] = MappingProxyType(
    {
        "text": text.render,
        "json": lychee.render,
        "junit": junit.render,
        "github": github.render,
        "markdown": markdown.render,
    }
)
"""The formats by name, in the order in which help shows them."""
