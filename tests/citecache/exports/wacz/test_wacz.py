"""`export wacz`: the ZIP and its parts, read as ReplayWeb.page does, and by py-wacz's validator."""

import gzip
import io
import json
import subprocess
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from archive_reading import read_back

from citecache.exports.wacz import index
from crawler.model import Hop, Outcome, Verdict

URL = "https://example.org/tide"
OTHER = "https://www.example.org/Other?b=2&a=1"


def package(shelf: Any, **options: object) -> ZipFile:
    return ZipFile(io.BytesIO(shelf.export("wacz", **options)))


def index_lines(file: ZipFile) -> list[str]:
    return gzip.decompress(file.read("indexes/index.cdx.gz")).decode().splitlines()


def pages(file: ZipFile) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read("pages/pages.jsonl").decode().splitlines()[1:]]


def looked_up(file: ZipFile, url: str) -> list[bytes]:
    """The payloads under a URL, by the way of ReplayWeb.page: block index, block, line, a slice of the archive."""
    meta, *blocks = file.read("indexes/index.idx").decode().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 ")) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    found = []
    for block in blocks:
        place = json.loads(block[block.index("{") :])
        packed = file.read("indexes/index.cdx.gz")[place["offset"] :][: place["length"]]
        lines = gzip.decompress(packed).decode().splitlines()
        of_url = [line for line in lines if line.startswith(f"{index.url_key(url)} ")]
        found += [_payload(file, json.loads(line[line.index("{") :])) for line in of_url]
    return found


def _payload(file: ZipFile, entry: dict[str, str]) -> bytes:
    info = file.getinfo(f"archive/{entry['filename']}")
    with file.open(info) as archive:
        archive.seek(int(entry["offset"]))
        member = zlib.decompressobj(31)
        data = member.decompress(archive.read(int(entry["length"])))
        assert member.eof
        assert member.unused_data == b""
    (record,) = read_back(data)
    return record.payload


