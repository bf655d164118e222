# ruff: noqa: E501 - tables of texts
"""Texts that repeat one piece of a format's syntax: what a reader is slow on that is not linear.

`PIECES` has the pieces of each syntax, `FRAMES` what those of a format stand in; `shapes_of` gives a format's shapes.
"""

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
from office_files import cell, docx, epub, fodt, odt, pptx, run, slide_text, word_field, xlsx
from pdf_files import pdf
from pyarrow import parquet

Make = Callable[[int], bytes]
"""A document of about so many bytes, before it is packed."""

MIXTURES = 4
"""Of three pieces each, for each frame of a format: which ones, a seed decides."""


PROSE_PIECES = 12
"""For each frame that holds prose, likewise."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to make a document of any size."""

    name: str
    suffix: str
    make: Make


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and after the repeated piece."""

    suffix: str
    syntaxes: tuple[str, ...]
    before: str = ""
    after: str = ""

    def make(self, piece: str) -> Make:
        return lambda size: (self.before + piece * max(1, size // len(piece.encode())) + self.after).encode()


PIECES: dict[str, Sequence[str]] = {
    "PROSE": [
        ". ", "... ", ".", "a. ", "A.\n", "\n", " ", "x", "https://", "https://e.org/a ", "https://e.org/(", "www.",
        "a@b.c ", "http:", "(", ")", "[", "]", "{", "}", "<", ">", "&", "&#", "&amp;", "\\", "*", "_", "`", "'",
        '"', "|", "~", "#", "=", "-", "^", "$", "%", "@", "!", ":", ";", ",", "/", "10.1234/", "doi:10.1/x ",
        "arXiv:2101.00003 ", "2020-01-01 ", "Mr. ", "“", "」", "。", "．", "é", "\t", "\u2028", "a b ", "1. ", "] [",
        "-- ",
    ],
    "MARKDOWN": [
        "[a](", "[a](https://e.org/) ", "[^a] ", "a. [^a] ", "[^", "![", "[a][b] ", "[a]: https://e.org\n", "^[",
        "<a ", "<a href=", "<!--", "-->", "<b>", "</b>", "**a ", "*a ", "_a ", "``", "` `` ", "> ", "> a\n",
        "- a\n", "  - a\n", "1. a\n", "| a ", "|-", "| a | b |\n", "***", "__", "~~", "# a\n", "```\n", "~~~\n",
        "---\n", "===\n", "\\[", "$$", "{{", "{%", "{:", "[[", "[@a; ", "@a ", ":::\n", "::: a\n", "!!! note\n",
        "<details>", "<script>", "<https://e.org/>", "&#x41;", "a\n", "a  \n", "\ta\n", "[x]: <", "%%", "==", "++",
        "{>>", ": a\n", "<a b={", "<A>", "{/*", "import a\n", "export a\n", "</", "<?", "<![CDATA[", "](", "[a](<",
        '[a](b "', "*a **b_ ", "\\*", "\\\\", "[^1]: a\n", "[a]: b\n", "   ", "<a href='", "a|b\n", "**",
        "[x](https://e.org/a_b) ",
    ],
    "HTML": [
        "<a>", "</a>", "<a href=https://e.org/>", "<a href=https://e.org/>x</a> ", "<a href='", "<p>", "<b>",
        "<div>", "</div>", "<table>", "<tr>", "<td>", "<li>", "<!--", "-->", "<script>", "<style>", "<title>",
        "<textarea>", "<a b=", "<a b={", "<a b", "<!", "<?", "</", "<svg>", "<base href=x>", "&copy=", "<br>",
        "<sup>1</sup>", "<h1>", "<pre>", "<q>", "<blockquote cite=x>", "<td><a href=https://e.org/>xyz</a>",
        "<a b='c' ", "a=b ", "<del>", "<ul><li>", "<p>a", "<svg><title>", "<math>", "<noscript>", "<template>",
        "<iframe src=x>", "<p><a href=x>",
    ],
    "BIBTEX": [
        "@a{", "@misc{a, ", "{", "}", '"', " # ", "@string{a = b}\n", "@string{a = a # a}\n", "@comment{",
        "@misc{a, url={https://e.org/}}\n", "title={", "{a", "\\'e", "\\", "url={https://e.org/}, ", "a = 1, ",
        "a and ", "@preamble{", "@", "%\n", "\\url{", "\\href{a}{", "author={A and B}, ", "crossref={a},", "{\\",
        "$",
    ],
    "LATEX": [
        "\\url{", "\\href{", "\\href{https://e.org/}{x} ", "\\cite{a} ", "\\cite{", "\\footnote{", "\\begin{a}",
        "\\end{a}", "\\begin{verbatim}", "\\verb|", "%a\n", "%", "\\def\\a{", "\\newcommand{\\a}{\\a\\a}", "\\a ",
        "{\\a ", "\\\\", "\\[", "$", "\\bibitem{a} ", "\\item ", "&", "\\textbf{", "\\input{a}", "^^^^",
        "\\section{", "~", "--", "\\label{", "\\lstinline|", "\\iffalse ", "\\fi ",
    ],
    "RST": [
        "`a`_ ", "`a <https://e.org/>`_ ", "`a <", "`", "``", "|a| ", "|", "[1]_ ", "[#]_ ", ".. _a: b\n",
        ".. _a: b_\n\n", ".. _a:\n", "a_ ", "__ ", ":a:`b` ", ":a:`", ".. [1] a\n\n", ".. |a| replace:: b\n\n",
        ".. a::\n", ".. a:: b\n\n   c\n\n", "::\n\n", "    a\n", "+--+--+\n", "| a | b |\n", "=== ===\n", "===\n",
        "a\n===\n", "* a\n", "- a\n\n", "*", "**", "\\", "..\n", ":a: b\n", "__ https://e.org/\n", ".. __: a\n",
        "a\n  b\n", "| a\n", "[a]_", "> ",
    ],
    "ASCIIDOC": [
        "https://e.org/[", "https://e.org/[x] ", "link:a[", "link:", "<<a,", "<<a>> ", "{a}", ":a: {b}\n",
        ":a: b\n", "footnote:[", "footnote:a[b] ", "[[a]]", "[a]\n", "----\n", "|===\n", "|a ", "|", "== a\n",
        "* a\n", "a::\n", "+\n", "//a\n", "////\n", "....\n", "____\n", "`+", "+++", "++", "pass:[", "image::a[]\n",
        "include::a[]\n", "xref:a[", "^", "~", "``", "**", "kbd:[", "'", "\\", "a | b\n", ". a\n", "[",
        "bibliography::[]\n", "* [[[a]]] b\n", "{", "mailto:a[", "{counter:a}",
    ],
    "ORG": [
        "[[a][", "[[https://e.org/][x]] ", "[[", "]]", "[fn:1] ", "[fn:1:", "[fn::", "[fn:1] a\n", "#+BEGIN_SRC\n",
        "#+END_SRC\n", "#+a: b\n", ":a:\n", ":PROPERTIES:\n", ":END:\n", ":a: b\n", "* a\n", "** a\n", "- a\n",
        "| a ", "| a |\n", "=a", "~a", "/a", "*a", "_a", "[cite:@a; ", "[cite:", "@@", "<<", "<https://e.org/>",
        "#a\n", "# a\n", "\\", "src_a{", "{{{", "[@", "%%(", ": a\n", "#+BEGIN_QUOTE\n",
    ],
    "WIKI": [
        "{{", "}}", "{{{", "[[", "]]", "[https://e.org/ ", "[https://e.org/ x] ", "<ref>", "</ref>",
        "<ref name=a/>", "<ref name=a>", "{{cite web|url=https://e.org/}} ", "{{cite web|", "|url=", "|", "{|\n",
        "|}\n", "|-\n", "! a\n", "<!--", "-->", "<nowiki>", "''", "'''", "= a =\n", "* a\n", "{{a|", "{{a|{{",
        "<math>", "[[a|", "~~~~", "<pre>", "{{cite web|title={{x}}|", "<ref>{{", "=", "a=b|", "{{#if:",
    ],
    "RIS": [
        "TY  - JOUR\n", "UR  - https://e.org/\n", "ER  - \n", "TI  - a\n", "  a\n", "AU  - a\n", "KW  - a\n",
        "N1  - https://e.org/a\n", "XX  - \n", "a\n", "TY  - JOUR\nUR  - https://e.org/\nER  - \n", "Y2  - a\n",
        "TY  - ", "\n",
    ],
    "NBIB": [
        "PMID- 1\n", "TI  - a\n", "      a\n", "AU  - a\n", "LID - 10.1/x [doi]\n", "\n", "PMID- 1\n\n",
        "AID - a [doi]\n", "x\n",
    ],
    "REFER": [
        "%0 Web\n", "%U https://e.org/\n", "%T a\n", "%A a\n", "a\n", "\n", "%K a\n",
        "%0 Web\n%U https://e.org/\n\n", "%X a\n",
    ],
    "YAML": [
        "- ", "- a\n", "- url: https://e.org/\n", "- {url: https://e.org/}\n", "a: b\n", "a", "[", "{", "[a,",
        "{a: ", "&a ", "*a ", "- &a b\n- *a\n", "'", '"', "|\n", "---\n", "# a\n", "#", "  ", "? a\n", "!!a ",
        "- url: https://e.org/\n  id: a\n", "- - ", "https://e.org/ ", "'a' ", "\\", "\t", "%", "- >\n a\n", "\n",
        "- https://e.org/\n", ": ", "- url: [", "# https://e.org/\n",
    ],
    "JSON": [
        "[", "{", '{"a":', '"a",', '"a', "\\", '"\\', '{"url":"https://e.org/"},',
        '{"url":"https:\\/\\/e.org\\/"},', '"https:\\/\\/e.org\\/a",', "1,", "true,", "[],", "{},", "[1,", "\n",
        " ", '{"url":"https://e.org/"}\n', '{"title":"a","url":"https://e.org/"},', '"\\u0041",', '\\"', '{"a":[',
        '"a":"https://e.org/",', '"k":1,', '{"URL":"https://e.org/","DOI":"10.1/x"},', '{"title":"a"},',
        '"https://e.org/ https://e.org/",',
    ],
    "TABLE": [
        ",a", ",", '"', '""', "\n", "a\n", "https://e.org/\n", "https://e.org/,a\n", '"a",', ",https://e.org/", "'",
        ";", "\t", "|", "a;b\n", '"a\n', "https://e.org/ ", "[a](https://e.org/) ",
        "<a href='https://e.org/'>x</a> ", '"https://e.org/\n', "a,", "&#65;", "a|b;",
    ],
    "XML": [
        "<a>", "</a>", "<a/>", "<a b='c'", "<a b='", "<a b=", "<!--", "-->", "<![CDATA[", "]]>", "<?a ?>", "<?",
        "<!", "&amp;", "&a;", "&#65;", "&", "a", "<", ">", " a='b'", "<a:b>", "\n",
    ],
    "OPML": [
        "<outline>", "<outline text='a' xmlUrl='https://e.org/'/>", "<outline text='a'>", "</outline>",
        "<outline text='a' ", " a='b'", "<outline text='&lt;a href=https://e.org/&gt;x' _note='https://e.org/a '/>",
    ],
    "FEED": [
        "<item>", "<item><title>a</title><link>https://e.org/</link></item>", "<link>https://e.org/</link>",
        "<description>&lt;a href='https://e.org/'&gt;x&lt;/a&gt;</description>", "<item><description><![CDATA[",
        "<entry>", "<category>a</category>", "&lt;a href=https://e.org/&gt;x&lt;/a&gt; ",
    ],
    "ENDNOTE": [
        "<record>", "<record><urls><related-urls><url>https://e.org/</url></related-urls></urls></record>",
        "<url>https://e.org/</url>", "<author>a</author>", "<titles><title>", "<style>a</style>",
        "<keyword>a</keyword>",
    ],
    "RDF": [
        "<bib:Book>", "<bib:Book rdf:about='https://e.org/'><dc:title>a</dc:title></bib:Book>",
        "<dc:subject>a</dc:subject>", "<dc:identifier>https://e.org/</dc:identifier>", "<rdf:li>", "<foaf:Person>",
        "<z:Attachment rdf:about='#a'><link:link rdf:resource='#b'/></z:Attachment>",
        "<rdf:value>https://e.org/</rdf:value>",
    ],
    "SITEMAP": [
        "<url>", "<url><loc>https://e.org/</loc></url>", "<loc>https://e.org/</loc>", "<loc>",
    ],
    "BOOKMARKS": [
        "<DT>", "<DT><A HREF='https://e.org/'>x</A>\n", "<DL><p>", "</DL>", "<DT><H3>a</H3>\n<DL><p>\n", "<DD>a\n",
        "<DD>", "<A HREF='https://e.org/' TAGS='a,b'", "<H3>",
    ],
    "NOTEBOOK": [
        '"a",', '"[a](https://e.org/) ",', '{"cell_type":"markdown","source":["https://e.org/"]},',
        '{"cell_type":"code","source":["a"]},', '"\\n",', '"\\"',
        '{"cell_type":"markdown","source":"a","attachments":{"a":"b"}},', '"[^a] ",', '"<a ",',
    ],
    "TEXT": [
        "https://e.org/\n", "https://e.org/ a\n", "a: https://e.org/\n", "a\n", "- https://e.org/\n", "# a\n",
        "a\nhttps://e.org/\n", "https://e.org/", "a: ", "a:\n", "[1] https://e.org/\n", "https://e.org/,",
        "<https://e.org/> ", "a ", "see https://e.org/x and ", "\n\n", "1. a\n",
    ],
    "TOML": [
        "[a]\n", "[[a]]\n", "[a.b", "a = 1\n", "a.", "[[a.b]]\n", "x = '", "[", "{a=", "# a\n", '"""', "a = [1,",
    ],
}  # fmt: skip

