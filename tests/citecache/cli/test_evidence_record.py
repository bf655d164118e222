"""The evidence record: one versioned JSON object, which `why --json` prints and its published schema describes."""

import hashlib
import json
import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from command_line import AsJson, Cite, Installed
from jsonschema import Draft202012Validator, FormatChecker

from citecache.schemas import EVIDENCE_ID, EVIDENCE_VERSION, evidence_schema
from crawler.cache import CacheFile
from crawler.cache.read import resources
from crawler.model import Verdict

ROOT = Path(__file__).parents[3]
FILES = ROOT / "tests" / "crawler" / "cache" / "fixtures"
GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
KEYS = (
    "id url page verdict verdict_at last_good_at due_at marked_at marked_note marked_by marked_file evidence fetches"
    " archive"
)
"""What `why --json` printed before there was a record."""


@cache
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(evidence_schema())
    return Draft202012Validator(evidence_schema(), format_checker=FormatChecker())


def valid(record: Any) -> Any:
    """The record, which fits the schema and has no key that it does not describe."""
    assert [error.message for error in validator().iter_errors(record)] == []
    described = evidence_schema()["properties"]
    assert set(record) <= set(described)
    assert set(described) - set(record) <= {"replay"}
    return record


def test_why_gives_the_record_and_keeps_what_it_gave_before(filled: Path, as_json: AsJson) -> None:
    assert filled.exists()
    for url in (GOOD, GONE):
        record = valid(as_json("why", url))
        assert (record["$schema"], record["version"]) == (EVIDENCE_ID, EVIDENCE_VERSION)
        assert set(KEYS.split()) <= set(record)
        assert record["url"] == url
        assert (record["fetch_count"], record["archive_count"]) == (1, 0)
    assert valid(as_json("why", GONE, "--replay"))["replay"][0]["same"] is True


def test_the_digests_and_offsets_of_the_record_are_those_of_the_stored_text(
    filled: Path, as_json: AsJson, installed: Installed
) -> None:
    assert filled.exists()
    record = as_json("why", GOOD)
    card = as_json("show", GOOD)
    raw = installed("show", GOOD, "--raw", text=False).stdout
    assert record["body_sha256"] == hashlib.sha256(raw).hexdigest()
    assert record["text_sha256"] == hashlib.sha256(card["text"].encode()).hexdigest()
    assert (record["start"], record["end"]) == (0, len(card["text"]))
    assert record["capture"]["text_bytes"] == card["text_bytes"]
    assert record["stable_id"] == card["stable_id"]
    assert record["http_status"] == card["http_status"] == 200
    assert record["capture"]["source"] == "fetched"
    assert record["captured_at"] == record["capture"]["stored_at"]


def test_what_was_never_captured_has_no_digest(filled: Path, as_json: AsJson, folder: Path, cite: Cite) -> None:
    (folder / "more.md").write_text("[later](https://example.org/never-fetched)")
    cite("add", "more.md")
    assert filled.exists()
    for url, verdict, status in ((GONE, "missing", 404), ("https://example.org/never-fetched", "unchecked", None)):
        record = valid(as_json("why", url))
        assert (record["verdict"], record["http_status"]) == (verdict, status)
        for key in ("capture", "capture_id", "captured_at", "body_sha256", "text_sha256", "start", "end"):
            assert record[key] is None, key


def test_a_mark_is_in_the_record(filled: Path, cite: Cite, as_json: AsJson) -> None:
    assert filled.exists()
    cite("mark", GOOD, "usurped", "--note", "another owner", "--by", "ann")
    record = valid(as_json("why", GOOD))
    assert (record["verdict"], record["marked_note"], record["marked_by"]) == ("usurped", "another owner", "ann")


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.glob("*.db")))
def test_every_resource_of_a_file_of_every_version_gives_a_valid_record(
    name: str, folder: Path, as_json: AsJson
) -> None:
    shutil.copy(FILES / name, folder / "citecache.db")
    with CacheFile.open(folder / "citecache.db") as cache:
        ids = sorted(resources.resource_ids(cache))
    assert ids
    for id_ in ids:
        record = valid(as_json("why", id_, "--replay"))
        assert record["id"] == id_
        assert record["fetch_count"] == len(record["fetches"])
        if record["capture"] and record["capture"]["source"] == "archive":
            assert record["captured_at"] == record["capture"]["memento_datetime"] is not None


def test_the_schema_names_every_verdict() -> None:
    assert evidence_schema()["$defs"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]


def test_the_schema_rejects_what_is_no_record(filled: Path, as_json: AsJson) -> None:
    assert filled.exists()
    record = as_json("why", GOOD)
    today = datetime.now(UTC).date().isoformat()
    for wrong in ({"version": "2.0"}, {"verdict": "fine"}, {"text_sha256": "abc"}, {"capture_id": today}):
        assert list(validator().iter_errors(record | wrong)), wrong


def test_the_documentation_describes_every_key_and_shows_a_valid_record() -> None:
    text = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    schema = evidence_schema()
    names = {*schema["properties"], *schema["$defs"]["capture"]["properties"]}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []
    valid(json.loads(text.partition("```json\n")[2].partition("\n```")[0]))
