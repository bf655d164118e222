"""MDX documents: Markdown with JSX elements, which cite by `href` or by a Resource ID."""

from crawler.model import ParsedSource
from crawler.sources.parsing.markdown.links import read_markdown
from crawler.sources.parsing.source_text import SourceText


def sniff(source: SourceText) -> bool:  # noqa: ARG001 - only the suffix tells MDX from Markdown
    return False


def read(source: SourceText) -> ParsedSource:
    return read_markdown(source, mdx=True)
