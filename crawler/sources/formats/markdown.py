"""Markdown documents."""

from crawler.model import ParsedSource
from crawler.sources.parsing.markdown.links import read_markdown
from crawler.sources.parsing.source_text import SourceText


def sniff(source: SourceText) -> bool:  # noqa: ARG001 - any text is Markdown, so its content decides nothing
    return True


def read(source: SourceText) -> ParsedSource:
    return read_markdown(source, mdx=False)
