"""`export warc`: what is in the file, read back by warcio, which checks every digest."""

import gzip
import json
import zlib
from typing import Any

import pytest
from archive_reading import WrittenRecord, read_back

from citecache.exports.warc import archive
from crawler.cache.policy import KeepPolicy
from crawler.cache.write.keeping import apply_policy
from crawler.model import Hop, Outcome, Verdict

URL = "https://example.org/tide"
OTHER = "https://example.org/other"


def of_type(found: list[WrittenRecord], type: str) -> list[WrittenRecord]:
    return [record for record in found if record.type == type]


def only(found: list[WrittenRecord], type: str) -> WrittenRecord:
    (record,) = of_type(found, type)
    return record


# --- the file ------------------------------------------------------------------------------------------


def test_a_fetch_is_response_request_conversion_and_metadata_after_a_warcinfo(shelf: Any) -> None:
    shelf.fetch(URL)
    assert [one.type for one in shelf.records()] == ["warcinfo", "response", "request", "conversion", "metadata"]


def test_each_record_is_a_gzip_member_of_its_own_and_begins_where_its_predecessor_ends(shelf: Any) -> None:
    shelf.fetch(URL)
    data = shelf.export()
    for record in read_back(data):
        member = zlib.decompressobj(31)
        assert member.decompress(data[record.offset :]).startswith(b"WARC/1.1\r\n")
        assert member.eof
    assert gzip.decompress(data).count(b"WARC/1.1\r\n") == len(read_back(data))


def test_the_same_cache_is_the_same_bytes(shelf: Any) -> None:
    shelf.fetch(URL)
    shelf.fetch(URL, b"<p>Another.</p>")
    assert shelf.export() == shelf.export()


def test_ids_are_unique_even_for_fetches_of_one_second(shelf: Any) -> None:
    for _ in range(3):
        shelf.fetch(URL)
        shelf.days = 0
    ids = [record["WARC-Record-ID"] for record in shelf.records()]
    assert len(ids) == len(set(ids)) == 1 + 4 + 3 + 3


def test_dates_are_those_of_the_fetches(shelf: Any) -> None:
    shelf.fetch(URL)
    shelf.fetch(URL)
    found = shelf.records()
    assert {one["WARC-Date"] for one in found[1:5]} == {"2026-04-09T08:30:00Z"}
    assert {one["WARC-Date"] for one in found[5:]} == {"2026-04-10T08:30:00Z"}
    assert found[0]["WARC-Date"] == "2026-04-10T08:30:00Z"


def test_an_empty_cache_is_a_file_with_a_warcinfo(shelf: Any) -> None:
    assert [one.type for one in shelf.records()] == ["warcinfo"]


def test_a_page_that_several_resources_share_is_written_once_and_names_them(shelf: Any) -> None:
    shelf.cite(f"{URL}#a", f"{URL}#b")
    shelf.fetch(URL)
    found = shelf.records()
    assert len(of_type(found, "response")) == 1
    named = [json.loads(value) for value in only(found, "metadata").told("X-Citecache-Resource")]
    assert [one["url"] for one in named] == [URL, f"{URL}#a", f"{URL}#b"]
    rows = shelf.cache.db.execute("SELECT id, stable_id, url FROM resources ORDER BY url").fetchall()
    assert [(one["id"], one["stable_id"], one["url"]) for one in named] == rows


# --- bodies and headers -----------------------------------------------------------------------------------


def test_the_payload_is_the_stored_body_and_its_digest_the_name_of_it(shelf: Any) -> None:
    shelf.fetch(URL, b"\xe4\xf6 \x00 bytes", text="text")
    record = only(shelf.records(), "response")
    assert record.payload == b"\xe4\xf6 \x00 bytes"
    (name,) = shelf.cache.db.execute("SELECT sha256 FROM bodies").fetchone()
    assert record["WARC-Payload-Digest"] == f"sha256:{name}"
    assert (record["WARC-Target-URI"], record["WARC-IP-Address"]) == (URL, "192.0.2.1")


def test_headers_match_the_decoded_body_and_the_metadata_record_keeps_the_original_ones(shelf: Any) -> None:
    sent = (
        ("content-type", "text/html"),
        ("content-encoding", "gzip"),
        ("transfer-encoding", "chunked"),
        ("content-length", "7"),
        ("digest", "sha-256=X"),
        ("etag", '"1"'),
    )
    shelf.fetch(URL, b"<p>The tide.</p>", headers=sent)
    found = shelf.records()
    assert only(found, "response").headers == [
        ("Content-Type", "text/html"),
        ("Etag", '"1"'),
        ("Content-Length", "16"),
    ]
    metadata = only(found, "metadata")
    for name, value in sent[1:5]:
        assert metadata.told(f"X-Citecache-{name.title()}") == [value]


