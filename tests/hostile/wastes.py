"""Bodies made to waste an extractor's time and memory, each with a size that the short form reduces."""

import gzip
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from texts import pdf
from wire import WORDS, article

Size = Callable[[int], int]
"""Scales a number of the long form: unchanged, or reduced for the short form."""

KB, MB = 2**10, 2**20
SENTENCE = f"<p>{WORDS}</p>"


@dataclass(frozen=True)
class Waste:
    name: str
    body: Callable[[Size], bytes]
    content_type: str = "text/html; charset=utf-8"


def _page(inside: str) -> bytes:
    return f"<html><head><title>Waste</title></head><body>{inside}</body></html>".encode()


def repeated(name: str, part: str, count: int, *, after: str = SENTENCE * 5) -> Waste:
    """A piece of HTML repeated `count` times, then some text."""
    return Waste(name, lambda size: _page(part * size(count) + after))


def nested(name: str, tag: str, depth: int, *, closed: bool = True) -> Waste:
    """An element nested in itself to this depth."""

    def body(size: Size) -> bytes:
        much = size(depth)
        return _page(f"<{tag}>" * much + SENTENCE * 5 + f"</{tag.split(maxsplit=1)[0]}>" * (much if closed else 0))

    return Waste(name, body)


def bomb_pdf(packed: Callable[[Size], bytes], filters: str) -> Callable[[Size], bytes]:
    """A PDF whose page content is a packed stream."""

    def body(size: Size) -> bytes:
        stream = packed(size)
        whole = pdf("Waste")
        start, _, rest = whole.partition(b"<< /Length ")
        end = rest.partition(b"endstream")[2]
        return (
            start
            + b"<< /Filter %s /Length %d >>\nstream\n%s\nendstream" % (filters.encode(), len(stream), stream)
            + end
        )

    return body


def _zeros(size: Size) -> bytes:
    return zlib.compress(b" " * size(500 * MB), 9)


def _zeros_twice(size: Size) -> bytes:
    return zlib.compress(zlib.compress(b" " * size(1000 * MB), 9), 9)


def _texts(size: Size) -> bytes:
    return zlib.compress(b"BT /F1 9 Tf 40 700 Td (" + WORDS.encode() + b") Tj ET\n" * size(300_000), 6)


def _attributes(size: Size) -> bytes:
    return _page("<p " + " ".join(f"a{n}='{n}'" for n in range(size(200_000))) + ">" + WORDS * 5 + "</p>")


def _table(rows: int, columns: int) -> Callable[[Size], bytes]:
    return lambda size: _page(
        f"<table>{('<tr>' + '<td>cell 17</td>' * columns + '</tr>') * size(rows)}</table>{SENTENCE * 5}"
    )


def _nested_tables(size: Size) -> bytes:
    depth = size(5000)
    return _page("<table><tr><td>" * depth + SENTENCE * 5 + "</td></tr></table>" * depth)


def _misnested(size: Size) -> bytes:
    return _page("<b><i><a href=x><p></b></i></a>" * size(50_000) + SENTENCE * 5)


def _unclosed(size: Size) -> bytes:
    tags = ("b", "i", "em", "font", "a href=x", "div", "span", "li", "td", "p")
    return _page("".join(f"<{tags[n % 10]}>word " for n in range(size(5000))) + SENTENCE * 5)


def _one_line(size: Size) -> bytes:
    return _page("<p>" + "tide " * size(2_000_000) + "</p>")


def _one_word(size: Size) -> bytes:
    return _page("<p>" + "a" * size(10 * MB) + "</p>" + SENTENCE * 5)


def _json_ld(size: Size) -> bytes:
    deep = size(100_000)
    return _page(f'<script type="application/ld+json">{"[" * deep}{"]" * deep}</script>{SENTENCE * 8}')


def _json_ld_wide(size: Size) -> bytes:
    many = ",".join('{"@type":"Article","headline":"x","author":{"name":"y"}}' for _ in range(size(60_000)))
    return _page(f'<script type="application/ld+json">[{many}]</script>{SENTENCE * 8}')


def _laughs(size: Size) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">{entities}]>'.encode() + _page(
        "&a9;" * size(10) + SENTENCE * 5
    )


def _quadratic(size: Size) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "{"ha" * size(50_000)}">]>'.encode() + _page(
        "&a;" * size(5000)
    )


def _noise(length: int) -> Callable[[Size], bytes]:
    return lambda size: random.Random(1).randbytes(size(length))


def _soup(size: Size) -> bytes:
    choice = random.Random(2)
    pieces = (
        "<div>",
        "</div>",
        "<p>",
        "</p",
        "<b",
        "<!--",
        "-->",
        "&",
        "&#x",
        "<![CDATA[",
        "]]>",
        "<table>",
        "</td>",
        "'",
        '"',
        WORDS,
        "<svg>",
        "<math>",
        "<select>",
        "<template>",
        "\0",
        "</body>",
        "<html>",
    )
    return "".join(choice.choice(pieces) for _ in range(size(100_000))).encode()


def _title(size: Size) -> bytes:
    return b"<title>" + b"tide " * size(2_000_000) + b"</title>" + article()


