"""What is no citing document: told by its content, counted with its path, and no error even when it is named."""

import json
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from growth import assert_linear
from source_files import Read

from crawler.sources import exclusions
from crawler.sources.exclusions import (
    BILL,
    BUILD,
    DATABASE,
    EXPORT,
    LOCK,
    MANIFEST,
    REPORT,
    REQUIREMENTS,
    SCHEMA,
    WORKFLOW,
)

URL = "https://e.org/a"
CARD = {"id": "a", "stable_id": "sid_a", "url": URL, "verdict": "alive", "fetched_at": None}
EXCLUDED = [
    ("requirements.txt", "ruamel.yaml\nzope.interface\n", REQUIREMENTS),
    ("deps.txt", "# tools\nscrapy[all] >= 2.11, < 3 ; python_version > '3'\nruamel.yaml\n", REQUIREMENTS),
    ("pins.txt", "a==1 \\\n    --hash=sha256:00\n    # via b\n-r other.txt\nx @ https://e.org/x.zip\n", REQUIREMENTS),
    ("constraints.txt", f"--index-url {URL}\nzope.event\n", REQUIREMENTS),
    ("CMakeLists.txt", f"project(a HOMEPAGE_URL {URL})\n", BUILD),
    ("lists.txt", f"# {URL}\ncmake_minimum_required(VERSION 3.20)\nproject(a)\n", BUILD),
    ("other.json", json.dumps({"name": "a", "lockfileVersion": 3, "x": {"url": URL}}), LOCK),
    ("composer.json", json.dumps({"homepage": URL}), MANIFEST),
    ("p.json", json.dumps({"name": "a", "dependencies": {}, "funding": {"url": URL}}), MANIFEST),
    ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n", LOCK),
    ("yarn.lock", f'# yarn lockfile v1\n\na@^1:\n  resolved "{URL}"\n', LOCK),
    ("Cargo.lock", f'version = 3\n\n[[package]]\nname = "a"\nsource = "{URL}"\n', LOCK),
    ("robots.txt", "User-agent: *\nDisallow: /x\nSitemap: https://e.org/s.xml\n", "robots.txt"),
    ("ci.yml", f"name: x\non:\n  push:\njobs:\n  a:\n    steps:\n      - uses: x\n        url: {URL}\n", WORKFLOW),
    ("compose.yaml", f"services:\n  a:\n    image: b\n    source: {URL}\n", WORKFLOW),
    ("api.yaml", f"openapi: 3.1.0\ninfo:\n  contact: {{url: {URL}}}\npaths: {{}}\n", SCHEMA),
    ("s.json", '{"$schema": "https://json-schema.org/draft/2020-12/schema", "url": "https://e.org/"}', SCHEMA),
    ("a.cdx.json", json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"url": URL}]}), BILL),
    ("a.spdx.json", json.dumps({"spdxVersion": "SPDX-2.3", "SPDXID": "x", "homepage": URL}), BILL),
    ("direct_url.json", json.dumps({"url": URL, "archive_info": {"hash": "x"}}), MANIFEST),
    ("manifest.json", json.dumps({"manifest_version": 3, "name": "a", "homepage_url": URL}), MANIFEST),
    ("site.json", json.dumps({"name": "a", "start_url": URL, "icons": []}), MANIFEST),
    ("a.json", json.dumps({"$schema": "https://e.org/sarif.json", "version": "2.1.0", "runs": [{"url": URL}]}), REPORT),
    ("e.jsonl", json.dumps(CARD) + "\n", EXPORT),
    ("list.json", json.dumps([CARD], indent=2), EXPORT),
    ("e.csv", f"id,stable_id,url,title,verdict\na,sid_a,{URL},T,alive\n", EXPORT),
    ("e.md", f"# Cited resources\n\n## T\n\n<{URL}>\n\n- Verdict: alive\n", EXPORT),
    ("comment.md", f"**citecache**: 1 citation\n\n| Place |\n|---|\n| <{URL}> |\n", EXPORT),
    ("check.txt", f"docs/a.md:1:1  [404] {URL}  dead since May\n1 citation: 1 problem\n", EXPORT),
    ("check-github.txt", f"::error file=a.md,line=1,col=1,title=dead::{URL}\n", EXPORT),
    (
        "why.json",
        json.dumps({"url": URL, "verdict_at": None, "last_good_at": None, "due_at": None, "evidence": []}),
        EXPORT,
    ),
    ("baseline.json", json.dumps({"version": 1, "problems": [{"document": "a", "url": URL}]}), EXPORT),
    ("junit.xml", f'<?xml version="1.0"?>\n<testsuites name="citecache"><x y="{URL}"/></testsuites>', EXPORT),
    ("lychee.json", json.dumps({"total": 1, "error_map": {"a.md": [{"url": URL}]}}), REPORT),
    ("cache.txt", f"{URL},200,1700000000\nhttps://e.org/b,Excluded,1700000000\n", REPORT),
    ("n.har", json.dumps({"log": {"version": "1.2", "entries": []}}), "recorded traffic"),
]


@pytest.mark.parametrize(("name", "content", "reason"), EXCLUDED, ids=[name for name, *_ in EXCLUDED])
def test_files_that_tools_write_for_tools_are_counted_and_cite_nothing(
    read: Read, name: str, content: str, reason: str
) -> None:
    reading = read(name, content)
    assert (reading.document, reading.citations, reading.skipped) == (None, (), ())
    assert [(one.path, one.reason) for one in reading.ignored] == [(name, reason)]


def test_a_database_is_told_by_its_first_bytes(read: Read, folder: Path) -> None:
    sqlite3.connect(folder / "x.db").execute("CREATE TABLE t (a)")
    reading = read("copy.txt", (folder / "x.db").read_bytes())
    assert reading.ignored_counts == {DATABASE: 1}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("requirements.txt", f"What we need:\n{URL}\n"),
        ("list.txt", f"{URL}\nexample.org\n"),
        ("hosts.txt", f"example.org\nwww.example.net\n{URL}\n"),
        ("prose.txt", f"First write\ncmake_minimum_required(VERSION 3)\nas {URL} says.\n"),
        ("robots.txt", f"User-agent: see below\nNotes on {URL} and others.\n"),
        ("a.json", json.dumps([{"href": URL, "version": 1}])),
        ("site.yml", f"title: x\nurl: {URL}\n"),
        ("links.yaml", f"services:\n  - name: a\n    url: {URL}\n"),
        ("a.csv", f"id,url\n1,{URL}\n"),
    ],
)
def test_what_only_looks_like_one_is_read(read: Read, name: str, content: str) -> None:
    reading = read(name, content)
    assert reading.document is not None
    assert URL in {citation.url for citation in reading.citations} | {record.url for record in reading.records}


@pytest.mark.parametrize("unit", ["a" * 30 + " ", "a    ", '"a":', "[", "a:\n", "a(\n", "#\n", "a,", "   \n"])
@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.yaml", "a.csv"])
def test_telling_takes_no_longer_per_character_for_any_text(name: str, unit: str) -> None:
    def telling(size: int) -> Callable[[], object]:
        return partial(exclusions.no_document, source(name, unit * (size // len(unit))))

    assert_linear(telling, 40_000)


def source(name: str, text: str) -> exclusions.SourceText:
    return exclusions.SourceText(name, name, text.encode(), "")
