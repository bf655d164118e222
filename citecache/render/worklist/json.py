"""JSON: one object; docs/todo.md documents its fields."""

import json
from pathlib import Path
from typing import Any

from citecache.render.commands import command_line
from citecache.render.json_text import escaped
from citecache.render.worklist.items import Step, WorkItem, Worklist
from citecache.render.worklist.words import rest
from crawler.model import Finding


def render(worklist: Worklist, shown: int | None, database: Path) -> str:
    """One object, readable."""
    value = {
        "total": len(worklist.items),
        "shown": len(worklist.items) - rest(worklist, shown),
        "counts": {concern.value: number for concern, number in worklist.counts.items()},
        "not_compared": worklist.inconclusive,
        "items": [_item(item, rank, database) for rank, item in enumerate(worklist.items[:shown], start=1)],
    }
    return escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _item(item: WorkItem, rank: int, database: Path) -> dict[str, Any]:
    first, weight = item.places[0], item.weight
    return {
        "rank": rank,
        "score": item.score,
        "cited_by_count": weight.documents,
        "quality": weight.quality,
        "importance": weight.importance,
        "concern": item.concern.value,
        "concerns": {concern.value: detail for concern, detail in item.concerns.items()},
        "id": weight.resource_ids[0],
        "ids": list(weight.resource_ids),
        "url": item.url,
        "verdict": weight.verdict.value,
        "http_status": first.http_status,
        "final_url": first.final_url,
        "fetched_at": first.fetched_at,
        "last_good_at": first.last_good_at,
        "archived_url": first.archived_url,
        "places": [_place(one) for one in item.places],
        "steps": [_step(step, database) for step in item.steps],
    }


def _place(finding: Finding) -> dict[str, Any]:
    names = ("document", "file", "line", "column", "label", "link_text", "url")
    return {name: getattr(finding, name) for name in names}


def _step(step: Step, database: Path) -> dict[str, Any]:
    command = None if step.arguments is None else command_line(step.arguments, database)
    return {"text": step.text, "command": command, "replacement": step.replacement}
