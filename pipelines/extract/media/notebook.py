"""Jupyter notebooks (nbformat 3 and 4): Markdown cells, code and the text of its results."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.model import Capture, Metadata
from crawler.model.errors import SourceError
from crawler.text.digits import load_json
from crawler.text.tidy import one_line
from pipelines.extract.decode import to_text
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.plain import names, of_markdown
from pipelines.extract.media.types import MediaBody

_ANSI = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\((?:data:|attachment:)[^()]*\)")


def capture(body: MediaBody) -> Capture:
    """The Capture of a notebook. Raises SourceError."""
    charset, source = to_text(body.data, body.content_type)
    try:
        data = load_json(source)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not a Jupyter notebook: {str(error)[:100]}") from error
    if not isinstance(data, dict):
        raise SourceError("not a Jupyter notebook: its JSON is no object")
    blocks = TextBlocks()
    metadata = _metadata(data.get("metadata"))
    for cell in _cells(data):
        kind, text = cell.get("cell_type"), _joined(cell.get("source") or cell.get("input"))
        if kind in ("markdown", "heading", "raw"):
            text = "# " + text if kind == "heading" else text
            if metadata.title is None and kind != "raw" and (title := of_markdown(text).title):
                metadata = replace(metadata, title=title, sources={**metadata.sources, "title": "# heading"})
            blocks.code(_IMAGE.sub(r"\1", text))
        else:
            blocks.code(text)
            for output in _dicts(cell.get("outputs")):
                blocks.code(_ANSI.sub("", _shown(output)))
    return captured(blocks, media=body.media, metadata=metadata, extractor="notebook", charset=charset)


def _metadata(said: object) -> Metadata:
    """Title and authors in the metadata of a notebook (nbformat 4, "Notebook metadata")."""
    if not isinstance(said, dict):
        return Metadata()
    title = one_line(said["title"]) if isinstance(said.get("title"), str) else ""
    authors = names(said.get("authors"))
    return Metadata.told(title=(title, "notebook title"), authors=(authors, "notebook authors"))


def _cells(data: dict[str, object]) -> Iterator[dict[str, object]]:
    yield from _dicts(data.get("cells"))
    for sheet in _dicts(data.get("worksheets")):
        yield from _dicts(sheet.get("cells"))


def _shown(output: dict[str, object]) -> str:
    """The text of a result; of several forms of it, the plain one."""
    if output.get("output_type") in ("error", "pyerr"):
        return f"{output.get('ename')}: {output.get('evalue')}"
    data = output.get("data")
    if isinstance(data, dict):
        return _joined(data.get("text/markdown") or data.get("text/plain"))
    return _joined(output.get("text"))


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> Iterator[dict[str, object]]:
    yield from (item for item in (value if isinstance(value, list) else ()) if isinstance(item, dict))