FRAMES: dict[str, list[Frame]] = {
    "markdown": [
        Frame(".md", ("MARKDOWN", "PROSE"), "", ""),
        Frame(".md", ("MARKDOWN",), "See [x](https://e.org/) ", "x\n\n[^a]: https://e.org\n"),
        Frame(".md", ("YAML",), "---\na: ", "\n---\n"),
        Frame(".md", ("PROSE",), "+++\na = ", "\n+++\n"),
        Frame(".md", ("TOML",), "+++\n", "\n+++\n"),
    ],
    "mdx": [
        Frame(".mdx", ("MARKDOWN",), "", ""),
        Frame(".mdx", ("PROSE",), "<A x={", ""),
    ],
    "html": [
        Frame(".html", ("HTML", "PROSE"), "", ""),
        Frame(".html", ("HTML",), "<p><a href=https://e.org/>a</a> ", "x"),
    ],
    "bookmarks": [
        Frame(
            ".html",
            ("BOOKMARKS", "HTML"),
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF='https://e.org/'>x</A>\n",
            "",
        ),
    ],
    "bibtex": [
        Frame(".bib", ("BIBTEX", "PROSE"), "", ""),
        Frame(".bib", ("BIBTEX",), "@misc{a, url={https://e.org/}, title = {", "}}"),
        Frame(".bib", ("BIBTEX",), "@misc{a, ", "}"),
    ],
    "latex": [
        Frame(".tex", ("LATEX", "PROSE"), "", ""),
        Frame(".tex", ("LATEX",), "\\href{https://e.org/}{x} ", "x"),
    ],
    "rst": [
        Frame(".rst", ("RST", "PROSE"), "", ""),
        Frame(".rst", ("RST",), "`a <https://e.org/>`__ ", "x\n\n.. _a: https://e.org/\n"),
    ],
    "asciidoc": [
        Frame(".adoc", ("ASCIIDOC", "PROSE"), "", ""),
        Frame(".adoc", ("ASCIIDOC",), "https://e.org/[x] ", "x\n"),
    ],
    "org": [
        Frame(".org", ("ORG", "PROSE"), "", ""),
        Frame(".org", ("ORG",), "[[https://e.org/][x]] ", "x\n\n[fn:1] https://e.org/\n"),
    ],
    "mediawiki": [
        Frame(".wiki", ("WIKI", "PROSE"), "", ""),
        Frame(".wiki", ("WIKI",), "[https://e.org/ x] ", "x"),
    ],
    "ris": [
        Frame(".ris", ("RIS",), "", ""),
        Frame(".ris", ("PROSE",), "TY  - JOUR\nUR  - https://e.org/\nN1  - ", "\nER  - \n"),
    ],
    "nbib": [
        Frame(".nbib", ("NBIB",), "", ""),
        Frame(".nbib", ("PROSE",), "PMID- 1\nTI  - ", "\n"),
    ],
    "refer": [
        Frame(".enw", ("REFER",), "", ""),
        Frame(".enw", ("PROSE",), "%0 Web\n%U https://e.org/\n%X ", "\n"),
    ],
    "records": [
        Frame(".yaml", ("YAML", "PROSE"), "", ""),
        Frame(".yaml", ("YAML",), "- url: https://e.org/\n  x: ", "\n"),
        Frame(".json", ("JSON",), "", ""),
        Frame(".json", ("JSON",), "[", "1]"),
        Frame(".json", ("JSON",), '{"links":[', "1]}"),
        Frame(".json", ("PROSE",), '[{"url":"https://e.org/","x":"', '"}]'),
        Frame(".jsonl", ("JSON",), "", ""),
    ],
    "hayagriva": [
        Frame(".yml", ("YAML",), "doe:\n  type: web\n  url: https://e.org/\n  x: ", "\n"),
        Frame(".yml", ("YAML",), "doe:\n  type: web\n", ""),
    ],
    "csl": [
        Frame(".json", ("JSON",), '[{"id":"a","type":"webpage","URL":"https://e.org/","DOI":"10.1/x"},', "1]"),
    ],
    "zotero-json": [
        Frame(
            ".json",
            ("JSON",),
            '{"config":{"id":"36a3b0b5-bad0-4a04-b79b-441c7cef77db"},"items":[{"itemType":"webpage","citationKey":"a","url":"https://e.org/"},',
            "1]}",
        ),
    ],
    "json-feed": [
        Frame(
            ".json",
            ("JSON",),
            '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://e.org/"},',
            "1]}",
        ),
    ],
    "bookmarks-json": [
        Frame(
            ".json",
            ("JSON",),
            '{"roots":{"bookmark_bar":{"children":[{"type":"url","date_added":"13340000000000000","url":"https://e.org/","name":"x"},',
            '1]}},"version":1}',
        ),
    ],
    "jupyter": [
        Frame(".ipynb", ("NOTEBOOK",), '{"nbformat":4,"cells":[{"cell_type":"markdown","source":[', '"x"]}]}'),
        Frame(".ipynb", ("NOTEBOOK", "JSON"), '{"nbformat":4,"cells":[', '{"cell_type":"markdown","source":"x"}]}'),
    ],
    "opml": [
        Frame(".opml", ("OPML", "XML"), "<opml version='2.0'><body>", "</body></opml>"),
        Frame(".opml", ("PROSE",), "<opml version='2.0'><body><outline text='", "'/></body></opml>"),
    ],
    "feed": [
        Frame(".rss", ("FEED", "XML"), "<rss version='2.0'><channel>", "</channel></rss>"),
        Frame(
            ".rss",
            ("FEED", "PROSE"),
            "<rss version='2.0'><channel><item><link>https://e.org/</link><description>",
            "</description></item></channel></rss>",
        ),
    ],
    "sitemap": [
        Frame(".xml", ("SITEMAP", "XML"), "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", "</urlset>"),
    ],
    "endnote": [
        Frame(".xml", ("ENDNOTE", "XML"), "<xml><records>", "</records></xml>"),
    ],
    "zotero-rdf": [
        Frame(
            ".rdf",
            ("RDF", "XML"),
            "<rdf:RDF xmlns:z='http://www.zotero.org/namespaces/export#' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:bib='http://purl.org/net/biblio#' xmlns:dc='http://purl.org/dc/elements/1.1/'>",
            "</rdf:RDF>",
        ),
    ],
    "table": [
        Frame(".csv", ("TABLE",), "", ""),
        Frame(".csv", ("TABLE",), "url,title\n", ""),
        Frame(".csv", ("TABLE",), "url", "\nhttps://e.org/\n"),
        Frame(".tsv", ("TABLE",), "url\ttitle\n", ""),
    ],
    "text": [
        Frame(".txt", ("TEXT", "PROSE"), "", ""),
        Frame(".txt", ("TEXT", "PROSE"), "https://e.org/ ", "x"),
    ],
}


