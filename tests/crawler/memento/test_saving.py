"""`citecache archive --save`: an archive on loopback captures pages, refuses, asks for a pause, or is down."""

import json
import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from archive_desk import Desk
from scripted import Archive, Behaviour, Handler, http

from crawler.cache import CacheFile
from crawler.cache.read import cards, resources
from crawler.model import Card

PAGE, OTHER, THIRD = (f"http://harbour.example/2018/{name}" for name in ("tides", "walls", "lights"))
THEN = "20260408120000"
LOGIN = "You need to be logged in to use Save Page Now."
KEYS = "an-access-key:a-secret-key"


def template(archive: Archive) -> str:
    return f"{archive.base}/save/{{url}}"


def copy_of(archive: Archive, url: str = PAGE, digits: str = THEN) -> str:
    return f"{archive.base}/web/{digits}/{url}"


def captures(archive: Archive, url: str = PAGE, **headers: str) -> None:
    """The archive captures that page: it redirects to the copy."""
    named = headers or {"location": copy_of(archive, url)}
    archive.does[f"/save/{url}"] = lambda handler: handler.answer(302, **named)


def result_of(found: dict[str, Any]) -> dict[str, Any]:
    (result,) = found["results"]
    return dict(result)


def card_of(desk: Desk, url: str = PAGE) -> Card:
    with CacheFile.open(desk.path) as cache:
        return cards.card(cache, resources.find(cache, url))


