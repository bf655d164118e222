"""The formats of findings by name."""

from collections.abc import Callable, Iterator
from types import MappingProxyType

from citecache.render.findings import github, junit, lychee, markdown, text
from citecache.render.findings.report import ReportStream

FORMATS: MappingProxyType[str, Callable[[ReportStream], Iterator[str]]] = MappingProxyType(
    {
        "text": text.render,
        "json": lychee.render,
        "junit": junit.render,
        "github": github.render,
        "markdown": markdown.render,
    }
)
"""The formats by name, in the order in which help shows them."""
