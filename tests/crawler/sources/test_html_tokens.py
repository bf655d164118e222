"""The parts of HTML and their offsets: html5lib's tokenizer tests, and any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.parsing.html.tags import Tag
from crawler.sources.parsing.html.tokens import HtmlComment, HtmlText, Unclosed, html_parts

CASES = json.loads(Path(__file__).with_name("html5lib_start_tags.json").read_text("utf-8"))["tests"]
PIECES = [
    "<a href=", "'https://e.org/'", '"', ">", "</a>", "<", "&amp", ";", "<!--", "-->", "<script>", "</script>", "<svg>",
    "<title/>", "</svg>", "<noscript>", "<?x", "<![CDATA[", "]]>", "\n", "\t", "é", "𐍈", "\u2028", "\x0c", "\x0b",
    "\x85", "\ufdd1", "\ufeff", "=", "/", "<base href=//e.org>", "<template>", "<plaintext>",
]  # fmt: skip


@pytest.mark.parametrize(("description", "text", "tags"), CASES)
def test_start_tags_are_those_of_html5lib(description: str, text: str, tags: list[object]) -> None:
    parts = [part for part in html_parts(text) if isinstance(part, Tag) and not part.closing]
    found: list[object] = [[tag.name.lower(), tag.attributes] for tag in parts]
    assert found == tags, description


@given(st.lists(st.sampled_from(PIECES) | st.text("ab& <é𐍈", max_size=3), max_size=12).map("".join))
def test_every_part_stands_where_it_is_said_to_stand(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    last = 0
    for part in html_parts(text):
        assert 0 <= part.start < len(text)
        match part:
            case Unclosed():  # comes last, and begins where a part before it did, or behind them
                continue
            case Tag():
                assert text.startswith(("</" if part.closing else "<") + part.name, part.start)
                assert text[part.end - 1] == ">"
            case HtmlComment():
                assert text.startswith(("<", part.text), part.start)
            case HtmlText():
                assert part.text
        assert last <= part.start
        last = part.start
