"""Plain text, Markdown, data and source code, which are kept as they are; their titles."""

import re

from crawler.model import Capture, Metadata
from crawler.sources.parsing.markdown.front_matter import front_matter
from crawler.text.dates import find_date, iso_date
from crawler.text.digits import load_json
from crawler.text.tidy import one_line, tidy
from pipelines.extract.decode import to_text
from pipelines.extract.media.plain_heads import told_at_the_top
from pipelines.extract.media.types import MediaBody
from pipelines.extract.metadata.names import clean_authors, split_authors

MARKDOWN = frozenset(("text/markdown", "text/x-markdown", "application/markdown", "application/x-markdown"))

PROSE = MARKDOWN | frozenset(
    """
    text/plain text/x-rst text/prs.fallenstein.rst text/restructuredtext text/org text/x-org text/asciidoc
    text/x-asciidoc text/x-wiki text/x-mediawiki text/vnd.wiki text/x-creole text/x-textile application/text
    application/plain application/txt application/x-text application/octet-stream
    """.split()
)
"""Types in which the first lines are for readers, not for machines."""

MAX_JSON = 2_000_000
"""Characters of JSON that are parsed for a title."""

HEAD = 20_000
"""Characters in which a title is looked for."""

FENCES = ("---", "+++", ";;;")
"""What front matter begins with: it is no title."""

_ATX = re.compile(r" {0,3}#(?!#)(?:[ \t]+(.*))?$")
_LOWER = re.compile(r"\s{0,9}#{2,3}[ \t]+(\S.*)")
_ATX_END = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*$")
_H1 = re.compile(r" {0,3}<h1[\s>]", re.IGNORECASE)
_H1_TEXT = re.compile(r"\s{0,3}<h1(?:\s[^<>]{0,300})?>(.{1,1000}?)</h1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,500}>")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:[ \t]+[^()]*)?\)")
_EMPHASIS = re.compile(r"(\*\*|__|[*`]|(?<!\w)_|_(?!\w))")
_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}$")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPES = re.compile(r"(?<!\\)(?:\\u[0-9a-fA-F]{4})+")


def capture(body: MediaBody) -> Capture:
    """The Capture of text without markup that it would have to be freed from."""
    charset, text = to_text(body.data, body.content_type)
    metadata, media = Metadata(), body.media
    if media.endswith("json") or media in ("application/x-ndjson", "application/jsonl", "application/x-jsonlines"):
        metadata = _of_json(text) if text.lstrip()[:1] == "{" else metadata
        text = _ESCAPES.sub(_unescaped, text)
    elif (
        media in MARKDOWN or body.url.partition("?")[0].lower().endswith((".md", ".markdown")) or text.startswith("# ")
    ):
        metadata = of_markdown(text)
    if metadata.title is None and media in PROSE:
        metadata = told_at_the_top(text[front_matter(text[:HEAD]).end :] if text[:3] in FENCES else text)
    text = tidy(text)
    return Capture(
        media_type=media,
        charset=charset,
        text=text or None,
        no_text=None if text else "no text: empty body",
        metadata=metadata,
        extractor="plain",
        extractor_version="2",
    )


def of_markdown(text: str) -> Metadata:
    """Title, authors and date in the front matter; else the title is the first heading of level 1 (CommonMark 0.31,
    sections 4.2 and 4.3).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = front_matter(text)
    title = one_line(front.title or ""), "front matter title"
    if not title[0]:
        rest = text[front.end : front.end + HEAD]
        title = _heading(rest) or _first_heading(rest) or title
    authors = names(front.data.get("authors") or front.data.get("author"))
    published = next((found for key in ("date", "published", "pubdate") if (found := _day(front.data.get(key)))), None)
    return Metadata.told(
        title=title, authors=(authors, "front matter author"), published_date=(published, "front matter date")
    )


def _heading(text: str) -> tuple[str, str] | None:
    """`(title, source)` of the first heading of level 1 that is not in a block of code."""
    fence = before = ""
    for line in text.split("\n"):
        if fenced := _FENCE.match(line):
            fence = "" if fence and fenced[1].startswith(fence) else fence or fenced[1]
        elif not fence:
            if match := _ATX.match(line):
                if title := _inline(_ATX_END.sub("", match[1] or "")):
                    return title, "# heading"
            elif _H1.match(line):
                if (html := _H1_TEXT.match(text, text.find(line))) and (title := _inline(_TAG.sub(" ", html[1]))):
                    return title, "h1"
            elif _UNDERLINE.match(line) and before.strip() and (title := _inline(before)):
                return title, "underlined heading"
        before = "" if fence or line.startswith(("    ", "\t", ">", "- ", "* ")) else line
    return None


def _first_heading(text: str) -> tuple[str, str] | None:
    """`(title, source)` of a heading of a lower level with which a text begins."""
    match = _LOWER.match(text)
    return (title, "## heading") if match and (title := _inline(_ATX_END.sub("", match[1]))) else None


def _inline(text: str) -> str:
    """The text of a heading without marks of emphasis and targets of links."""
    text = _LINK.sub(r"\1", text[:2000])
    return one_line(_EMPHASIS.sub("", _ATTRIBUTES.sub("", text)))


def names(value: object) -> tuple[str, ...]:
    """Authors as front matter and JSON give them: a string, or a list of strings or objects with a name."""
    if isinstance(value, str):
        return split_authors(value)
    values = value if isinstance(value, list) else [value]
    names = (item.get("name") or item.get("literal") if isinstance(item, dict) else item for item in values[:100])
    return clean_authors(name for name in names if isinstance(name, str))


def _day(value: object) -> str | None:
    text = value if isinstance(value, str) else str(value) if value is not None else ""
    return iso_date(text[:100]) or find_date(text[:100])


def _of_json(text: str) -> Metadata:
    """Title, authors and date of an object, by the names that schema.org, JSON Feed, DataCite and APIs give them."""
    try:
        data = load_json(text) if len(text) <= MAX_JSON else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return Metadata()
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    titles = ((one_line(texts.get(key, "")), key) for key in ("headline", "title", "name"))
    people = ((names(data.get(key)), key) for key in ("authors", "author", "creator", "creators"))
    dates = ("datePublished", "date_published", "published", "publicationDate", "date")
    days = ((_day(texts.get(key)), key) for key in dates)
    found = {"title": titles, "authors": people, "published_date": days}
    first = {name: next(((value, key) for value, key in told if value), (None, "")) for name, told in found.items()}
    return Metadata.told(**{name: (value, f"JSON {key}") for name, (value, key) in first.items()})


def _unescaped(match: re.Match[str]) -> str:
    r"""The characters that `\uXXXX` stand for (RFC 8259 section 7), as quotations have them; ASCII stays escaped."""
    units = [int(unit, 16) for unit in _ESCAPE.findall(match[0])]
    if any(unit < 0xA0 for unit in units):
        return match[0]
    return b"".join(unit.to_bytes(2, "big") for unit in units).decode("utf-16-be", "replace")
