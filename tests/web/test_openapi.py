"""/openapi.json says what the API takes and gives: schemathesis finds nothing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cited_web import PAGES, SITE, build
from jsonschema import Draft202012Validator
from served import Served, serving

from citecache.web.api.openapi import ENDPOINTS


def test_the_document_describes_every_endpoint(server: Served) -> None:
    document = server.get("/openapi.json").json()
    assert document["openapi"] == "3.1.1"
    assert {*document["paths"]} == {"/healthz", *(one.path for one in ENDPOINTS)}
    parameters = document["paths"]["/api/cards"]["get"]["parameters"]
    assert {"limit", "cursor", "verdict", "document"} <= {one["name"] for one in parameters}


def test_every_answer_is_as_described(server: Served) -> None:
    document = server.get("/openapi.json").json()

    def described(path: str, asked: str) -> Any:
        operation = document["paths"][path]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        found = server.get(asked).json()
        Draft202012Validator(schema | {"components": document["components"]}).validate(found)
        return found

    cards = described("/api/cards", "/api/cards")["cards"]
    assert len(cards) > len(PAGES)
    for card in cards:
        described("/api/cards/{id}", f"/api/cards/{card['id']}")
        described("/api/content", f"/api/content?{urlencode({'url': card['url']})}")
    urls = [*(card["url"] for card in cards), "https://example.org/nobody"]
    described("/api/verdicts", f"/api/verdicts?{urlencode({'url': urls}, doseq=True)}")
    described("/healthz", "/healthz")


def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    """The command, with all its checks, against a real server of a small cache."""
    command = [str(Path(sys.executable).parent / "schemathesis"), "run"]
    options = ["--max-examples", "1", "--seed", "14", "--phases", "coverage,fuzzing", "--no-color"]
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    with serving(build(tmp_path, {"alive": PAGES["alive"]}, {"a.md": f"See [it]({SITE}/alive).\n"})) as server:
        whole = [*command, f"{server.url}/openapi.json", *options]
        done = subprocess.run(whole, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4_000:]
    assert f"{len(ENDPOINTS) + 1} selected" in done.stdout
    assert "No issues found" in done.stdout
