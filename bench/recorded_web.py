"""Recorded webs: folders of real pages, with what an extraction should find in them.

A folder holds `index.jsonl` ({url, status, content_type, file}: a gzip-compressed body), `ground-truth.json` and
perhaps `snippets.json` ({url: {"with": [...], "without": [...]}}). The ground truth is {url: article body} or
{url: {type, title, author, date, text, with, without}}.
"""

import gzip
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

Page = tuple[str, str | None, bytes]


@dataclass(frozen=True, slots=True)
class Truth:
    """What an extraction of a page should hold; `text` is None where only snippets are known."""

    kind: str
    text: str | None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def find_web(arguments: list[str]) -> Path | None:
    """The folder of the recorded web of articles; None if there is none."""
    given = arguments[0] if arguments else os.environ.get("CITECACHE_WEB")
    web = Path(given) if given else ROOT.parent / "shared" / "web-dev"
    return web if (web / "ground-truth.json").is_file() else None


def load(web: Path, urls: set[str]) -> list[Page]:
    """`(url, content type, body)` of the pages with these URLs."""
    with (web / "index.jsonl").open(encoding="utf-8") as lines:
        entries = [entry for entry in map(json.loads, lines) if entry["url"] in urls and entry["file"]]
    return [
        (entry["url"], entry["content_type"], gzip.decompress((web / entry["file"]).read_bytes())) for entry in entries
    ]


def load_all(web: Path) -> list[Page]:
    """All pages with status 200."""
    with (web / "index.jsonl").open(encoding="utf-8") as lines:
        entries = [entry for entry in map(json.loads, lines) if entry["status"] == 200]
    return load(web, {entry["url"] for entry in entries})


def load_truth(web: Path) -> dict[str, Truth]:
    """The Truth of each page that has a text or snippets."""
    texts: dict[str, Any] = _json(web / "ground-truth.json")
    snippets: dict[str, Any] = _json(web / "snippets.json") if (web / "snippets.json").is_file() else {}
    found = {}
    for url in texts.keys() | snippets.keys():
        entry = texts.get(url)
        if not isinstance(entry, dict):
            entry = {"type": "article", "text": entry} | snippets.get(url, {})
        present, absent = entry.get("with") or (), entry.get("without") or ()
        found[url] = Truth(entry["type"], entry["text"], tuple(present), tuple(absent))
    return found


def _json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return json.loads(path.read_text(encoding="utf-8"))