def test_the_validator_accepts_it(shelf: Any, validator: Path, tmp_path: Path) -> None:
    shelf.fetch(URL, redirects=(Hop(url=URL, status=301),), final_url=OTHER)
    shelf.fetch(URL)
    shelf.fetch(OTHER, b"%PDF", headers=(("content-type", "application/pdf"),))
    (tmp_path / "a.wacz").write_bytes(shelf.export("wacz"))
    command = [str(validator), "validate", "-f", str(tmp_path / "a.wacz")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Validation succeeded" in done.stdout, done.stdout + done.stderr


def test_the_validator_notices_a_change(shelf: Any, validator: Path, tmp_path: Path) -> None:
    shelf.fetch(URL)
    with package(shelf) as before, ZipFile(tmp_path / "a.wacz", "w") as after:
        for info in before.infolist():
            data = before.read(info)
            after.writestr(info, data.replace(b"tide", b"ebb!") if info.filename.startswith("pages/") else data)
    command = [str(validator), "validate", "-f", str(tmp_path / "a.wacz")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Validation failed" in done.stdout


def test_its_files_are_those_of_the_specification(shelf: Any) -> None:
    shelf.fetch(URL)
    file = package(shelf)
    names = [info.filename for info in file.infolist()]
    assert names == [
        *("archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"),
        *("datapackage.json", "datapackage-digest.json"),
    ]
    assert [file.getinfo(name).compress_type for name in names[:2]] == [ZIP_STORED, ZIP_STORED]
    assert file.testzip() is None


def test_datapackage_has_size_and_hash_of_every_file(shelf: Any) -> None:
    shelf.fetch(URL)
    file = package(shelf)
    told = json.loads(file.read("datapackage.json"))
    assert (told["profile"], told["wacz_version"]) == ("data-package", "1.1.1")
    assert {one["path"]: (one["hash"], one["bytes"]) for one in told["resources"]} == {
        info.filename: (f"sha256:{sha256(file.read(info)).hexdigest()}", info.file_size)
        for info in file.infolist()
        if "/" in info.filename
    }
    digest = json.loads(file.read("datapackage-digest.json"))
    assert digest == {
        "path": "datapackage.json",
        "hash": f"sha256:{sha256(file.read('datapackage.json')).hexdigest()}",
    }


def test_the_archive_in_it_is_the_warc_file(shelf: Any) -> None:
    shelf.fetch(URL)
    assert package(shelf).read("archive/data.warc.gz") == shelf.export("warc")


def test_the_same_cache_is_the_same_bytes(shelf: Any) -> None:
    shelf.fetch(URL)
    assert shelf.export("wacz") == shelf.export("wacz")


def test_an_empty_cache_is_a_valid_file(shelf: Any, validator: Path, tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(shelf.export("wacz"))
    command = [str(validator), "validate", "-f", str(tmp_path / "a.wacz")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Validation succeeded" in done.stdout, done.stdout + done.stderr


# --- the index ------------------------------------------------------------------------------------------------


def test_index_lines_are_sorted_and_lead_to_the_records(shelf: Any) -> None:
    shelf.fetch(URL, b"<p>The tide.</p>")
    shelf.fetch(OTHER, b"<p>Other.</p>")
    shelf.fetch(URL, b"<p>The tide, later.</p>")
    file = package(shelf)
    lines = index_lines(file)
    assert len(lines) == 3
    assert lines == sorted(lines)
    assert looked_up(file, URL) == [b"<p>The tide.</p>", b"<p>The tide, later.</p>"]
    assert looked_up(file, OTHER) == [b"<p>Other.</p>"]


def test_redirects_and_revisits_are_in_the_index_but_nothing_that_cannot_be_replayed(shelf: Any) -> None:
    shelf.fetch(URL, redirects=(Hop(url=URL, status=301),), final_url=OTHER, headers=(("etag", '"1"'),))
    shelf.fetch(OTHER)
    shelf.fetch(URL, None, outcome=Outcome.NOT_MODIFIED, status=304, final_url=OTHER)
    entries = [json.loads(line[line.index("{") :]) for line in index_lines(package(shelf))]
    found = {(one["url"], one.get("mime"), one["status"]) for one in entries}
    assert found == {(URL, None, "301"), (OTHER, "text/html", "200"), (OTHER, "warc/revisit", "200")}
    assert len(entries) == 3


def test_a_large_index_is_read_block_by_block() -> None:
    out = io.BytesIO()
    keys = [f"org,example)/{number:06} 20260409083000" for number in range(2 * index.BLOCK_LINES + 1)]
    blocks = list(index.write_blocks((f"{key} {{}}" for key in keys), out))
    assert [block.partition(" {")[0] for block in blocks[1:]] == keys[:: index.BLOCK_LINES]
    assert gzip.decompress(out.getvalue()).decode().splitlines() == [f"{key} {{}}" for key in keys]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.org/", "org,example)/"),
        ("https://www2.Example.org/A", "org,example)/a"),
        ("https://example.org:443/a/", "org,example)/a/"),
        ("http://example.org:443/?b&a=1", "org,example:443)/?a=1&b"),
        ("http://[::1]:bad/", "http://[::1]:bad/"),
        ("ftp://example.org/", "ftp://example.org/"),
    ],
)
def test_a_url_is_sorted_by_the_key_that_replay_looks_up(url: str, key: str) -> None:
    assert index.url_key(url) == key


# --- pages ----------------------------------------------------------------------------------------------------


def test_pages_lead_to_what_the_card_shows_and_have_its_text(shelf: Any) -> None:
    shelf.cite(f"{URL}#low")
    shelf.fetch(URL, text="The tide, low.", redirects=(Hop(url=URL, status=301),), final_url=OTHER)
    shelf.fetch(URL, b"gone", text=None, status=404)
    file = package(shelf)
    (page,) = pages(file)
    assert (page["url"], page["ts"]) == (URL, "2026-04-09T08:30:00Z")
    assert (page["title"], page["text"]) == ("The tide", "The tide, low.")
    assert f"{index.url_key(URL)} 20260409083000 " in "\n".join(index_lines(file))


def test_a_page_that_is_gone_leads_to_the_copy_that_its_card_shows(shelf: Any) -> None:
    gone = {"status": 404, "verdict": Verdict.MISSING, "effective_verdict": Verdict.MISSING}
    shelf.fetch(URL, b"gone", text=None, **gone)
    memento = f"https://archive.example/20190301id_/{URL}"
    shelf.copy(URL, b"<p>Then.</p>", of=memento, source="archived", memento_datetime="2019-03-01T12:00:00Z")
    file = package(shelf)
    (page,) = pages(file)
    assert (page["url"], page["citedUrl"], page["text"]) == (memento, URL, "<p>Then.</p>")
    assert looked_up(file, memento) == [b"<p>Then.</p>"]


def test_pages_that_reserve_their_text_are_not_listed(shelf: Any) -> None:
    shelf.fetch(URL, b"SECRET", reservations=("noarchive",))
    data = shelf.export("wacz")
    file = ZipFile(io.BytesIO(data))
    assert pages(file) == []
    assert not any(b"SECRET" in file.read(name) for name in file.namelist())
    assert b"SECRET" not in gzip.decompress(file.read("archive/data.warc.gz"))
    assert shelf.selection.withheld == {"noarchive": 1}


def test_without_texts_pages_have_none(shelf: Any) -> None:
    shelf.fetch(URL)
    file = package(shelf, with_text=False)
    assert "text" not in pages(file)[0]
    assert "hasText" not in json.loads(file.read("pages/pages.jsonl").decode().splitlines()[0])
