r"""LaTeX: the text of a document, and what its preamble says of it."""

import re

from crawler.model import Capture, Metadata
from crawler.sources.parsing.latex.groups import group_ends
from crawler.text.dates import find_date
from crawler.text.tidy import one_line, tidy
from pipelines.extract.decode import to_text
from pipelines.extract.media.blocks import captured
from pipelines.extract.media.tex_reader import TexReader
from pipelines.extract.media.types import MediaBody
from pipelines.extract.metadata.names import clean_authors, split_authors

_BEGIN = re.compile(r"\\begin\s{0,9}\{document\}")
_ABOUT = re.compile(r"\\(title|author|date)\s{0,9}(?:\[[^\[\]]{0,500}\]\s{0,9})?\{")
_MARK = re.compile(
    r"\\(?:inst|textsuperscript|orcid(?:link|ID|icon)?|affil|footnotemark|corref|fnref|thanksref)\b\s{0,9}(?:\[[^\[\]]{0,80}\]\s{0,9})?"
    r"(?:\{[^{}]{0,80}\})?|\$\s{0,9}\^?[^$]{0,80}\$"
)
_AND = re.compile(r"\\and(?![A-Za-z])|\\AND(?![A-Za-z])|\\quad(?![A-Za-z])")


def capture(body: MediaBody) -> Capture:
    """The Capture of a LaTeX file."""
    charset, source = to_text(body.data, body.content_type)
    source = tidy(source)
    start = _BEGIN.search(source)
    reader = TexReader()
    text = reader.read(source[start.end() :] if start else source)
    metadata = _metadata(source)
    return captured(text, media=body.media, metadata=metadata, extractor="tex", charset=charset)


def _metadata(source: str) -> Metadata:
    r"""`\title`, `\author` and `\date`, without what hangs on them (`\thanks`)."""
    values: dict[str, list[str]] = {}
    head = source[:200_000]
    closing = group_ends(head)
    for match in _ABOUT.finditer(head):
        if end := closing.get(match.end() - 1):
            values.setdefault(match[1], []).append(source[match.end() : end])
    title = one_line(TexReader().read(values.get("title", [""])[0]))
    # amsart, revtex and authblk have a command for each author; journals' classes hang marks on the names.
    parts = [part for value in values.get("author", [])[:100] for part in _AND.split(_MARK.sub("", value))[:100]]
    lines = [one_line(TexReader().read(part.split("\\\\")[0].split("\n\n")[0]), 300) for part in parts]
    authors = clean_authors(name for line in lines for name in split_authors(line))
    published = find_date(one_line(TexReader().read(values.get("date", [""])[0])))
    return Metadata.told(title=(title, "\\title"), authors=(authors, "\\author"), published_date=(published, "\\date"))
