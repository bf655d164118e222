"""What archives hold, and what is wrong with the rest: each broken record costs itself."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archives import ArchiveMaker, article, wacz

from citecache.imports import http, warc
from citecache.imports import wacz as wacz_files
from citecache.imports.found import FoundCopy, NotImportable, Problems
from citecache.imports.index import CopyHead
from citecache.imports.members import members
from citecache.imports.records import BrokenRecord, entries
from crawler.net import zstd

NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://e.org/{}"


def of(data: bytes, problems: Problems) -> list[str]:
    """The URLs of the records whose blocks can be read."""
    found = []
    for entry in entries(io.BytesIO(data), "a.warc", problems):
        try:
            entry.block()
        except BrokenRecord as error:
            problems.add("a.warc", entry.place, str(error))
        else:
            found.append(entry.uri.removeprefix("https://e.org/"))
    return found


def told(problems: Problems) -> list[str]:
    return [f"{one.place}: {one.reason}" for one in problems.listed]


@pytest.fixture
def six() -> ArchiveMaker:
    maker = ArchiveMaker()
    for number in range(6):
        maker.add(URL.format(number), article(str(number)))
    return maker


@pytest.fixture
def plain() -> ArchiveMaker:
    maker = ArchiveMaker(packed=False)
    for number in range(6):
        maker.add(URL.format(number), article(str(number)))
    return maker


ALL = list("012345")


def test_every_form_of_compression_is_read(six: ArchiveMaker, plain: ArchiveMaker, problems: Problems) -> None:
    forms = (
        six.data(),
        plain.data(),
        gzip.compress(plain.data()),
        zstd.compress(plain.data()),
        b"".join(map(zstd.compress, plain.parts)),
        six.data() + b"\0" * 512,
    )
    assert [of(form, problems) for form in forms] == [ALL] * len(forms)
    assert told(problems) == []


def broken_member(six: ArchiveMaker) -> bytes:
    data = bytearray(six.data())
    data[six.offsets[2] + 100 : six.offsets[2] + 140] = b"\xff" * 40
    return bytes(data)


def garbage(six: ArchiveMaker) -> bytes:
    at = six.offsets[2]
    return six.data()[:at] + b"garbage " * 30 + six.data()[at:]


def cut_off(six: ArchiveMaker) -> bytes:
    return six.data()[: six.offsets[5] + 60]


def changed(old: bytes, new: bytes) -> Callable[[ArchiveMaker], bytes]:
    """Something in the third record's plain bytes."""

    def make(six: ArchiveMaker) -> bytes:
        record = zlib.decompress(six.parts[2], 31)
        assert old in record
        return six.data()[: six.offsets[2]] + gzip.compress(record.replace(old, new, 1)) + six.data()[six.offsets[3] :]

    return make


BROKEN = {
    "member": (broken_member, "cannot be unpacked"),
    "length absent": (changed(b"\r\nContent-Length:", b"\r\nX-Length:"), "no Content-Length"),
    "length no number": (changed(b"\r\nContent-Length: ", b"\r\nContent-Length: -"), "Content-Length is '-"),
    "length too long": (changed(b"\r\nContent-Length: ", b"\r\nContent-Length: 9"), "cut off after"),
    "length giant": (changed(b"\r\nContent-Length: ", b"\r\nContent-Length: 999999"), "over 20 MB"),
    "other bytes": (changed(b"harbour", b"HARBOUR"), "its bytes do not match WARC-Block-Digest"),
    "header": (changed(b"WARC-Type", b"X: " + b"a" * 10**6 + b"\r\nWARC-Type"), "length exceeded"),
    "nothing": (changed(b"WARC/1.1", b"WORD/1.1"), "no WARC record"),
}


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_a_broken_record_costs_itself_and_is_told_with_its_offset(
    six: ArchiveMaker, problems: Problems, what: str
) -> None:
    make, reason = BROKEN[what]
    assert of(make(six), problems) == list("01345")
    (line,) = told(problems)
    assert line.startswith(f"record at {six.offsets[2]:,}: ")
    assert reason in line


