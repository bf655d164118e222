"""Cards for the tests of the exports: a plain one, one with nothing, and one whose every text is hostile."""

from typing import Any

from crawler.model import Card, CitedBy, Hop, Verdict

URL = "https://www.theverge.com/2023/3/8/23629362/meta-ai-language-model-llama-leak-online-misuse"
CONTROLS = "".join(map(chr, [*range(32), *range(0x7F, 0xA0)])) + "\u202e\u2028\u2029\ufeff\ud83d\udc00\udcff"
HOSTILE = (
    f"=cmd|'/C calc'!A1{CONTROLS}\r\n# Forged heading\n\n[click](javascript:alert(1)) <script>alert(1)</script> "
    "![x](http://evil.example/p.png) www.evil.example http://evil.example `code` \\*\n```\n- item\n1. one"
    '\n| a | b |\n---\n"quoted", comma; \x1b[31mred\x1b[0m \x1b]0;title\x07 &lt;b&gt; $x$ end'
)


def card(**changes: Any) -> Card:
    values: dict[str, Any] = {
        "id": "d2f67176f1bc7b5b",
        "stable_id": "sid_oFtI6n9JCu",
        "url": URL,
        "title": "Meta’s powerful AI language model has leaked online",
        "type": "news article",
        "importance": 55.0,
        "tags": ("news", "models"),
        "summary": "A model leaked. What follows is argued about.",
        "key_points": ("It leaked within a week.", "Nobody agrees on the harm."),
        "authors": ("A. Writer",),
        "published_date": "2023-03-08",
        "cited_by": (
            CitedBy(document="docs/llama.md", title="LLaMA", type="model", quality=65.0, line=41, column=7, label="3"),
            CitedBy(document="docs/llama.md", title="LLaMA", type="model", quality=65.0, line=90, column=1, label="3"),
            CitedBy(document="open-weights", type="concept", quality=60.0),
        ),
        "verdict": Verdict.ALIVE,
        "http_status": 200,
        "final_url": URL,
        "redirects": (Hop(url=URL, status=301),),
        "fetched_at": "2026-04-09T08:00:00Z",
        "content_type": "text/html; charset=utf-8",
        "media_type": "text/html",
        "text_bytes": 15_360,
        "preview": "First paragraph.\n\nSecond one.\n\n... (truncated, 15 KB total)",
        "truncated": True,
        "text": "First paragraph.\n\nSecond one.\n\nThird one.",
        "language": "en",
        "description": None,
        "sitename": "The Verge",
        "extractor": "trafilatura",
        "extractor_version": "2.3.1",
        "body_sha256": "0" * 64,
        "last_good_at": "2026-04-09T08:00:00Z",
        "cited_by_count": 2,
        "error": None,
        "no_text": None,
        "doubt": None,
        "sources": {"title": "og:title", "authors": "json-ld"},
    }
    return Card(**(values | changes))


def empty() -> Card:
    """A Resource that was never fetched and of which nothing is known."""
    names = ("title", "type", "importance", "summary", "published_date", "http_status", "final_url", "fetched_at")
    names += ("content_type", "media_type", "text_bytes", "preview", "text", "language", "sitename", "extractor")
    names += ("extractor_version", "body_sha256", "last_good_at")
    lists: dict[str, Any] = dict.fromkeys(("tags", "key_points", "authors", "cited_by", "redirects"), ())
    nothing = dict.fromkeys(names)
    return card(**nothing, **lists, verdict=Verdict.UNCHECKED, truncated=False, cited_by_count=0, sources={})


def hostile() -> Card:
    """A card in which every string that a stranger can write is an attack."""
    by = CitedBy(document=HOSTILE, title=HOSTILE, type=HOSTILE, line=3, label=HOSTILE, link_text=HOSTILE, claim=HOSTILE)
    names = ("title", "type", "summary", "published_date", "preview", "text", "language", "description", "sitename")
    names += ("error", "no_text", "doubt", "content_type", "final_url", "stable_id")
    many: dict[str, Any] = dict.fromkeys(("tags", "key_points", "authors"), (HOSTILE, HOSTILE))
    return card(**dict.fromkeys(names, HOSTILE), **many, cited_by=(by,), sources={"title": HOSTILE})