def as_json(**value: Any) -> Behaviour:
    """An answer of Save Page Now 2."""
    status = 401 if value.get("message") == LOGIN else 200
    return lambda handler: handler.answer(status, json.dumps(value).encode(), Content_Type="application/json")


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first answer, then the second, ...; the last for good."""
    left = list(behaviours)

    def answer(handler: Handler) -> None:
        behaviour = left.pop(0) if len(left) > 1 else left[0]
        behaviour(handler)

    return answer


# --- the plain form ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (302, {"location": "{copy}"}),
        (200, {"content_location": "/web/20260408120000/{page}"}),
        (201, {"location": "{copy}"}),
        (200, {"memento_datetime": http("2026-04-08T12:00:00"), "link": '<{copy}>; rel="memento"'}),
    ],
    ids=["redirect", "content-location", "created", "memento"],
)
def test_the_copy_that_an_archive_names_is_recorded(
    desk: Desk, archive: Archive, status: int, headers: dict[str, str]
) -> None:
    desk.cite(PAGE, verdict="alive")
    named = {name: value.format(copy=copy_of(archive), page=PAGE) for name, value in headers.items()}
    archive.does[f"/save/{PAGE}"] = lambda handler: handler.answer(status, b"saved", **named)
    result = result_of(desk.save(template(archive)))
    assert (result["outcome"], result["memento"]) == ("saved", copy_of(archive))
    assert result["memento_datetime"] == "2026-04-08T12:00:00Z"
    assert (card_of(desk).saved_url, card_of(desk).saved_at) == (copy_of(archive), "2026-04-08T12:00:00Z")
    assert desk.kept(PAGE) is None  # nothing was fetched
    desk.sound()


def test_the_card_shows_the_copy(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    captures(archive)
    desk.save(template(archive))
    assert f"Saved in an archive, Apr 8, 2026: {copy_of(archive)}" in " ".join(desk.run("show", PAGE).stdout.split())


def test_what_was_saved_is_not_asked_for_again_until_its_text_is_newer(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    digits = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    captures(archive, location=copy_of(archive, digits=digits))
    desk.save(template(archive))
    assert desk.save(template(archive))["results"] == []
    assert len(archive.asked("/save/")) == 1
    assert desk.run("archive", "--save", "-s", f"CITECACHE_ARCHIVE_SAVE={template(archive)}").stdout.startswith(
        "nothing to save"
    )
    desk.save(template(archive), "--again")
    assert len(archive.asked("/save/")) == 2


def test_a_copy_that_the_archive_has_anyway_is_recorded_and_no_other_is_made(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    copy = copy_of(archive, digits=f"{datetime.now(UTC) - timedelta(days=3):%Y%m%d%H%M%S}")
    archive.does[f"/gate/{PAGE}"] = lambda handler: handler.answer(302, location=copy)
    result = result_of(desk.save(template(archive), "-s", f"CITECACHE_ARCHIVE={archive.endpoint}"))
    assert (result["outcome"], result["memento"], result["detail"]) == ("saved", copy, "the archive had this copy")
    assert archive.asked("/save/") == []


def test_an_old_copy_is_not_as_good_as_one_of_now(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    archive.does[f"/gate/{PAGE}"] = lambda handler: handler.answer(
        302, location=copy_of(archive, digits="20190101000000")
    )
    captures(archive)
    assert result_of(desk.save(template(archive), "-s", f"CITECACHE_ARCHIVE={archive.endpoint}"))["detail"] == ""
    assert archive.asked("/save/") == [f"/save/{PAGE}"]


def test_redirects_of_the_archive_itself_are_followed_but_not_elsewhere(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    archive.does[f"/save/{PAGE}"] = lambda handler: handler.answer(301, location=f"/now/{PAGE}")
    archive.does[f"/now/{PAGE}"] = in_turn(
        lambda handler: handler.answer(302, location="http://elsewhere.example/login"),
        lambda handler: handler.answer(302, location=copy_of(archive)),
    )
    assert result_of(desk.save(template(archive)))["detail"] == "redirects to http://elsewhere.example/login"
    assert result_of(desk.save(template(archive)))["outcome"] == "saved"


# --- Save Page Now 2 --------------------------------------------------------------------------------


def test_with_keys_a_job_is_posted_and_waited_for(desk: Desk, archive: Archive) -> None:
    desk.cite(f"{PAGE}?a=1&b=2", verdict="alive")
    desk.environment = {"CITECACHE_ARCHIVE_SAVE_KEYS": KEYS}
    archive.does["/save"] = as_json(url=PAGE, job_id="spn2-0a1b2c3d")
    archive.does["/save/status/spn2-0a1b2c3d"] = in_turn(
        as_json(status="pending"),
        as_json(status="success", timestamp=THEN, original_url=f"{PAGE}?a=1&b=2"),
    )
    result = result_of(desk.save(template(archive)))
    assert (result["outcome"], result["memento"]) == ("saved", copy_of(archive, f"{PAGE}?a=1&b=2"))
    asked, *states = [hit for hit in archive.hits if hit.path.startswith("/save")]
    assert (asked.path, "url=http%3A%2F%2Fharbour.example%2F2018%2Ftides%3Fa%3D1%26b%3D2" in str(asked.form)) == (
        "/save",
        True,
    )
    assert {hit.headers["authorization"] for hit in (asked, *states)} == {f"LOW {KEYS}"}
    assert len(states) == 2


def test_keys_go_nowhere_else_and_are_not_stored(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    desk.environment = {"CITECACHE_ARCHIVE_SAVE_KEYS": KEYS}
    with Archive.serving() as other:
        other.does[f"/gate/{PAGE}"] = lambda handler: handler.answer(404)
        archive.does["/save"] = lambda handler: handler.answer(307, location=f"{other.base}/save")
        desk.save(template(archive), "-s", f"CITECACHE_ARCHIVE={other.endpoint}")
        assert not any("LOW" in hit.headers.get("authorization", "") for hit in other.hits)
    with sqlite3.connect(desk.path) as connection:
        assert not any("a-secret-key" in line for line in connection.iterdump())
    refused = desk.run("archive", "--save", "-s", f"CITECACHE_ARCHIVE_SAVE_KEYS={KEYS}", expect=2)
    assert "keys belong in the environment" in refused.stderr
    assert "a-secret-key" not in refused.stderr


def test_without_keys_a_page_that_names_a_job_is_waited_for_too(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    script = b'<html><script>spn.watchJob("spn2-0a1b2c3d", "/_static/", 6000);</script>'
    archive.does[f"/save/{PAGE}"] = lambda handler: handler.answer(200, script)
    archive.does["/save/status/spn2-0a1b2c3d"] = as_json(status="success", timestamp=THEN, original_url=PAGE)
    assert result_of(desk.save(template(archive)))["memento"] == copy_of(archive)


def test_a_job_whose_end_is_not_known_is_recorded_and_not_asked_for_at_once(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    archive.does[f"/save/{PAGE}"] = as_json(job_id="spn2-0a1b2c3d")
    archive.does["/save/status/spn2-0a1b2c3d"] = as_json(status="pending")
    result = result_of(desk.save(template(archive), "-s", "CITECACHE_SAVE_DEADLINE=3"))
    assert (result["outcome"], result["detail"]) == ("saving", "spn2-0a1b2c3d is under way")
    assert desk.save(template(archive))["results"] == []
    assert "An archive was asked to save it" in desk.run("show", PAGE).stdout


def test_an_archive_that_does_not_answer_in_time_may_be_at_work_still(desk: Desk, archive: Archive, until: Any) -> None:
    desk.cite(PAGE, verdict="alive")

    def hangs(handler: Handler) -> None:
        until(lambda: archive.does.get("enough"), 20)
        handler.answer(404)

    archive.does[f"/save/{PAGE}"] = hangs
    result = result_of(desk.save(template(archive), "-s", "CITECACHE_SAVE_DEADLINE=0.5"))
    archive.does["enough"] = hangs
    assert result["outcome"] == "saving"
    assert archive.asked("/save/") == [f"/save/{PAGE}"]  # it is not asked twice


# --- refusals and faults ----------------------------------------------------------------------------

BLOCKED = {"x_archive_wayback_runtime_error": "RobotAccessControlException: Blocked By Robots"}


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (lambda handler: handler.answer(403, b"", **BLOCKED), "RobotAccessControlException: Blocked By Robots"),
        (lambda handler: handler.answer(502, b"", **BLOCKED), "RobotAccessControlException: Blocked By Robots"),
        (lambda handler: handler.answer(451, b"<h1>Not for us</h1>"), "HTTP 451: Not for us"),
        (as_json(status="error", status_ext="error:blocked-url", message="It is blocked."), "error:blocked-url: It"),
    ],
    ids=["robots", "robots-as-5xx", "legal", "spn2"],
)  # fmt: skip
def test_an_archive_that_declines_is_not_asked_again_soon(
    desk: Desk, archive: Archive, behaviour: Behaviour, said: str
) -> None:
    desk.cite(PAGE, verdict="alive")
    archive.does[f"/save/{PAGE}"] = behaviour
    result = result_of(desk.save(template(archive)))
    assert (result["outcome"], said in result["detail"]) == ("save_declined", True), result
    assert desk.save(template(archive))["results"] == []
    assert "and declined" in desk.run("show", PAGE).stdout


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda handler: handler.answer(500, b"oops"),
        lambda handler: handler.answer(200, b"<p>Welcome to this web server"),
        as_json(status="error", status_ext="error:browsing-timeout", message="Too slow."),
    ],
    ids=["500", "no archive", "spn2"],
)
def test_a_fault_of_the_archive_says_nothing_and_the_next_run_asks_again(
    desk: Desk, archive: Archive, behaviour: Behaviour
) -> None:
    desk.cite(PAGE, verdict="alive")
    archive.does[f"/save/{PAGE}"] = in_turn(behaviour, lambda handler: handler.answer(302, location=copy_of(archive)))
    assert result_of(desk.save(template(archive)))["outcome"] == "save_failed"
    assert card_of(desk).save_outcome == "save_failed"
    assert result_of(desk.save(template(archive)))["outcome"] == "saved"
    assert desk.one("SELECT verdict FROM pages") == "alive"


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda handler: handler.answer(429, b"slow down", Retry_After="3600"),
        lambda handler: handler.answer(503, b"slow down", Retry_After="3600"),
        as_json(status="error", status_ext="error:user-session-limit", message="You have too many captures."),
        as_json(message=LOGIN),
    ],
    ids=["429", "503", "session limit", "wrong keys"],
)
def test_an_archive_that_asks_for_patience_is_not_asked_for_the_others(
    desk: Desk, archive: Archive, behaviour: Behaviour
) -> None:
    for url in (PAGE, OTHER, THIRD):
        desk.cite(url, verdict="alive")
        archive.does[f"/save/{url}"] = behaviour
    found = desk.save(template(archive))
    assert [(one["outcome"], one["asked"]) for one in found["results"]] == [
        ("save_failed", True),
        ("save_failed", False),
        ("save_failed", False),
    ]
    assert len(archive.asked("/save/")) == 1
    assert desk.one("SELECT count(*) FROM mementos") == 1


def test_the_pause_that_an_archive_asks_for_outlasts_the_run(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    archive.does[f"/save/{PAGE}"] = lambda handler: handler.answer(429, b"", Retry_After="3600")
    desk.save(template(archive))
    assert "asked to be left alone" in result_of(desk.save(template(archive)))["detail"]
    assert len(archive.asked("/save/")) == 1


def test_requests_keep_their_distance(desk: Desk, archive: Archive) -> None:
    for url in (PAGE, OTHER):
        desk.cite(url, verdict="alive")
        captures(archive, url)
    desk.save(template(archive), "-s", "CITECACHE_SAVE_DELAY=1.5")
    first, second = [hit.at for hit in archive.hits if hit.path.startswith("/save/")]
    assert second - first >= 1.4


def test_a_private_archive_is_not_asked_unless_it_is_allowed(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    captures(archive)
    desk.options = ()
    assert "is loopback" in result_of(desk.save(template(archive)))["detail"]
    assert archive.hits == []


def test_ctrl_c_ends_the_run_and_what_the_archive_was_asked_for_is_recorded(
    desk: Desk, archive: Archive, until: Any
) -> None:
    for url in (PAGE, OTHER):
        desk.cite(url, verdict="alive")
    archive.does[f"/save/{PAGE}"] = as_json(job_id="spn2-0a1b2c3d")
    archive.does["/save/status/spn2-0a1b2c3d"] = as_json(status="pending")
    settings = ("-s", f"CITECACHE_ARCHIVE_SAVE={template(archive)}", "-s", "CITECACHE_SAVE_DELAY=0", *desk.options)
    process = desk.start("archive", "--save", *settings, "--json")
    until(lambda: archive.asked("/save/status/"))
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in error) == (130, False), error
    assert json.loads(out)["state"] == "interrupted"
    assert desk.rows("SELECT outcome FROM mementos") == [("saving",)]
    assert desk.save(template(archive), "--dry-run")["pages"] == [{"url": OTHER, "verdict": "alive"}]
    assert f"/save/{OTHER}" not in archive.asked()
    desk.sound()


# --- what is never sent -----------------------------------------------------------------------------


def test_what_is_not_public_is_never_sent_and_the_reason_is_told(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    captures(archive)
    reasons = {
        f"{OTHER}?X-Amz-Signature=0a1b2c": "it has a secret in it (X-Amz-Signature)",
        "http://127.0.0.1:8000/wiki": "127.0.0.1 is loopback (RFC 1122)",
        "http://wiki.corp/page": "wiki.corp is no public name (corp: RFC 6762, appendix G)",
    }
    for url in reasons:
        desk.cite(url, verdict="alive")
    found = desk.save(template(archive))
    assert {one["url"]: one["reason"] for one in found["left_out"]} == reasons
    assert archive.asked("/save/") == [f"/save/{PAGE}"]
    assert result_of(desk.save(template(archive), "--again", PAGE))["url"] == PAGE
    assert desk.save(template(archive), *reasons)["results"] == []


def test_an_archived_copy_is_not_captured_once_more(desk: Desk, archive: Archive) -> None:
    """As it is cited after a repair."""
    desk.cite(f"https://web.archive.org/web/20200101000000/{PAGE}", verdict="alive")
    (left_out,) = desk.save(template(archive))["left_out"]
    assert left_out["reason"] == "it is an archived copy itself"
    assert archive.hits == []


@pytest.mark.parametrize("verdict", ["restricted", "blocked", "dead", "unsafe", "legal"])
def test_only_pages_that_are_there_for_everybody_are_sent(desk: Desk, archive: Archive, verdict: str) -> None:
    desk.cite(PAGE, verdict=verdict)
    captures(archive)
    assert desk.save(template(archive))["results"] == []
    (left_out,) = desk.save(template(archive), PAGE)["left_out"]
    assert left_out["reason"] == f"it is {verdict}"
    assert archive.hits == []


def test_a_dry_run_lists_what_would_be_sent_and_sends_nothing(desk: Desk, archive: Archive) -> None:
    for url in (PAGE, OTHER):
        desk.cite(url, verdict="alive")
    desk.cite(f"{THIRD}?token=0a1b", verdict="alive")
    found = desk.save(template(archive), "--dry-run", "--limit", "1")
    assert [one["url"] for one in found["pages"]] == [PAGE]
    run = desk.run("archive", "--save", "--dry-run")
    assert run.stdout.splitlines() == [PAGE, OTHER]
    assert f"not sent: {THIRD}?token=0a1b: it has a secret in it (token)" in run.stderr
    assert "2 pages would be captured by https://web.archive.org/save/{url}, one every 20 s" in run.stderr
    assert archive.hits == []


@pytest.mark.parametrize(
    "value", ["https://archive.example/save/", "ftp://archive.example/{url}", "https://u:p@a.example/{url}"]
)
def test_an_address_that_cannot_be_one_is_refused(desk: Desk, value: str) -> None:
    refused = desk.run("archive", "--save", "-s", f"CITECACHE_ARCHIVE_SAVE={value}", expect=2)
    assert "CITECACHE_ARCHIVE_SAVE" in refused.stderr
    assert "u:p" not in refused.stderr


def test_the_output_is_a_line_for_each_page(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="alive")
    captures(archive)
    settings = ("-s", f"CITECACHE_ARCHIVE_SAVE={template(archive)}", *desk.options)
    said = desk.run("archive", "--save", *settings).stdout.splitlines()
    assert said == [
        f"saved  2026-04-08  {PAGE}  {copy_of(archive)}",
        f"1 page, asked of {template(archive)}: 1 saved",
    ]
