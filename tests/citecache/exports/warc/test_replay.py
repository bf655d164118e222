"""A real crawl, exported, and replayed by a real pywb: each replayed body is the stored one."""

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from archive_reading import WrittenRecord, read_back

sys.path.insert(0, str(Path(__file__).parents[3] / "crawler" / "memento"))  # which starts pywb, too

from archive_desk import BIN, PYWB, start_port, wait_for

WORDS = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book. "
CRAWL = (
    *("--allow-address", "127.0.0.0/8", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"),
    *("-s", "RETRY_TIMES=0", "-s", "CITECACHE_WORKERS=1"),
)


def article(about: str, encoding: str = "utf-8") -> bytes:
    text = f"<!doctype html><meta charset={encoding}><title>{about}</title><article><h1>{about}</h1><p>{WORDS * 4}"
    return f"{text}Käpt'n Ærø of {about}.</p></article>".encode(encoding)


def pdf(text: str) -> bytes:
    """A PDF of one page."""
    stream = f"BT /F1 2 Tf 72 72 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


BODIES = {
    "/html": article("the harbour"),
    "/pdf": pdf(WORDS * 3),
    "/latin": article("the lights", "iso-8859-1"),
    "/gzip": article("the ropes"),
    "/chunked": article("the knots"),
    "/new": article("the new quay"),
    "/twin": article("the harbour"),
    "/plain": (WORDS * 5).encode() + b"\r\nPlain.\r\n",
    "/xml": b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title></feed>',
    "/etag": article("the tide table"),
}
"""Path -> the decoded body."""

TYPES = {
    "/pdf": "application/pdf",
    "/latin": "text/html; charset=iso-8859-1",
    "/plain": "text/plain",
    "/xml": "text/xml",
}
CITED = (*BODIES, "/old")


class Quay(BaseHTTPRequestHandler):
    """A small web."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = BODIES.get(self.path)
        if self.path == "/old":
            self.answer(301, b"", Location="/new")
        elif body is None:
            self.answer(404, b"Not found")
        elif self.path == "/gzip":
            self.answer(200, gzip.compress(body), **{"Content-Encoding": "gzip"})
        elif self.path == "/etag" and self.headers.get("If-None-Match") == '"1"':
            self.answer(304, None, ETag='"1"')
        elif self.path == "/etag":
            self.answer(200, body, ETag='"1"')
        elif self.path == "/chunked":
            self.answer(200, None, **{"Transfer-Encoding": "chunked"})
            for start in range(0, len(body), 300):
                part = body[start : start + 300]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.answer(200, body)

    def answer(self, status: int, body: bytes | None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(self.path, "text/html; charset=utf-8"))
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Replay:
    """The cache of a crawl, its export, and pywb with that."""

    site: str
    cache: Path
    warc: Path
    endpoint: str

    def get(self, path: str, when: str) -> tuple[int, dict[str, str], bytes]:
        """What pywb replays of a page as it was then, redirects not followed."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        opener = urllib.request.build_opener(Stay)
        try:
            with opener.open(f"{self.endpoint}{when}id_/{self.site}{path}", timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def rows(self, sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.cache)) as connection:
            return connection.execute(sql, values).fetchall()

    def records(self) -> list[WrittenRecord]:
        return read_back(self.warc.read_bytes())


def crawl(folder: Path, site: str) -> Path:
    """Two crawls of the small web, at least a second apart, and the export."""

    def run(*arguments: str) -> None:
        environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
        command = [str(BIN / "citecache"), *arguments]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    (folder / "urls.txt").write_text("".join(f"{site}{path}\n" for path in CITED))
    run("crawl", "urls.txt", *CRAWL)
    time.sleep(1.1)  # dates of Fetches are whole seconds
    run("crawl", "--all", *CRAWL)
    run("export", "warc", "-o", "pages.warc.gz")
    return folder / "pages.warc.gz"


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    if not (PYWB / "wayback").exists():
        reason = f"pywb is not installed in {PYWB.parent}: `make {PYWB.parent.name}/installed` does it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("replay")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Quay)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    site = f"http://127.0.0.1:{server.server_address[1]}"
    warc = crawl(folder, site)
    server.shutdown()
    server.server_close()
    for part in ("archive", "indexes", "static", "templates"):
        (folder / "collections" / "quay" / part).mkdir(parents=True)
    environment = {"PATH": f"{PYWB}:/usr/bin:/bin", "HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    options: dict[str, Any] = {"cwd": folder, "env": environment}
    add = [str(PYWB / "wb-manager"), "add", "quay", str(warc)]
    subprocess.run(add, check=True, capture_output=True, timeout=60, **options)
    port = start_port()
    with (folder / "log").open("w") as log:
        command = [str(PYWB / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, stdout=log, stderr=log, **options)
    try:
        wait_for(port, process, folder / "log")
        yield Replay(site, folder / "citecache.db", warc, f"http://127.0.0.1:{port}/quay/")
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("when", ["2001", "2099"])
@pytest.mark.parametrize("path", sorted(BODIES))
def test_the_replayed_body_is_the_stored_one(replay: Replay, path: str, when: str) -> None:
    """At the first Fetch and at the last, which found the same bytes or a 304."""
    status, headers, body = replay.get(path, when)
    assert (status, body) == (200, BODIES[path])
    assert headers["Content-Type"] == TYPES.get(path, "text/html; charset=utf-8")
    sql = (
        "SELECT c.body_sha256 FROM captures c JOIN pages p ON p.last_good_capture_id = c.id OR c.page_id = p.id"
        " WHERE p.url = ?"
    )
    assert replay.rows(sql, replay.site + path)[0] == (sha256(body).hexdigest(),)


def test_a_redirect_is_replayed_and_leads_to_its_target(replay: Replay) -> None:
    status, headers, _ = replay.get("/old", "2099")
    assert (status, headers["Location"]) == (301, f"{replay.site}/new")
    assert replay.get("/new", "2099")[2] == BODIES["/new"]


def test_each_fetch_of_the_crawl_is_told(replay: Replay) -> None:
    (count,) = replay.rows("SELECT count(*) FROM fetches")[0]
    assert len([one for one in replay.records() if one.type == "metadata"]) == count == 2 * len(CITED)


@pytest.mark.parametrize(
    ("path", "name", "value"), [("/gzip", "Content-Encoding", "gzip"), ("/chunked", "Transfer-Encoding", "chunked")]
)
def test_codings_are_undone_and_told(replay: Replay, path: str, name: str, value: str) -> None:
    of_page = [one for one in replay.records() if one.get("WARC-Target-URI") == replay.site + path]
    (response,) = [one for one in of_page if one.type == "response"]
    assert response.header(name) is None
    assert response.header("Content-Length") == str(len(BODIES[path]))
    metadata = next(one for one in of_page if one.type == "metadata")
    assert metadata.told(f"X-Citecache-{name}") == [value]


def test_the_second_answer_is_a_revisit_and_the_304_one_of_its_own_profile(replay: Replay) -> None:
    revisits = [one for one in replay.records() if one.type == "revisit"]
    profiles = {one["WARC-Target-URI"].rpartition("/")[2]: one["WARC-Profile"].rpartition("/")[2] for one in revisits}
    assert profiles.pop("etag") == "server-not-modified"
    assert set(profiles.values()) == {"identical-payload-digest"}


def test_texts_are_those_of_the_cards(replay: Replay) -> None:
    stored = dict(replay.rows("SELECT text_sha256, text FROM captures WHERE text IS NOT NULL"))
    found = {
        one["WARC-Payload-Digest"].removeprefix("sha256:"): one.payload.decode()
        for one in replay.records()
        if one.type == "conversion"
    }
    assert found == stored
