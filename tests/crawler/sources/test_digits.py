"""A number of any length costs itself, never the document that has it."""

import ast
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.cache import CacheFile
from crawler.cache.read.cards import cards
from crawler.cache.write.ingest import ingest
from crawler.sources.reading import read_all
from crawler.text.digits import load_json, safe_references, unescape

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)

DIGITS, HEX = "1" * 5000, "f" * 5000
URL = "https://e.org/kept"
REFERENCE, HEX_REFERENCE = f"&#{DIGITS};", f"&#x{HEX};"

DOCUMENTS = {
    "adoc": f':n: {DIGITS}\n\n{URL}[x] {REFERENCE}\n\n[cols="{DIGITS}*"]\n|===\n|x\n|===\n',
    "bib": f"@misc{{a, year={DIGITS}, month={DIGITS}, title={{{REFERENCE}}}, url={{{URL}}}}}",
    "csv": f"url,title,n\n{URL},{REFERENCE},{DIGITS}\n",
    "html": f"<title>{REFERENCE}</title><a href='{URL}'>a {REFERENCE}</a> <a href='https://e.org/{REFERENCE}'>b</a>",
    "ipynb": '{"nbformat": 4, "n": ' + DIGITS + ', "cells": [{"cell_type": "markdown", "source": "<' + URL + '>"}]}',
    "json": f'[{{"n": {DIGITS}, "importance": {DIGITS}, "id": {DIGITS}, "url": "{URL}", "m": -{DIGITS}}}]',
    "jsonl": f'{{"url": "{URL}", "n": {DIGITS}}}\n{{"url": "https://e.org/2"}}\n',
    "md": f"[a]({URL}) {REFERENCE} [b](https://e.org/?{HEX_REFERENCE})\n\n<a href='https://e.org/{REFERENCE}'>c</a>\n",
    "mdx": f"<a href='{URL}'>a</a> {REFERENCE} <a href='https://e.org/{HEX_REFERENCE}'>b</a>\n",
    "opml": f"<opml version='2.0'><body><outline text='{REFERENCE}' htmlUrl='{URL}'/></body></opml>",
    "org": f"[[{URL}][x]] {REFERENCE} [fn:{DIGITS}]\n",
    "ris": f"TY  - ELEC\nUR  - {URL}\nPY  - {DIGITS}\nY2  - {DIGITS}/{DIGITS}/{DIGITS}\nER  - \n",
    "rst": f"`x <{URL}>`_ [{DIGITS}]_ {REFERENCE}\n",
    "tex": f"\\href{{{URL}}}{{\\char{DIGITS} \\symbol{{{DIGITS}}}}}",
    "txt": f"{URL}\n{REFERENCE}\n",
    "wiki": f"[{URL} x] {{{{cite web|url={URL}|date={DIGITS}|title={REFERENCE}}}}}\n",
    "yaml": f"- url: {URL}\n  n: {DIGITS}\n  h: 0x{HEX}\n  o: 0o{'7' * 5000}\n  f: 1e5000\n  tags: [0x{HEX}]\n",
}
MATTERS = {
    "TOML": f"+++\nn = {DIGITS}\nh = 0x{HEX}\nsource = '{URL}'\n+++\n",
    "YAML": f"---\nn: {DIGITS}\nh: 0x{HEX}\ntitle: 0x{HEX}\nsource: {URL}\n---\n",
    "JSON": f'{{"n": {DIGITS}, "title": {DIGITS}, "source": "{URL}"}}\n\n',
}


def cited(path: Path) -> set[str]:
    (reading,) = read_all([str(path)])
    return {citation.url or "" for citation in reading.citations} | {record.url for record in reading.records}


@pytest.mark.parametrize("suffix", sorted(DOCUMENTS))
def test_a_long_number_costs_itself(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(DOCUMENTS[suffix])
    assert URL in cited(path)
    with CacheFile.in_memory(tmp_path) as cache:
        added = ingest(cache, read_all([str(path)]), now=NOW)
        assert not any("cannot be read" in skipped.reason for skipped in added.skipped)
        assert URL in {card.url for card in cards(cache)}


@pytest.mark.parametrize("language", sorted(MATTERS))
def test_a_long_number_in_front_matter_costs_itself(tmp_path: Path, language: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(MATTERS[language] + "\n[b](https://e.org/body)\n")
    assert cited(path) == {URL, "https://e.org/body"}


def test_a_reference_that_is_out_of_range_is_the_replacement_character() -> None:
    for written in (REFERENCE, HEX_REFERENCE, REFERENCE[:-1], "&#1114112;", "&#x110000;"):
        assert unescape(f"a{written} b") == "a\ufffd b"
    assert unescape("&#" + "0" * 5000 + "65;&#x" + "0" * 5000 + "41;&#0065;") == "AAA"
    assert unescape("&#x2ffff; &#128512;") == " 😀"  # a noncharacter is dropped, as html.unescape does


def test_a_page_is_safe_for_libraries_that_unescape_twice() -> None:
    page = f"<p>{REFERENCE} &amp;#{DIGITS}; &amp;amp;#x{HEX} &#65; &amp;#65;</p>"
    assert safe_references(page) == "<p>\ufffd \ufffd \ufffd &#65; &amp;#65;</p>"


def test_json_keeps_the_digits_of_a_number_that_is_too_long() -> None:
    assert load_json(f'{{"a": {DIGITS}, "b": 7}}') == {"a": DIGITS, "b": 7}
    assert json.loads(json.dumps(load_json(f"[-{DIGITS}]"))) == [f"-{DIGITS}"]


def test_nothing_else_unescapes() -> None:
    root = Path(__file__).parents[3]
    for path in sorted(
        path for folder in ("crawler", "pipelines", "citecache") for path in (root / folder).rglob("*.py")
    ):
        names = {
            f"{node.module}.{alias.name}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        used = "html.unescape" in names or "html.unescape(" in path.read_text()
        assert not used or path.name == "digits.py", f"{path}: use crawler.text.digits.unescape"
