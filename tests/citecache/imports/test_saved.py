"""Pages saved by a browser: which page it is, and when it was saved."""

import base64
import gzip
import os
import quopri
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archives import article

from citecache.imports import mhtml, saved
from citecache.imports.found import NotImportable
from citecache.imports.kinds import kind_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://e.org/walled"
SINGLEFILE = b"""<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile 
 url: https://e.org/walled 
 saved date: Tue Apr 09 2024 10:13:01 GMT+0200 (Central European Summer Time)
-->"""  # noqa: W291 - as SingleFile has it
MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://e.org/walled
Subject: On a tide
Date: Tue, 9 Apr 2024 08:13:01 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--x----"


------MultipartBoundary--x----
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable
Content-Location: cid:css-1@mhtml.blink

body {{ }}
------MultipartBoundary--x----
Content-Type: text/html
Content-ID: <frame-2@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://ads.example/frame

<p>An advertisement
------MultipartBoundary--x----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: {coding}
Content-Location: https://e.org/walled

{body}
------MultipartBoundary--x------
"""
SAVED = datetime(2024, 4, 9, 8, 13, 1, tzinfo=UTC)


def test_singlefile_says_which_page_and_when(tmp_path: Path) -> None:
    path = tmp_path / "a page.html"
    path.write_bytes(SINGLEFILE + article("a tide"))
    assert kind_of(path) == "singlefile"
    found = saved.read(path, "singlefile", url=None, at=None, now=NOW)
    assert (found.url, found.at, found.file, found.status) == (URL, SAVED, "a page.html", None)


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
def test_of_mhtml_the_page_itself_is_read(tmp_path: Path, coding: str) -> None:
    body = article("a tide, à la carte = 1")
    encoded = base64.encodebytes(body) if coding == "base64" else quopri.encodestring(body)
    path = tmp_path / "page.mhtml"
    path.write_bytes(MHTML.format(coding=coding, body=encoded.decode()).replace("\n", "\r\n").encode())
    assert kind_of(path) == "mhtml"
    found = mhtml.read(path, url=None, at=None, now=NOW)
    assert (found.url, found.at) == (URL, SAVED)
    assert (found.body or b"").strip().replace(b"\r\n", b"\n") == body.strip()


def test_mhtml_without_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_text("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/css\n\n")
    with pytest.raises(NotImportable, match="no page in this MHTML file"):
        mhtml.read(path, url=None, at=None, now=NOW)


def test_a_plain_page_needs_its_url_and_is_of_when_the_file_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(article("a tide"))
    os.utime(path, (SAVED.timestamp(), SAVED.timestamp()))
    with pytest.raises(NotImportable, match="--url URL"):
        saved.read(path, "html", url=None, at=None, now=NOW)
    assert saved.read(path, "html", url=URL, at=None, now=NOW).at == SAVED
    assert saved.read(path, "html", url=URL, at=NOW, now=NOW).at == NOW


def test_the_mark_of_the_web_names_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes(b"<!-- saved from url=(0020)https://e.org/walled -->\n" + article("a tide"))
    assert saved.read(path, "html", url=None, at=None, now=NOW).url == URL


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "walled", "https://[::x/"])
def test_an_address_that_is_no_web_page_is_refused(tmp_path: Path, url: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(SINGLEFILE.replace(URL.encode(), url.encode()) + article("a tide"))
    with pytest.raises(NotImportable, match="--url URL"):
        saved.read(path, "singlefile", url=None, at=None, now=NOW)


def test_a_saved_page_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MAX_BODY", 2**20)
    path = tmp_path / "a.html"
    path.write_bytes(article("a tide") + b" " * 2**20)
    with pytest.raises(NotImportable, match="over 1 MB"):
        saved.read(path, "html", url=URL, at=None, now=NOW)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0" + b"\0" * 100, b"\x89PNG\r\n", b"words", b"\x1f\x8b\x08\0"])
def test_what_nobody_can_read_is_refused_by_its_content(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    if data.startswith(b"\x1f\x8b"):
        path.write_bytes(gzip.compress(b"words"))
    with pytest.raises(NotImportable):
        kind_of(path)