@pytest.mark.parametrize(
    "header",
    [
        ("x-a", "b\r\nSet-Cookie: c=d"),
        ("x-a", "b\nc"),
        ("x-a", "b\0c"),
        ("x-a: b\r\nx-c", "d"),
        ("x a", "b"),
        ("", "b"),
    ],
)
def test_a_header_that_would_forge_another_is_refused_and_told(shelf: Any, header: tuple[str, str]) -> None:
    shelf.fetch(URL, headers=(header, ("x-good", "1")))
    found = shelf.records()
    assert only(found, "response").headers == [("X-Good", "1"), ("Content-Length", "16")]
    (told,) = only(found, "metadata").told("X-Citecache-Refused-Header")
    assert json.loads(told) == list(header)


def test_no_value_forges_a_field_of_a_record(shelf: Any) -> None:
    shelf.fetch(
        URL,
        final_url="https://example.org/a b\r\nWARC-Type: warcinfo",
        error="one\r\nX-Citecache-Verdict: dead\u2028two",
        ip_address="192.0.2.1\r\nWARC-Type: warcinfo",
    )
    found = shelf.records()
    assert [one.type for one in found] == ["warcinfo", "response", "request", "conversion", "metadata"]
    assert only(found, "response")["WARC-Target-URI"] == "https://example.org/a%20b%0D%0AWARC-Type:%20warcinfo"
    assert only(found, "metadata").told("X-Citecache-Verdict") == ["alive"]


def test_the_request_says_what_every_request_has(shelf: Any) -> None:
    shelf.fetch(URL)
    request = only(shelf.records(), "request")
    assert request.headers == [("Host", "example.org")]
    assert request["X-Citecache-Known"] == "method and URL"


# --- redirects ------------------------------------------------------------------------------------------------


def test_each_redirect_is_a_response_that_leads_to_the_next(shelf: Any) -> None:
    hops = (Hop(url=URL, status=301), Hop(url=f"{URL}/", status=200))
    shelf.fetch(URL, redirects=hops, final_url=OTHER)
    first, second, last = of_type(shelf.records(), "response")
    assert (first["WARC-Target-URI"], first.status, first.header("Location")) == (URL, "301", f"{URL}/")
    assert (second["WARC-Target-URI"], second.status, second.header("Refresh")) == (f"{URL}/", "200", f"0; url={OTHER}")
    assert (last["WARC-Target-URI"], last.status, last.payload) == (OTHER, "200", b"<p>The tide.</p>")
    assert {first["X-Citecache-Known"], second["X-Citecache-Known"]} == {"status and target"}


def test_redirects_of_a_fetch_that_failed_are_written_too(shelf: Any) -> None:
    shelf.fetch(URL, None, redirects=(Hop(url=URL, status=302),), final_url=OTHER, outcome=Outcome.TIMEOUT, status=None)
    found = shelf.records()
    assert [one.type for one in found] == ["warcinfo", "response", "metadata"]
    assert found[1].header("Location") == OTHER
    assert found[2].told("X-Citecache-Outcome") == ["timeout"]


# --- revisits -------------------------------------------------------------------------------------------------


