"""A body that was extracted before is not extracted again: its Capture is taken over, and the check is recorded."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from own_web import Desk, Handler, Web

CHECKED = """SELECT outcome, status, verdict, effective_verdict, body_bytes, capture_id, seen, good, twins, extraction,
    (SELECT json_group_array(rule || verdict || detail) FROM evidence WHERE fetch_id = f.id)
    FROM fetches f WHERE run_id = (SELECT max(id) FROM runs) ORDER BY page_id"""


def extracted(desk: Desk, *arguments: str) -> tuple[int, int]:
    """Crawl; how many bodies were given to the workers, and how many were known."""
    stderr = desk.run(*desk.options("-v", *arguments)).stderr
    line = next(line for line in stderr.splitlines() if line.startswith("extraction: "))
    pages, known = (int(part.split()[0]) for part in line.removeprefix("extraction: ").split(", ")[:2])
    return pages, known


def test_the_same_bytes_are_extracted_once(web: Web, desk: Desk) -> None:
    """Of good pages, of error pages and of what has no text."""
    web.on("/missing", 404, b"<title>Not found</title><p>There is no such page here.")
    web.on("/picture", 200, b"\x89PNG\r\n\x1a\n", content_type="image/png")
    urls = [web.url("/a"), web.url("/b"), web.url("/missing"), web.url("/picture")]
    assert extracted(desk, *urls) == (4, 0)
    first = desk.rows(CHECKED)
    assert all(row[-2] for row in first)
    assert extracted(desk, "--all") == (0, 4)
    again = desk.rows(CHECKED)
    assert [row[:10] for row in again] == [row[:10] for row in first]
    assert desk.one("SELECT count(*) FROM captures") == 4
    desk.assert_undamaged()


def test_other_bytes_another_type_or_extractor_are_extracted(web: Web, desk: Desk, page: Any) -> None:
    url = web.on("/a", 200, page("a"))
    assert extracted(desk, url) == (1, 0)
    web.on("/a", 200, page("b"))
    assert extracted(desk, "--all") == (1, 0)
    web.on("/a", 200, page("a"))
    assert extracted(desk, "--all") == (0, 1)  # it came back
    web.on("/a", 200, page("a"), content_type="text/plain")
    assert extracted(desk, "--all") == (1, 0)
    desk.environment["CITECACHE_EXTRACTOR"] = "blocks"
    assert extracted(desk, "--all") == (1, 0)
    assert extracted(desk, "--all") == (0, 1)


def test_two_pages_that_lead_to_one_share_its_extraction(web: Web, desk: Desk) -> None:
    web.on("/old", 301, b"", location=web.url("/a"))
    assert extracted(desk, web.url("/a")) == (1, 0)
    assert extracted(desk, web.url("/old")) == (0, 1)
    texts = desk.rows("SELECT text, title, facts FROM captures")
    assert len(texts) == 2
    assert texts[0] == texts[1]


def test_reservations_are_those_of_the_answer_at_hand(web: Web, desk: Desk, page: Any) -> None:
    """They stand in headers, which no body has; the Capture keeps those that it was made with."""
    web.on("/a", 200, page("a"), host=2, x_robots_tag="nosnippet")
    web.on("/old", 301, b"", host=1, location=web.url("/a", 2))
    extracted(desk, web.url("/old"))
    web.on("/a", 200, page("a"), host=2)
    assert extracted(desk, web.url("/a", 2)) == (0, 1)
    assert desk.rows("SELECT reservations FROM captures ORDER BY id") == [('["nosnippet"]',), ("[]",)]


def test_an_extraction_that_was_cut_short_is_tried_again(web: Web, desk: Desk, page: Any) -> None:
    url = web.on("/a", 200, page("a") * 1000)
    extracted(desk, "-s", "CITECACHE_EXTRACT_DEADLINE=0.1", url)
    assert "took over" in desk.one("SELECT coalesce(no_text, doubt) FROM captures")
    pages, known = extracted(desk, "--all")
    assert pages >= 1  # on a fast machine the fallback had a text, and the host is asked why there is another one now
    assert known == 0


def test_reextract_always_extracts(web: Web, desk: Desk) -> None:
    extracted(desk, web.url("/a"))
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE captures SET text = 'of another extractor', text_sha256 = 'another'")
    assert json.loads(desk.run("reextract", "--json").stdout)["text"] == 1
    assert "harbour master" in desk.one("SELECT text FROM captures ORDER BY id DESC LIMIT 1")


def test_a_known_body_is_a_check_like_any_other(web: Web, desk: Desk, page: Any) -> None:
    """`last_good_at`, the schedule and the run's numbers go on."""
    tags: list[int] = []

    def answer(handler: Handler) -> None:
        tags.append(1)
        handler.answer(200, page("a"), etag=f'"{len(tags)}"')  # never 304

    url = web.does("/a", answer)
    desk.crawl(url)
    done = desk.crawl("--all")
    assert (done["fetched"], done["new_captures"], done["not_modified"]) == (1, 0, 0)
    fetch = desk.fetch(url)
    assert fetch["good"] == 1
    assert fetch["changed"] == 0
    assert desk.one(f"SELECT value FROM fetch_headers WHERE fetch_id = {fetch['id']} AND name = 'etag'") == '"2"'


def test_another_status_makes_a_capture_with_the_body_s_own_date(web: Web, desk: Desk, page: Any) -> None:
    def dated(day: str) -> bytes:
        return page("a").replace(b"<head>", f"<head><meta property='article:published_time' content='{day}'>".encode())

    url = web.on("/a", 404, dated("2020-01-01"))
    extracted(desk, url)
    web.on("/a", 404, dated("2024-02-02"))  # the same text: the older Capture stays
    extracted(desk, "--all")
    web.on("/a", 200, dated("2024-02-02"))
    assert extracted(desk, "--all") == (1, 0)
    assert desk.rows("SELECT published_date FROM captures ORDER BY id") == [("2020-01-01",), ("2024-02-02",)]
