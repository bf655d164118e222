r"""BibTeX and BibLaTeX files, by bibtexparser 2: one Citation and one ResourceRecord per entry.

The URL is the first of `url`, `howpublished` or `note` (`\url{...}`), `doi`, `eprint` (arXiv). Its LaTeX escapes
(`\_`, `\%`) are undone: they belong to BibTeX, not to the URL.
"""

import logging
import re
from copy import copy

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, Field, ParsingFailedBlock

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import doi_url
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.raw_records import add_records
from crawler.sources.parsing.source_text import SourceText
from crawler.text.dates import MONTHS, iso_date

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we report its warnings as Skipped

_BLOCK = re.compile(r"\s*@[A-Za-z]+\s*[{(]")
_URL_COMMAND = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_HTTP = re.compile(r"https?://[^\s{}]+", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([_%&#$~{}])|\{?\\textasciitilde\s*(?:\{\})?\}?|\{\\_\}")
_AND = re.compile(r"\s+and\s+")
_PROSE = ("title", "author", "editor", "abstract")


def sniff(source: SourceText) -> bool:
    return _BLOCK.match(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path)
    library = parse_string(source.text)
    lines = source.text.split("\n")
    records: list[ResourceRecord] = []
    for block in library.blocks:
        entry: object = block
        line = (block.start_line or 0) + 1
        if isinstance(block, ParsingFailedBlock):
            collector.skip(line, _why_failed(block))
            entry = (
                block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) else None
            )
        if isinstance(entry, Entry):
            _entry(entry, line, lines, collector, records)
    add_records(records, collector)
    return collector.parsed(source.document("bibtex"))


def _why_failed(block: ParsingFailedBlock) -> str:
    if isinstance(block, DuplicateBlockKeyBlock):
        return f"the key {block.key} is already used by an earlier entry"
    if isinstance(block, DuplicateFieldKeyBlock):
        return f"duplicate field: {', '.join(sorted(block.duplicate_keys))}"
    reason = getattr(block.error, "abort_reason", None) or str(block.error) or type(block.error).__name__
    return "not valid BibTeX: " + " ".join(str(reason).split())[:200]


def _entry(entry: Entry, line: int, lines: list[str], collector: Collector, records: list[ResourceRecord]) -> None:
    values = {field.key.lower(): _bare(str(field.value)) for field in entry.fields}
    found = _best_url(values)
    if found is None:
        collector.ignore("entry without a URL", line, text=entry.key)
        return
    url, written = found
    plain = _decoded(entry)
    count = (entry.raw or "").count("\n") + 1
    at, column = _place(lines, line, count, written)
    accessed = values.get("urldate")
    collector.cite(
        url, line=at, column=column, label=entry.key, link_text=plain.get("title"),
        accessed=accessed and (iso_date(accessed) or accessed),
    )  # fmt: skip
    if not url.lower().startswith(("http:", "https:")):
        return
    names = tuple(_name(name) for name in _AND.split(plain.get("author") or plain.get("editor") or "") if name)
    records.append(
        ResourceRecord(
            url=url, line=line, title=plain.get("title"), type=entry.entry_type.lower(), authors=names or None,
            published_date=_published(values), abstract=plain.get("abstract"), doi=values.get("doi") or None,
        )
    )  # fmt: skip


def _bare(value: str) -> str:
    """A value without enclosing braces or quotes, which bibtexparser leaves on entries it calls duplicates."""
    value = value.strip()
    while len(value) > 1 and value[0] + value[-1] in ("{}", '""'):
        value = value[1:-1].strip()
    return value


def _best_url(values: dict[str, str]) -> tuple[str, str] | None:
    """The URL, and the text by which it is found in the file."""
    for key in ("url", "howpublished", "note"):
        value = values.get(key, "").strip()
        command = _URL_COMMAND.search(value)
        written = (
            command[1].strip() if command else value if key == "url" else (m[0] if (m := _HTTP.search(value)) else "")
        )
        if written:
            return _ESCAPE.sub(lambda match: match[1] or ("_" if "_" in match[0] else "~"), written), written
    if url := doi_url(_ESCAPE.sub(r"\1", values.get("doi", ""))):
        return url, values["doi"].strip()
    eprint = values.get("eprint", "").strip().removeprefix("arXiv:")
    kind = values.get("eprinttype", values.get("archiveprefix", "arxiv")).lower()
    return (f"https://arxiv.org/abs/{eprint}", eprint) if eprint and kind == "arxiv" else None


def _decoded(entry: Entry) -> dict[str, str]:
    """The prose fields as plain text, without LaTeX braces and accents."""
    kept = [copy(field) for field in entry.fields if field.key.lower() in _PROSE and isinstance(field.value, str)]
    for field in kept:
        field.key = field.key.lower()
    prose = Entry(entry.entry_type, entry.key, [Field(field.key, field.value) for field in kept])
    decoded = LatexDecodingMiddleware(allow_inplace_modification=True).transform_entry(prose, Library())
    result = decoded if isinstance(decoded, Entry) else prose
    return {
        field.key: text for field in result.fields if (text := tidy(str(field.value).replace("{", "").replace("}", "")))
    }


def _name(name: str) -> str:
    """`Family, Given` -> `Given Family`; `Family, Jr, Given` likewise."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    return tidy(" ".join([parts[-1], *parts[:-1]]) if len(parts) > 1 else name)


def _published(values: dict[str, str]) -> str | None:
    if found := iso_date(values.get("date", "")):
        return found
    year, month = values.get("year", "").strip(), values.get("month", "").strip().lower()
    number = MONTHS.get(month[:3]) or (int(month) if month.isascii() and month.isdigit() and len(month) < 3 else 0)
    return (iso_date(f"{year}-{number:02d}") if number else None) or iso_date(year)


def _place(lines: list[str], line: int, count: int, written: str) -> tuple[int, int]:
    """Line and column of the URL in the entry's lines; the entry's own if it is not found."""
    for number in range(line, min(line + count, len(lines) + 1)):
        at = lines[number - 1].find(written)
        if at >= 0:
            return number, at + 1
    return line, 1