def _linked(count: int) -> dict[str, str]:
    return {f"r{at}": f"https://e.org/{at}" for at in range(count)}


def _cells(count: int, per_row: int) -> str:
    """Rows of cells."""
    rows = range(1, count // per_row + 2)
    return "".join(f'<row r="{at}">{cell(f"A{at}", "https://e.org/") * per_row}</row>' for at in rows)


def _parquet(size: int) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table({"url": ["https://e.org/"] * (size // 15), "title": ["a"] * (size // 15)}), out)
    return out.getvalue()


_HYPERLINK = word_field('HYPERLINK "https://e.org/"', result=run("x"))
_MARK = '<w:r><w:footnoteReference w:id="1"/></w:r>'
_ANCHOR = '<text:a xlink:href="https://e.org/">x</text:a>'

PACKED: dict[str, dict[str, tuple[str, Make]]] = {
    "docx": {
        "paragraphs": (".docx", lambda n: docx(f"<w:p>{run('a https://e.org/')}</w:p>" * (n // 60))),
        "runs": (".docx", lambda n: docx(f"<w:p>{run('a. ') * (n // 60)}</w:p>")),
        "fields": (".docx", lambda n: docx(f"<w:p>{_HYPERLINK * (n // 200)}</w:p>")),
        "open fields": (".docx", lambda n: docx(f"<w:p>{_HYPERLINK[:60] * (n // 60)}</w:p>")),
        "links": (".docx", lambda n: docx(
            "".join(f'<w:p><w:hyperlink r:id="r{at}">{run("x")}</w:hyperlink></w:p>' for at in range(n // 99)),
            _linked(n // 99))),
        "cells": (".docx", lambda n: docx(f"<w:tbl><w:tr>{f'<w:tc><w:p>{_HYPERLINK}</w:p></w:tc>' * (n // 220)}</w:tr></w:tbl>")),
        "nested": (".docx", lambda n: docx("<w:sdt>" * (n // 15) + "</w:sdt>" * (n // 15))),
        "notes": (".docx", lambda n: docx(
            f"<w:p>{_MARK * (n // 45)}</w:p>",
            footnotes=f'<w:footnote w:id="1"><w:p>{run("https://e.org/")}</w:p></w:footnote>')),
    },
    "odf": {
        "paragraphs": (".odt", lambda n: odt(f"<text:p>a {_ANCHOR}.</text:p>" * (n // 70))),
        "links": (".odt", lambda n: odt(f"<text:p>{_ANCHOR * (n // 50)}</text:p>")),
        "flat": (".fodt", lambda n: fodt(f"<text:p>a. {_ANCHOR}</text:p>" * (n // 70))),
        "cells": (".ods", lambda n: odt(
            "<table:table><table:table-row>" + f"<table:table-cell><text:p>{_ANCHOR}</text:p></table:table-cell>" * (n // 110)
            + "</table:table-row></table:table>", kind="spreadsheet")),
        "nested": (".odt", lambda n: odt("<text:section>" * (n // 29) + "</text:section>" * (n // 29))),
    },
    "xlsx": {
        "rows": (".xlsx", lambda n: xlsx([f"<sheetData>{_cells(n // 60, 2)}</sheetData>"])),
        "wide": (".xlsx", lambda n: xlsx([f"<sheetData>{_cells(n // 60, n // 60)}</sheetData>"])),
        "links": (".xlsx", lambda n: xlsx(
            ["<sheetData/><hyperlinks>" + "".join(f'<hyperlink ref="A{at}" r:id="r{at}"/>' for at in range(n // 99)) + "</hyperlinks>"],
            _linked(n // 99))),
        "strings": (".xlsx", lambda n: xlsx(
            ["<sheetData>" + "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>{at}</v></c></row>' for at in range(1, n // 60)) + "</sheetData>"],
            strings=["<t>https://e.org/</t>"] * (n // 60))),
        "one string": (".xlsx", lambda n: xlsx(
            ["<sheetData>" + '<row><c r="A1" t="s"><v>0</v></c></row>' * (n // 60) + "</sheetData>"], strings=["<t>https://e.org/</t>"])),
    },
    "pptx": {
        "slides": (".pptx", lambda n: pptx([f"<a:p>{slide_text('a https://e.org/')}</a:p>"] * (n // 1_500 + 1))),
        "runs": (".pptx", lambda n: pptx([f"<a:p>{slide_text('a. https://e.org/ ') * (n // 50)}</a:p>"])),
        "links": (".pptx", lambda n: pptx([f"<a:p>{slide_text('x', 'r1') * (n // 60)}</a:p>"], _linked(2))),
    },
    "epub": {
        "chapters": (".epub", lambda n: epub({f"{at}.html": "<p><a href='https://e.org/'>x</a>" for at in range(n // 400)})),
        "spine": (".epub", lambda n: epub({"a.html": "<p><a href='https://e.org/'>x</a>"}, spine=["a.html"] * (n // 60))),
        "links": (".epub", lambda n: epub({"a.html": "<p>" + "<a href='https://e.org/'>x</a> " * (n // 32)})),
    },
    "pdf": {
        "pages": (".pdf", lambda n: pdf([(["See https://e.org/ today."], [])] * (n // 500))),
        "lines": (".pdf", lambda n: pdf([(["See https://e.org/ today."] * (n // 30), [])])),
    },
    "parquet": {"rows": (".parquet", _parquet)},
}  # fmt: skip
"""By format: shapes of formats that are packed, by name."""


def shapes_of(format: str) -> Iterator[Shape]:
    """The shapes of a format: each piece of its syntaxes, mixtures of three, or what `PACKED` has."""
    for name, (suffix, make) in PACKED.get(format, {}).items():
        yield Shape(name, suffix, make)
    chance = random.Random(format)
    for frame in FRAMES.get(format, ()):
        pieces = [piece for syntax in frame.syntaxes for piece in PIECES[syntax] if syntax != "PROSE"]
        if "PROSE" in frame.syntaxes:
            pieces += chance.sample(PIECES["PROSE"], PROSE_PIECES)
        mixed = ["".join(chance.sample(pieces, 3)) for _ in range(MIXTURES)]
        for piece in dict.fromkeys((*pieces, *mixed)):
            yield Shape(f"{frame.before[:20]!r} + {piece!r}", frame.suffix, frame.make(piece))
