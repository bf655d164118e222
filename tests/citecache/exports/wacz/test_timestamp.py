"""`--timestamp`: a token of a time stamping authority, which is `openssl ts` behind a small HTTP server on loopback."""

import base64
import io
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from citecache.cli.group import citecache
from citecache.exports.wacz import timestamp
from crawler.model.errors import Error

URL = "https://example.org/tide"
CONFIG = """
[req]
distinguished_name = name
prompt = no
x509_extensions = stamps
[name]
CN = The harbour clock
[stamps]
basicConstraints = CA:TRUE
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = clock
[clock]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""


def openssl(*arguments: str, stdin: bytes | None = None) -> bytes:
    done = subprocess.run(["openssl", *arguments], input=stdin, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@dataclass
class Clock:
    """A time stamping authority."""

    folder: Path
    url: str = ""
    answer: Callable[[bytes], tuple[int, str, bytes]] | None = None  # instead of a token
    types: list[str | None] = field(default_factory=list)

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def make(self) -> None:
        (self.folder / "config").write_text(CONFIG.format(folder=self.folder))
        (self.folder / "serial").write_text("01\n")
        key, config = str(self.folder / "key.pem"), str(self.folder / "config")
        made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-config", config)
        openssl(*made, "-keyout", key, "-out", str(self.certificate))

    def stamp(self, query: bytes) -> tuple[int, str, bytes]:
        (self.folder / "query").write_bytes(query)
        options = ("-config", str(self.folder / "config"), "-signer", str(self.certificate))
        reply = ("ts", "-reply", "-queryfile", str(self.folder / "query"), "-inkey", str(self.folder / "key.pem"))
        return 200, "application/timestamp-reply", openssl(*reply, *options)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    clock = Clock(tmp_path_factory.mktemp("clock"))
    clock.make()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            clock.types.append(self.headers["Content-Type"])
            status, type_, data = (clock.answer or clock.stamp)(query)
            self.send_response(status)
            self.send_header("Content-Type", type_)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    clock.url = f"http://127.0.0.1:{server.server_address[1]}/tsr"
    yield clock
    server.shutdown()
    server.server_close()


def cite(shelf: Any, *arguments: str, expect: int = 0) -> Result:
    """`citecache export` of that cache; errors on purpose become exit code 1, as `main` has it."""
    command = ["export", *arguments, "--db", str(shelf.cache.path)]
    result = CliRunner().invoke(citecache, command)
    if isinstance(result.exception, Error):
        result.exit_code = 1
    assert result.exit_code == expect, result.output
    return result


def test_the_token_is_over_the_datapackage_and_openssl_verifies_it(
    shelf: Any, clock: Clock, tmp_path: Path, validator: Path
) -> None:
    shelf.fetch(URL)
    path = tmp_path / "a.wacz"
    cite(shelf, "wacz", "-o", str(path), "--timestamp", clock.url)
    file = ZipFile(path)
    told = json.loads(file.read("datapackage-digest.json"))
    digest = sha256(file.read("datapackage.json")).hexdigest()
    assert told["hash"] == f"sha256:{digest}"
    assert told["timestampAuthority"] == clock.url
    assert clock.types == ["application/timestamp-query"]
    token = tmp_path / "token"
    token.write_bytes(base64.b64decode(told["timestampToken"]))
    verify = ("ts", "-verify", "-digest", digest, "-in", str(token), "-token_in", "-CAfile", str(clock.certificate))
    assert b"Verification: OK" in openssl(*verify)
    shown = openssl("ts", "-reply", "-in", str(token), "-token_in", "-token_out", "-text").decode()
    assert "Hash Algorithm: sha256" in shown
    done = subprocess.run([str(validator), "validate", "-f", str(path)], capture_output=True, text=True, check=False)
    assert "Validation succeeded" in done.stdout, done.stdout


def test_all_but_the_token_is_as_without_one(shelf: Any, clock: Clock) -> None:
    shelf.fetch(URL)
    plain = ZipFile(io.BytesIO(shelf.export("wacz")))
    stamped = ZipFile(io.BytesIO(shelf.export("wacz", timestamp=clock.url)))
    for name in plain.namelist()[:-1]:
        assert stamped.read(name) == plain.read(name)


def other(clock: Clock) -> Callable[[bytes], tuple[int, str, bytes]]:
    """An answer to another request."""
    builder = TimestampRequestBuilder().data(b"another").hash_algorithm(HashAlgorithm.SHA256)
    return lambda _: clock.stamp(builder.nonce(nonce=True).build().as_bytes())


ANSWERS: dict[str, Callable[[Clock], Callable[[bytes], tuple[int, str, bytes]]]] = {
    "the time stamp of something else": other,
    "did not answer with a time stamp, but text/html": lambda _: lambda _: (200, "text/html", b"<p>Welcome.</p>"),
    "did not answer with a time stamp: ": lambda _: lambda _: (200, "application/timestamp-reply", b"\x30\x03abc"),
    "gave no time stamp: ": lambda _: lambda _: (503, "text/plain", b"busy"),
    "refused a time stamp: ": lambda clock: lambda _: clock.stamp(b"nonsense"),
}
"""What is said -> how an authority answers."""


@pytest.mark.parametrize("said", sorted(ANSWERS))
def test_an_authority_that_gives_no_token_leaves_no_file(shelf: Any, clock: Clock, tmp_path: Path, said: str) -> None:
    shelf.fetch(URL)
    path = tmp_path / "a.wacz"
    path.write_bytes(b"as it was")
    clock.answer = ANSWERS[said](clock)
    try:
        result = cite(shelf, "wacz", "-o", str(path), "--timestamp", clock.url, expect=1)
    finally:
        clock.answer = None
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)
    assert path.read_bytes() == b"as it was"


def test_nobody_there_is_one_line(shelf: Any, tmp_path: Path) -> None:
    shelf.fetch(URL)
    target = str(tmp_path / "a.wacz")
    result = cite(shelf, "wacz", "-o", target, "--timestamp", "http://127.0.0.1:1/", expect=1)
    assert "gave no time stamp: " in str(result.exception)
    assert not Path(target).exists()


@pytest.mark.parametrize("url", ["", "clock", "file:///etc/passwd", "http://", "http://[::1"])
def test_what_is_no_url_is_refused(shelf: Any, url: str, tmp_path: Path) -> None:
    result = cite(shelf, "wacz", "-o", str(tmp_path / "a.wacz"), "--timestamp", url, expect=1)
    assert "is no URL of a time stamping authority" in str(result.exception)


def test_other_formats_have_no_time_stamp(shelf: Any) -> None:
    result = cite(shelf, "warc", "--timestamp", "http://127.0.0.1:1/", expect=2)
    assert "--timestamp is for wacz, not warc" in result.output


def test_without_the_extra_one_line_tells_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(Error, match=r"a time stamp needs an extra: pip install 'citecache\[timestamp\]'"):
        timestamp.require_ready("http://127.0.0.1/")