def test_the_same_bytes_again_are_a_revisit_of_the_first_record(shelf: Any) -> None:
    shelf.fetch(URL)
    shelf.fetch(URL)
    found = shelf.records()
    response, revisit = only(found, "response"), only(found, "revisit")
    assert revisit["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert revisit["WARC-Refers-To"] == response["WARC-Record-ID"]
    assert revisit["WARC-Refers-To-Target-URI"] == URL
    assert revisit["WARC-Refers-To-Date"] == response["WARC-Date"]
    assert revisit["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]
    assert (revisit.status, revisit.payload) == ("200", b"")
    assert len(of_type(found, "conversion")) == 1


def test_the_same_bytes_at_another_url_are_a_revisit_too(shelf: Any) -> None:
    shelf.fetch(OTHER)
    shelf.fetch(URL)
    found = shelf.records()
    assert only(found, "revisit")["WARC-Refers-To-Target-URI"] == only(found, "response")["WARC-Target-URI"] == OTHER
    text, own = of_type(found, "conversion")
    assert (text["WARC-Target-URI"], own["WARC-Target-URI"]) == (OTHER, f"urn:text:{URL}")


def test_a_304_is_a_revisit_of_the_answer_it_confirms(shelf: Any) -> None:
    shelf.fetch(URL, headers=(("content-type", "text/html"), ("etag", '"1"')))
    not_modified = {"outcome": Outcome.NOT_MODIFIED, "status": 304, "headers": (("etag", '"1"'),)}
    shelf.fetch(URL, None, **not_modified)
    found = shelf.records()
    response, revisit = only(found, "response"), only(found, "revisit")
    assert revisit["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert revisit["WARC-Refers-To"] == response["WARC-Record-ID"]
    assert revisit["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]
    assert revisit["Content-Length"] == "0"
    metadata = of_type(found, "metadata")[1]
    assert metadata.told("X-Citecache-Status") == ["304"]
    assert metadata.told("X-Citecache-Header") == ['["etag", "\\"1\\""]']
    assert of_type(found, "request")[1].header("If-None-Match") == '"1"'


# --- text and metadata ----------------------------------------------------------------------------------------


def test_the_text_is_a_conversion_of_the_response(shelf: Any) -> None:
    shelf.fetch(URL, text="Die Flut, \u6f6e.")
    found = shelf.records()
    conversion = only(found, "conversion")
    assert conversion.payload.decode() == "Die Flut, \u6f6e."
    assert conversion["Content-Type"] == "text/plain; charset=utf-8"
    assert conversion["WARC-Refers-To"] == only(found, "response")["WARC-Record-ID"]
    assert conversion["WARC-Target-URI"] == URL
    (digest,) = only(found, "metadata").told("X-Citecache-Text-SHA256")
    assert conversion["WARC-Payload-Digest"] == f"sha256:{digest}"


@pytest.mark.parametrize("type", ["text/xml", None])
def test_a_text_that_pywb_would_replay_in_place_of_its_page_has_a_uri_of_its_own(shelf: Any, type: str | None) -> None:
    shelf.fetch(URL, headers=() if type is None else (("content-type", type),), media_type=type or "text/plain")
    assert only(shelf.records(), "conversion")["WARC-Target-URI"] == f"urn:text:{URL}"


def test_without_texts_there_is_no_conversion(shelf: Any) -> None:
    shelf.fetch(URL)
    assert shelf.records("conversion", with_text=False) == []


def test_the_metadata_record_has_verdict_and_evidence(shelf: Any) -> None:
    shelf.fetch(URL)
    found = shelf.records()
    metadata = only(found, "metadata")
    assert metadata["WARC-Refers-To"] == metadata["WARC-Concurrent-To"] == only(found, "response")["WARC-Record-ID"]
    assert metadata.told("X-Citecache-Verdict") == metadata.told("X-Citecache-Effective-Verdict") == ["alive"]
    assert metadata.told("X-Citecache-Present-Verdict") == ["alive"]
    (evidence,) = metadata.told("X-Citecache-Evidence")
    assert json.loads(evidence) == {"rule": "good-text", "verdict": "alive", "detail": "12 characters\nof text"}
    assert metadata.told("fetchTimeMs") == ["250"]


def test_a_fetch_without_an_answer_is_a_metadata_record(shelf: Any) -> None:
    shelf.fetch(URL, None, outcome=Outcome.NXDOMAIN, status=None, error="no such host", verdict=Verdict.MISSING)
    found = shelf.records()
    assert [one.type for one in found] == ["warcinfo", "metadata"]
    assert found[1].told("X-Citecache-Error") == ["no such host"]
    assert found[1].told("X-Citecache-Body") == ["none was received"]
    assert shelf.selection.left_out == {}


# --- copies from archives and files ---------------------------------------------------------------------------


def test_a_copy_from_an_archive_is_a_resource_under_the_url_that_it_is_from(shelf: Any) -> None:
    memento = f"https://archive.example/20190301id_/{URL}"
    shelf.copy(URL, b"<p>Then.</p>", of=memento, source="archived", memento_datetime="2019-03-01T12:00:00Z")
    found = shelf.records()
    assert [one.type for one in found] == ["warcinfo", "resource", "conversion", "metadata"]
    resource, metadata = found[1], found[3]
    assert (resource["WARC-Target-URI"], resource["WARC-Date"]) == (memento, "2026-03-01T00:00:00Z")
    assert (resource["Content-Type"], resource.payload) == ("text/html  WARC-Type: response", b"<p>Then.</p>")
    assert metadata.told("X-Citecache-Memento-Datetime") == ["2019-03-01T12:00:00Z"]
    assert metadata.told("X-Citecache-Source") == ["archived"]
    assert metadata.told("X-Citecache-Page") == [URL]
    assert found[2]["WARC-Refers-To"] == metadata["WARC-Refers-To"] == resource["WARC-Record-ID"]


def test_a_copy_from_a_file_is_a_resource_with_its_own_date(shelf: Any) -> None:
    shelf.copy(URL, b"<p>Saved.</p>", of=URL, source="imported")
    found = shelf.records()
    assert only(found, "resource")["WARC-Target-URI"] == URL
    assert only(found, "metadata").told("X-Citecache-Source") == ["imported"]
    assert shelf.selection.left_out == {}


def test_a_copy_extracted_again_is_written_once_by_the_newest_extraction(shelf: Any) -> None:
    shelf.copy(URL, b"<p>Saved.</p>", of=URL, source="imported")
    shelf.copy(URL, b"<p>Saved.</p>", of=URL, source="imported")
    found = shelf.records()
    assert [one.type for one in found] == ["warcinfo", "resource", "conversion", "metadata"]


# --- what is not in it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reserved", ["noarchive", "tdm"])
def test_a_page_that_wants_no_copies_passed_on_is_metadata_only_and_counted(shelf: Any, reserved: str) -> None:
    shelf.fetch(URL, b"<p>SECRET tide.</p>", reservations=(reserved,))
    data = shelf.export()
    assert b"SECRET" not in gzip.decompress(data)
    _, metadata = read_back(data)
    assert metadata.told("X-Citecache-Body") == [f"withheld: {reserved}"]
    assert shelf.selection.withheld == {reserved: 1}


def test_what_an_earlier_answer_reserved_stays_withheld(shelf: Any) -> None:
    shelf.fetch(URL, b"<p>SECRET tide.</p>", reservations=("noarchive",))
    shelf.fetch(URL, b"<p>The open tide.</p>")
    data = shelf.export()
    assert b"SECRET" not in gzip.decompress(data)
    assert only(read_back(data), "response").payload == b"<p>The open tide.</p>"
    assert sum(shelf.selection.left_out.values()) == 1


def test_withheld_bytes_are_not_referred_to_by_another_page(shelf: Any) -> None:
    shelf.fetch("https://example.org/a", reservations=("noarchive",))
    shelf.fetch("https://example.org/b")
    found = shelf.records()
    assert only(found, "response")["WARC-Target-URI"] == "https://example.org/b"
    assert of_type(found, "revisit") == []


def test_a_page_withheld_for_legal_reasons_is_metadata_only(shelf: Any) -> None:
    shelf.fetch(URL, b"<p>SECRET tide.</p>")
    shelf.fetch(URL, b"", text=None, status=451, verdict=Verdict.LEGAL, effective_verdict=Verdict.LEGAL)
    data = shelf.export()
    assert b"SECRET" not in gzip.decompress(data)
    assert [one.type for one in read_back(data)] == ["warcinfo", "metadata", "metadata"]


def test_bodies_that_are_no_longer_kept_are_said_and_counted(shelf: Any) -> None:
    shelf.fetch(URL, b"<p>Old tide.</p>")
    last = shelf.fetch(URL, b"<p>New tide.</p>")
    apply_policy(shelf.cache, KeepPolicy.parse("none"), now=last.started_at)
    found = shelf.records()
    assert only(found, "response").payload == b"<p>New tide.</p>"
    assert of_type(found, "metadata")[0].told("X-Citecache-Body") == ["no longer kept (CITECACHE_KEEP)"]
    assert shelf.selection.left_out == {archive.LEFT_OUT[archive.BodyState.DROPPED]: 1}


def test_other_bytes_with_the_same_text_are_no_copy_of_the_first(shelf: Any) -> None:
    """The cache keeps one body per text: what the second answer was, byte for byte, is not known."""
    shelf.fetch(URL, b"<p id=1>The tide.</p>", text="The tide.")
    shelf.fetch(URL, b"<p id=2>The tide.</p>", text="The tide.")
    shelf.fetch(URL, None, outcome=Outcome.NOT_MODIFIED, status=304)
    found = shelf.records()
    assert only(found, "response").payload == b"<p id=1>The tide.</p>"
    assert of_type(found, "revisit") == []
    assert sum(shelf.selection.left_out.values()) == 2


def test_pages_never_fetched_are_counted(shelf: Any) -> None:
    shelf.cite(URL)
    assert [one.type for one in shelf.records()] == ["warcinfo"]
    assert shelf.selection.left_out == {archive.UNFETCHED: 1}


def test_a_body_that_ended_too_early_says_so(shelf: Any) -> None:
    shelf.fetch(URL, outcome=Outcome.TRUNCATED)
    assert only(shelf.records(), "response")["WARC-Truncated"] == "disconnect"