def test_what_stands_between_records_costs_none(six: ArchiveMaker, plain: ArchiveMaker, problems: Problems) -> None:
    assert of(garbage(six), problems) == ALL
    assert of(garbage(plain), problems) == list("01345")  # what stands on one line with the garbage is part of it
    assert told(problems) == [
        f"record at {six.offsets[2]:,}: 240 bytes that are no record",
        f"before record at {plain.offsets[3] + 240:,}: bytes that are no record",
    ]


def test_a_file_that_is_cut_off_keeps_what_was_before(six: ArchiveMaker, problems: Problems) -> None:
    assert of(cut_off(six), problems) == list("01234")
    (line,) = told(problems)
    assert "cut off" in line


def test_a_member_that_unpacks_to_a_disk_full_is_left(
    six: ArchiveMaker, problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citecache.imports.members.FREE_BYTES", 10**6)
    bomb = gzip.compress(b"WARC/1.1\r\nContent-Length: 99999999\r\n\r\n" + b"\0" * 20_000_000)
    assert of(bomb + six.data(), problems) == ALL
    first = next(members(io.BytesIO(bomb)))
    first.drain()
    assert first.problem == "unpacks to more than 200 times its size"
    assert first.size < 2 * 10**6


# --- messages -------------------------------------------------------------------------------------------------


def test_bodies_lose_their_codings() -> None:
    page = article("a tide")
    packed = gzip.compress(page)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert http.plain_body(http.parse(head + chunked)) == page
    assert http.plain_body(http.parse(head + page)) == page  # both were removed, and their headers left


def test_a_body_that_is_cut_off_or_unpacks_to_too_much_is_refused() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    for body in (gzip.compress(article("a tide"))[:-20], gzip.compress(b"\0" * (21 * 2**20))):
        with pytest.raises(BrokenRecord):
            http.plain_body(http.parse(head + body))
    with pytest.raises(BrokenRecord, match="chunk"):
        http.plain_body(http.parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"))


def test_a_payload_digest_counts_with_and_without_codings() -> None:
    page = article("a tide")
    message = http.parse(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(page))
    assert http.plain_body(message, f"sha256:{hashlib.sha256(page).hexdigest()}") == page
    with pytest.raises(BrokenRecord, match="WARC-Payload-Digest"):
        http.plain_body(message, "sha256:" + "0" * 64)


# --- which copies there are -----------------------------------------------------------------------------------


def archive(path: Path) -> warc.Archive:
    return warc.Archive(name=str(path), format="warc", file=path.name, open=lambda: path.open("rb"))


def copies(key: str, problems: Problems, *paths: Path) -> list[FoundCopy]:
    archives = [archive(path) for path in paths]
    heads = warc.read_heads(archives, problems, now=NOW)
    wanted = [one for one in heads.index.wanted(key) if not isinstance(one, CopyHead)]
    return list(warc.read_copies(archives, wanted, problems))


def test_a_copy_is_found_behind_redirects(tmp_path: Path, problems: Problems) -> None:
    maker = ArchiveMaker()
    to = [("Location", "/b")]
    maker.add(URL.format("a"), status="301 Moved", headers=to)
    maker.add(URL.format("b"), status="302 Found", headers=[("Location", URL.format("c"))])
    maker.add(URL.format("c"), article("c"))
    maker.add(URL.format("c"), article("c of another year"), date="2020-03-01T12:00:00Z")
    (found,) = copies(URL.format("a"), problems, maker.write(tmp_path / "a.warc.gz"))
    assert [(hop.url, hop.status) for hop in found.redirects] == [(URL.format("a"), 301), (URL.format("b"), 302)]
    assert (found.final_url, found.body, found.at.year) == (URL.format("c"), article("c"), 2024)


def test_redirects_in_a_circle_end(tmp_path: Path, problems: Problems) -> None:
    maker = ArchiveMaker().add(URL.format("a"), status="301 Moved", headers=[("Location", URL.format("a"))])
    assert copies(URL.format("a"), problems, maker.write(tmp_path / "a.warc.gz")) == []


def test_a_revisit_has_the_body_that_it_refers_to_in_any_of_the_files(tmp_path: Path, problems: Problems) -> None:
    first = ArchiveMaker().add(URL.format("a"), article("a"))
    refers = {"WARC-Refers-To-Target-URI": URL.format("a"), "WARC-Refers-To-Date": "2024-03-01T12:00:00Z"}
    second = ArchiveMaker().add(URL.format("a"), type="revisit", date="2025-01-01T00:00:00Z", named=refers)
    paths = (second.write(tmp_path / "b.warc.gz"), first.write(tmp_path / "a.warc.gz"))
    found = copies(URL.format("a"), problems, *paths)
    assert sorted(one.at.year for one in found) == [2024, 2025]
    assert {one.body for one in found} == {article("a")}


def test_other_records_are_counted_by_what_they_are(tmp_path: Path, problems: Problems) -> None:
    maker = ArchiveMaker()
    maker.add(URL.format("a"), b"x: y", type="metadata", block_type="application/warc-fields")
    maker.add("dns:e.org", b"e.org", type="resource", block_type="text/dns")
    maker.add(URL.format("gone"), b"nothing", status="404 Not Found")
    maker.add(URL.format("a"), article("a"), type="resource", block_type="text/html")
    (found,) = copies(URL.format("a"), problems, maker.write(tmp_path / "a.warc.gz"))
    assert (found.status, found.body) == (None, article("a"))
    assert dict(problems.left_out) == {
        "of type metadata": 1,
        "of type resource, of no web page": 1,
        "with the status of an error": 1,
    }


@pytest.mark.parametrize("date", ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "soon"])
def test_a_date_that_cannot_be_costs_the_record(tmp_path: Path, problems: Problems, date: str) -> None:
    maker = ArchiveMaker().add(URL.format("a"), article("a"), date=date)
    assert copies(URL.format("a"), problems, maker.write(tmp_path / "a.warc.gz")) == []
    assert problems.count == 1


# --- WACZ -----------------------------------------------------------------------------------------------------


def test_names_that_lead_out_and_lists_that_are_broken_cost_themselves(
    tmp_path: Path, problems: Problems, six: ArchiveMaker
) -> None:
    lines = '{"format": "json-pages-1.0"}\n{"url": "https://e.org/1"}\nno json\n'
    files = {"../../evil.warc": b"WARC/1.1", "/etc/evil.warc.gz": b"", "archive/b.warc": six.data()}
    path = wacz(tmp_path / "a.wacz", six.data(), pages=lines, files=files)
    assert [one.name.rpartition(":")[2] for one in wacz_files.archives(path, problems)] == [
        "archive/data.warc.gz",
        "archive/b.warc",
    ]
    assert wacz_files.pages(path, problems) == {"https://e.org/1"}
    assert [one.reason[:20] for one in problems.listed] == ["a name that leads ou"] * 2 + ["no JSON: Expecting v"]
    assert not (tmp_path.parent / "evil.warc").exists()


def test_an_entry_made_to_fill_a_disk_is_left(
    tmp_path: Path, problems: Problems, six: ArchiveMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wacz_files, "FREE_BYTES", 10**6)
    path = wacz(tmp_path / "a.wacz", six.data(), files={"archive/bomb.warc": b"\0" * 10**7})
    assert len(wacz_files.archives(path, problems)) == 1
    assert "more than 200 times its size" in problems.listed[0].reason


def test_a_zip_file_without_archives_is_no_wacz(tmp_path: Path, problems: Problems) -> None:
    for data in (b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04 and no more"):
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        with pytest.raises(NotImportable):
            wacz_files.archives(path, problems)