ALL = (
    repeated("spans-600-kb", "<span>", 100_000),
    repeated("bolds-170-kb", "<b>", 57_000),
    repeated("h1-100k", "<h1>head</h1>", 100_000),
    repeated("h1-100k-unclosed", "<h1>", 100_000),
    nested("divs-1m-deep", "div", 1_000_000),
    nested("divs-1m-deep-unclosed", "div", 1_000_000, closed=False),
    nested("spans-deep", "span", 200_000),
    nested("bolds-deep", "b", 100_000),
    nested("anchors-deep", "a href=x", 100_000),
    nested("fonts-deep", "font size=1", 100_000),
    nested("lists-deep", "ul", 200_000),
    nested("items-deep", "li", 200_000),
    nested("quotes-deep", "blockquote", 200_000),
    nested("sections-deep", "section", 200_000),
    nested("articles-deep", "article", 200_000),
    nested("forms-deep", "form", 200_000),
    nested("objects-deep", "object", 100_000),
    nested("svg-deep", "svg", 100_000),
    nested("math-deep", "math", 100_000),
    nested("buttons-deep", "button", 100_000),
    nested("noscript-deep", "noscript", 100_000),
    nested("templates-deep", "template", 100_000),
    nested("unknown-deep", "x-y", 200_000),
    repeated("paragraphs-10-mb", SENTENCE, 90_000, after=""),
    repeated("paragraphs-10-mb-of-one-letter", "<p>a", 2_500_000, after=""),
    repeated("breaks-2-mb", "x<br>", 400_000),
    repeated("rules-1-mb", "<hr>", 250_000),
    repeated("links-5-mb", "<a href='/x'>more</a> ", 230_000),
    repeated("images-5-mb", "<img src='x.png' alt='tide'>", 180_000),
    repeated("comments-5-mb", "<!-- nothing -->", 330_000),
    repeated("comments-unclosed", "<!-- ", 500_000),
    repeated("entities-5-mb", "&amp;&lt;&copy;", 330_000),
    repeated("bad-entities-2-mb", "&nosuch;", 250_000),
    repeated("numeric-entities-5-mb", "&#8212;&#xD800;", 330_000),
    repeated("less-than-5-mb", "<", 5_000_000),
    repeated("less-than-slash-4-mb", "</", 2_000_000),
    repeated("cdata-2-mb", "<![CDATA[", 220_000),
    repeated("headings-of-all-kinds", "".join(f"<h{n}>h</h{n}>" for n in range(1, 7)), 20_000),
    repeated("scripts-many", "<script>var a = 1;</script>", 150_000),
    repeated("styles-many", "<style>p {}</style>", 200_000),
    repeated("metas-many", "<meta name=a content=b>", 150_000),
    repeated("times-many", "<time datetime='2020-01-01'>1 January 2020</time>", 60_000),
    repeated("authors-many", "<p class=author>By Ann Other</p>", 80_000),
    repeated("dates-in-text", "2020-01-01 12.03.2021 May 5, 2022 ", 100_000),
    repeated("definition-lists", "<dl><dt>a<dd>b</dl>", 100_000),
    repeated("options-many", "<select><option>a</select>", 100_000),
    repeated("iframes-many", "<iframe src=x></iframe>", 100_000),
    repeated("pre-with-text", "<pre>" + WORDS + "\n</pre>", 30_000),
    Waste("table-3-mb", _table(10_000, 20)),
    Waste("table-3-mb-one-row", _table(1, 200_000)),
    Waste("tables-in-tables", _nested_tables),
    Waste("tags-unclosed-5000", _unclosed),
    Waste("tags-misnested", _misnested),
    Waste("attributes-200k", _attributes),
    Waste("line-10-mb", _one_line),
    Waste("word-10-mb", _one_word),
    Waste("title-10-mb", _title),
    Waste("json-ld-deep", _json_ld),
    Waste("json-ld-wide", _json_ld_wide),
    Waste("billion-laughs", _laughs, "application/xhtml+xml"),
    Waste("quadratic-blowup", _quadratic, "application/xhtml+xml"),
    Waste("tag-soup", _soup),
    Waste("noise-10-mb-as-html", _noise(10 * MB)),
    Waste("noise-10-mb-as-pdf", lambda size: b"%PDF-1.7\n" + _noise(10 * MB)(size), "application/pdf"),
    Waste("noise-1-mb-as-gzip", lambda size: b"\x1f\x8b\x08\0" + _noise(MB)(size), "application/gzip"),
    Waste("text-20-mb", lambda size: (WORDS + "\n").encode() * size(180_000), "text/plain"),
    Waste("text-20-mb-of-newlines", lambda size: b"\n" * size(20 * MB), "text/plain"),
    Waste("json-deep", lambda size: b"[" * size(1_000_000), "application/json"),
    Waste("json-10-mb", lambda size: b"[" + b'{"a": "tide"},' * size(700_000) + b"{}]", "application/json"),
    Waste("xml-deep", lambda size: b"<?xml version='1.0'?>" + b"<a>" * size(500_000), "application/xml"),
    Waste(
        "rss-many",
        lambda size: b"<rss><channel>" + b"<item><title>t</title></item>" * size(150_000),
        "application/rss+xml",
    ),
    Waste("gzip-file-of-html", lambda size: gzip.compress(_page(SENTENCE * size(90_000))), "application/gzip"),
    Waste("gzip-file-of-zeros", lambda size: gzip.compress(bytes(size(300 * MB))), "text/html"),
    Waste("utf-16-10-mb", lambda size: _page(SENTENCE * size(45_000)).decode().encode("utf-16")),
    Waste("high-bytes-5-mb", lambda size: _page("").replace(b"</body>", b"\xe9\xff" * size(2_500_000))),
    Waste("pdf-of-zeros", bomb_pdf(_zeros, "/FlateDecode"), "application/pdf"),
    Waste("pdf-of-zeros-twice", bomb_pdf(_zeros_twice, "[/FlateDecode /FlateDecode]"), "application/pdf"),
    Waste("pdf-of-texts", bomb_pdf(_texts, "/FlateDecode"), "application/pdf"),
    Waste("pdf-lines-20k", lambda size: pdf(*([WORDS] * size(20_000))), "application/pdf"),
    Waste("pdf-cut", lambda size: pdf(*([WORDS] * size(20_000)))[: size(500_000)], "application/pdf"),
)
