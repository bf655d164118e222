"""Cards for the tests of the exports: a plain one, one with nothing, and one whose every text is hostile.

The first two are files of `cards/`; a test changes a field with `dataclasses.replace`.
"""

from dataclasses import replace
from pathlib import Path

from casefiles import record

from crawler.model import Card, CitedBy

CARDS = Path(__file__).parent / "cards"
CONTROLS = "".join(map(chr, [*range(32), *range(0x7F, 0xA0)])) + "\u202e\u2028\u2029\ufeff\ud83d\udc00\udcff"
ATTACK = (
    f"=cmd|'/C calc'!A1{CONTROLS}\r\n# Forged heading\n\n[click](javascript:alert(1)) <script>alert(1)</script> "
    "![x](http://evil.example/p.png) www.evil.example http://evil.example `code` \\*\n```\n- item\n1. one"
    '\n| a | b |\n---\n"quoted", comma; \x1b[31mred\x1b[0m \x1b]0;title\x07 &lt;b&gt; $x$ end'
)
"""What a stranger can write; no TOML file could hold its lone surrogates."""

PLAIN = record(Card, CARDS / "plain.toml")
EMPTY = record(Card, CARDS / "empty.toml")
"""A Resource that was never fetched and of which nothing is known."""
HOSTILE = replace(
    PLAIN,
    stable_id=ATTACK,
    title=ATTACK,
    type=ATTACK,
    tags=(ATTACK, ATTACK),
    summary=ATTACK,
    key_points=(ATTACK, ATTACK),
    authors=(ATTACK, ATTACK),
    published_date=ATTACK,
    cited_by=(CitedBy(document=ATTACK, title=ATTACK, type=ATTACK, line=3, label=ATTACK, mark=ATTACK, claim=ATTACK),),
    final_url=ATTACK,
    content_type=ATTACK,
    preview=ATTACK,
    text=ATTACK,
    language=ATTACK,
    description=ATTACK,
    sitename=ATTACK,
    error=ATTACK,
    no_text=ATTACK,
    doubt=ATTACK,
    page_type=ATTACK,
    sources={"title": ATTACK},
)
"""Every string that a stranger can write is an attack."""
