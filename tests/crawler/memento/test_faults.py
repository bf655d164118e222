"""Archives that are down, ask for a pause, answer nonsense or lie: an inconclusive lookup is never "no copy"."""

import signal
import socket
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from archive_desk import Desk
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scripted import Archive, Behaviour, Handler, http
from warcs import CHALLENGE, NOT_FOUND, article

PAGE, OTHER = "http://harbour.example/2018/tides", "http://harbour.example/2018/walls"
THEN, LATER = article("the tides, as they were"), article("the tides, as they were told later")
LINK_FORMAT = "application/link-format"


def outcomes(result: dict[str, Any]) -> list[str]:
    return [look["outcome"] for look in result["tried"]]


def unlooked(result: dict[str, Any]) -> str:
    """Why a page could not be looked for; that is all that was found."""
    assert (result["outcome"], result["memento"]) == ("unavailable", None)
    return str(result["detail"])


def asks_for_patience(status: int, seconds: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(status, b"slow down", Retry_After=seconds)


# --- an archive that works, in no address of the Wayback Machine's -----------------------------------


def test_any_addresses_serve_only_the_timegates_beginning_is_known(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, accessed="2020-06-01")
    archive.copy(PAGE, "2021-01-01", LATER)
    copy = archive.copy(PAGE, "2019-01-01", THEN)
    result = desk.look(archive.endpoint)
    assert (result["outcome"], result["memento"], result["why"]) == ("kept", copy, "accessed")
    gate, timemap, memento = [hit for hit in archive.hits if hit.path != "/robots.txt"]
    assert (gate.path, gate.headers["accept-datetime"]) == (f"/gate/{PAGE}", "Mon, 01 Jun 2020 23:59:59 GMT")
    assert (timemap.path, memento.path) == (f"/map/{PAGE}", "/copy/0" if copy.endswith("0") else f"/copy/{copy[-1]}")
    assert "accept-datetime" not in timemap.headers


def test_a_timegate_that_redirects_to_the_copy_is_followed_for_its_links(desk: Desk, archive: Archive) -> None:
    """From http to https, to the next TimeGate, to the copy: the first answer with links names the TimeMap."""
    desk.cite(PAGE, accessed="2020-06-01")
    copy = archive.copy(PAGE, "2019-01-01", THEN)
    links = f'<{archive.base}/map/{PAGE}>; rel="self timemap"; type="{LINK_FORMAT}"'
    archive.does[f"/gate/{PAGE}"] = lambda handler: handler.answer(301, Location=f"/second/{PAGE}")
    archive.does[f"/second/{PAGE}"] = lambda handler: handler.answer(302, Location=copy, Link=links)
    assert desk.look(archive.endpoint)["memento"] == copy


def test_without_a_timemap_the_copy_of_the_timegate_is_used(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    copy = archive.copy(PAGE, "2019-01-01", THEN)
    archive.does[f"/gate/{PAGE}"] = lambda handler: handler.answer(302, Location=copy)
    assert desk.look(archive.endpoint)["memento"] == copy


def test_of_a_paged_timemap_the_page_that_covers_the_day_is_read(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, accessed="2016-06-01")
    copies = {year: archive.copy(OTHER, f"{year}-03-01", article(f"the year {year}")) for year in range(2010, 2020)}
    archive.lists(PAGE)
    for year, copy in copies.items():
        days = f'from="{http(f"{year}-01-01")}"; until="{http(f"{year}-12-31")}"'
        archive.lists(PAGE, f'<{archive.base}/part/{year}>; rel="timemap"; type="{LINK_FORMAT}"; {days}')
        body = f'<{copy}>; rel="memento"; datetime="{http(f"{year}-03-01")}"'.encode()
        archive.does[f"/part/{year}"] = lambda handler, body=body: handler.answer(200, body, Content_Type=LINK_FORMAT)
    assert desk.look(archive.endpoint)["memento"] == copies[2016]
    assert archive.asked("/part/") == [f"/part/{year}" for year in (2016, 2015, 2014, 2013)]  # five TimeMaps in all


def test_a_copy_that_our_extractor_fails_on_is_not_counted_as_refused(desk: Desk, archive: Archive) -> None:
    """The next lookup uses it."""
    desk.cite(PAGE, accessed="2020-06-01")
    copy = archive.copy(PAGE, "2019-01-01", article(" ".join(f"<b>{word}</b>" for word in range(20_000))))
    assert "extraction" in unlooked(desk.look(archive.endpoint, "-s", "CITECACHE_EXTRACT_DEADLINE=0.1"))
    # The extractor takes 2 MB of this to its deadline; the fallback has half of that, and needs it on a busy machine.
    assert desk.look(archive.endpoint, "-s", "CITECACHE_EXTRACT_DEADLINE=16")["memento"] == copy


def test_at_most_five_copies_of_a_page_are_tried(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, accessed="2020-06-01")
    for day in range(1, 9):
        archive.copy(PAGE, f"2020-01-0{day}", NOT_FOUND, status=404)
    first = desk.look(archive.endpoint)
    assert (first["outcome"], outcomes(first)) == ("refused", ["refused"] * 5)
    assert [look["memento_datetime"][:10] for look in first["tried"]] == [f"2020-01-0{day}" for day in range(8, 3, -1)]
    second = desk.look(archive.endpoint, PAGE)
    assert [look["memento_datetime"][:10] for look in second["tried"]] == ["2020-01-03", "2020-01-02", "2020-01-01"]


# --- patience ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_an_archive_that_asks_for_a_pause_is_left_alone(desk: Desk, archive: Archive, status: int) -> None:
    """Neither for the other pages of the run, nor in a later run before the pause is over."""
    for cited in (PAGE, OTHER):
        desk.cite(cited)
        archive.copy(cited, "2019-01-01", THEN)
        archive.does[f"/gate/{cited}"] = asks_for_patience(status, "600")
    first = desk.archive(archive.endpoint)
    assert (first["unavailable"], first["none"], first["kept"]) == (2, 0, 0)
    assert [f"HTTP {status}" in unlooked(result) for result in first["results"]] == [True, True]
    assert archive.asked() == [f"/gate/{PAGE}"]
    second = desk.archive(archive.endpoint)
    assert ["asked to be left alone until" in unlooked(result) for result in second["results"]] == [True, True]
    assert archive.asked() == [f"/gate/{PAGE}"]
    assert desk.rows("SELECT DISTINCT outcome FROM mementos") == [("unavailable",)]


def test_the_next_run_waits_for_a_short_pause(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    copy = archive.copy(PAGE, "2019-01-01", THEN)
    works = archive.does[f"/gate/{PAGE}"]
    archive.does[f"/gate/{PAGE}"] = asks_for_patience(429, "3")
    unlooked(desk.look(archive.endpoint))
    archive.does[f"/gate/{PAGE}"] = works
    assert desk.look(archive.endpoint)["memento"] == copy
    first, second = [hit.at for hit in archive.hits if hit.path == f"/gate/{PAGE}"]
    assert second - first >= 2  # Retry-After is in whole seconds, and kept so


def test_a_pause_asked_for_among_the_copies_is_inconclusive(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, accessed="2020-06-01")
    archive.copy(PAGE, "2018-01-01", THEN)
    last = archive.copy(PAGE, "2019-01-01", THEN)
    archive.does[last.removeprefix(archive.base)] = asks_for_patience(429, "600")
    result = desk.look(archive.endpoint)
    assert "HTTP 429" in unlooked(result)
    assert outcomes(result) == ["unavailable", "unavailable"]
    assert len(archive.asked("/copy/")) == 1


@pytest.mark.parametrize("status", [429, 503, 500])
def test_an_archived_error_response_is_a_copy(desk: Desk, archive: Archive, status: int) -> None:
    """The page asked for a pause in 2019; the archive does not. A copy of a 500 is not retried either."""
    desk.options = tuple(option.replace("RETRY_TIMES=0", "RETRY_TIMES=2") for option in desk.options)
    desk.cite(PAGE, accessed="2020-06-01")
    good = archive.copy(PAGE, "2018-01-01", THEN)
    archive.copy(PAGE, "2019-01-01", b"slow down", status=status, retry_after="600")
    result = desk.look(archive.endpoint)
    assert (result["memento"], outcomes(result)) == (good, ["refused", "kept"])
    assert len(archive.asked("/copy/")) == 2


# --- archives that do not answer, or not as an archive does ------------------------------------------


def test_an_archive_that_is_down_is_inconclusive(desk: Desk) -> None:
    with socket.socket() as nobody:  # bound, and not listening
        nobody.bind(("127.0.0.1", 0))
        for cited in (PAGE, OTHER):
            desk.cite(cited)
        said = desk.archive(f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        assert ["refused" in unlooked(result) for result in said["results"]] == [True, True]
        assert said["results"][1]["detail"].startswith("not asked: ")
        assert desk.one("SELECT count(*) FROM mementos") == 1


ODD: dict[str, Callable[[Handler], None]] = {
    "an ordinary page": lambda handler: handler.answer(200, article("something else")),
    "an error of its own": lambda handler: handler.answer(500, b"oops"),
    "forbidden": lambda handler: handler.answer(403, b"excluded"),
    "broken links": lambda handler: handler.answer(200, Link='<; rel="timemap", >http://x<; rel=memento, <y'),
    "a TimeMap that is no URL": lambda handler: handler.answer(200, Link='<http://[/>; rel="timemap"'),
    "a circle": lambda handler: handler.answer(302, Location=handler.path),
    "out to a file": lambda handler: handler.answer(302, Location="file:///etc/passwd"),
    "in to a private network": lambda handler: handler.answer(302, Location="http://10.0.0.1/gate/"),
    "a TimeMap in a private network": lambda handler: handler.answer(200, Link='<http://10.0.0.1/>; rel="timemap"'),
    "a TimeMap in a file": lambda handler: handler.answer(200, Link='<file:///etc/passwd>; rel="timemap"'),
}


def test_an_answer_that_is_not_from_an_archive_never_means_no_copy(desk: Desk, archive: Archive) -> None:
    for number, behaviour in enumerate(ODD.values()):
        archive.does[f"/gate/{desk.cite(f'{PAGE}/{number}')}"] = behaviour
    first, second = (desk.archive(archive.endpoint)["results"] for _ in range(2))  # it is asked again
    assert {name: result["outcome"] for name, result in zip(ODD, first, strict=True)} == dict.fromkeys(
        ODD, "unavailable"
    )
    assert [name for name, result in zip(ODD, first, strict=True) if not unlooked(result)] == []
    assert [result["outcome"] for result in second] == ["unavailable"] * len(ODD)


def test_its_robots_txt_is_obeyed(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    archive.copy(PAGE, "2019-01-01", THEN)
    archive.does["/robots.txt"] = lambda handler: handler.answer(200, b"User-agent: *\nDisallow: /gate/")
    assert "robots.txt" in unlooked(desk.look(archive.endpoint))
    assert archive.asked() == []


def test_an_archive_in_a_private_network_needs_allow_address(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    desk.options = desk.options[2:]
    assert "--allow-address" in unlooked(desk.look(archive.endpoint))
    assert archive.hits == []


# --- TimeMaps ----------------------------------------------------------------------------------------


def test_an_oversized_timemap_falls_back_to_the_timegate(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, accessed="2020-06-01")
    named = archive.copy(PAGE, "2018-01-01", THEN)
    for day in range(10, 29):
        archive.copy(PAGE, f"2019-01-{day}", LATER)
    assert len(THEN) < 1400
    links = f'<{archive.base}/map/{PAGE}>; rel=timemap, <{named}>; rel="first memento"; datetime="{http("2018-01-01")}"'
    archive.does[f"/gate/{PAGE}"] = lambda handler: handler.answer(200, Link=links)
    result = desk.look(archive.endpoint, "-s", "DOWNLOAD_MAXSIZE=1400")
    assert result["memento"] == named
    assert "a TimeMap could not be read" in result["detail"]


def test_an_unreadable_timemap_is_inconclusive(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    for day in range(10, 29):
        archive.copy(PAGE, f"2019-01-{day}", THEN)
    assert unlooked(desk.look(archive.endpoint, "-s", "DOWNLOAD_MAXSIZE=1400"))
    archive.does[f"/map/{PAGE}"] = lambda handler: handler.answer(500, b"oops")
    assert unlooked(desk.look(archive.endpoint))


def test_a_truncated_answer_is_inconclusive(desk: Desk, archive: Archive) -> None:
    """A truncated copy or TimeMap is inconclusive: the next lookup requests it again."""
    desk.cite(PAGE)
    copy = archive.copy(PAGE, "2019-01-01", THEN)
    whole = dict(archive.does)

    def broken(handler: Handler) -> None:
        handler.close_connection = True
        handler.answer(200, THEN[:300], Content_Length=str(len(THEN)), Memento_Datetime=http("2019-01-01"))

    archive.does[copy.removeprefix(archive.base)] = broken
    result = desk.look(archive.endpoint)
    assert "ended before the body did" in unlooked(result)
    assert outcomes(result) == ["unavailable"]
    archive.does = whole | {f"/map/{PAGE}": broken}
    assert "ended before the body did" in unlooked(desk.look(archive.endpoint))
    archive.does = whole
    assert desk.look(archive.endpoint)["memento"] == copy


def test_refused_copies_are_inconclusive_while_a_timemap_is_unreadable(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    bad = archive.copy(PAGE, "2019-01-01", NOT_FOUND, status=404)
    links = f'<{archive.base}/map/{PAGE}>; rel="timemap", <{bad}>; rel="memento"; datetime="{http("2019-01-01")}"'
    archive.does[f"/gate/{PAGE}"] = lambda handler: handler.answer(200, Link=links)
    archive.does[f"/map/{PAGE}"] = lambda handler: handler.answer(500, b"oops")
    result = desk.look(archive.endpoint)
    assert "a TimeMap could not be read" in unlooked(result)
    assert outcomes(result) == ["refused"]


def test_copies_without_dates_are_dated_by_their_addresses_or_left_out(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, accessed="2020-06-01")
    address = f"/web/20190101000000/{PAGE}"
    raw = address.replace("00/http", "00id_/http")
    archive.does[raw] = lambda handler: handler.answer(200, THEN, Memento_Datetime=http("2019-01-01"))
    undated = archive.copy(OTHER, "2020-01-01", LATER)
    archive.lists(PAGE, f'<{undated}>; rel="memento"', f'<{archive.base}{address}>; rel="memento"; datetime="soon"')
    result = desk.look(archive.endpoint)
    assert (result["memento"], outcomes(result)) == (f"{archive.base}{address}", ["kept"])
    assert archive.asked("/web/") == [raw]


def test_an_archive_without_raw_records_gives_its_copies_as_they_are(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    address = f"/web/20190101000000/{PAGE}"
    archive.does[address] = lambda handler: handler.answer(200, THEN, Memento_Datetime=http("2019-01-01"))
    archive.lists(PAGE, f'<{archive.base}{address}>; rel="memento"; datetime="{http("2019-01-01")}"')
    assert desk.look(archive.endpoint)["memento"] == f"{archive.base}{address}"


HOSTILE = (
    "file:///etc/passwd",
    "http://10.0.0.1/copy",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:10.0.0.1]/",
    "ftp://127.0.0.1/copy",
    "javascript:alert(1)",
    "http://127.0.0.1:22/copy",
    "http://[/",
)


def test_hostile_addresses_in_a_timemap_are_refused_and_never_fetched(desk: Desk, archive: Archive) -> None:
    for cited, hostile in ((PAGE, HOSTILE[:4]), (OTHER, HOSTILE[4:])):  # at most five copies of a page are tried
        desk.cite(cited, accessed="2020-06-01")
        archive.copy(cited, "2018-01-01", THEN)
        archive.lists(cited, *(f'<{url}>; rel="memento"; datetime="{http("2019-01-01")}"' for url in hostile))
    results = desk.archive(archive.endpoint)["results"]
    assert [outcomes(result) for result in results] == [[*["refused"] * 4, "kept"]] * 2
    details = {look["url"]: look["detail"] for result in results for look in result["tried"]}
    assert set(HOSTILE) < set(details)
    tried = ("refused", "no answer", "in time", "lookup")  # what a connection that was tried would have said
    assert [url for url in HOSTILE if any(word in details[url] for word in tried)] == []


OUT = ("http://10.0.0.1/", "file:///etc/passwd", "http://127.0.0.2:9/copy", "http://harbour.example/live")


def test_a_copy_that_redirects_out_of_the_archive_is_refused(desk: Desk, archive: Archive) -> None:
    for number, location in enumerate(OUT):
        archive.copy(desk.cite(f"{PAGE}/{number}"), "2019-01-01", status=302, location=location)
    results = desk.archive(archive.endpoint)["results"]
    assert [(result["outcome"], *outcomes(result)) for result in results] == [("refused", "refused")] * len(OUT)
    assert len(archive.asked("/copy/")) == len(OUT)


# --- copies ------------------------------------------------------------------------------------------


def test_a_response_without_a_capture_time_is_not_a_copy(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    archive.copy(PAGE, "2019-01-01", THEN, memento_datetime="")
    result = desk.look(archive.endpoint)
    assert result["outcome"] == "refused"
    assert "without Memento-Datetime" in result["tried"][0]["detail"]


def test_the_date_of_the_answer_counts_and_not_that_of_the_list(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    archive.copy(PAGE, "2019-01-01", THEN, memento_datetime=http("2017-07-07"))
    assert desk.look(archive.endpoint)["memento_datetime"] == "2017-07-07T00:00:00Z"


def test_a_copy_without_text_is_refused(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE)
    archive.copy(PAGE, "2019-01-01", b"<html><body><div id=app></div><script src=/app.js></script>")
    assert outcomes(desk.look(archive.endpoint)) == ["refused"]


def test_the_headers_that_came_with_the_page_are_judged_too(desk: Desk, archive: Archive) -> None:
    """The Wayback Machine gives them with a prefix."""
    desk.cite(PAGE)
    archive.copy(PAGE, "2019-01-01", THEN, x_archive_orig_cf_mitigated="challenge")
    result = desk.look(archive.endpoint)
    assert [look["verdict"] for look in result["tried"]] == ["blocked"]


def test_a_challenge_is_refused_in_any_archive(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, accessed="2020-06-01")
    archive.copy(PAGE, "2019-01-01", CHALLENGE)
    good = archive.copy(PAGE, "2018-01-01", THEN)
    assert desk.look(archive.endpoint)["memento"] == good


def test_a_copy_with_less_than_half_of_our_own_last_good_text_is_refused(desk: Desk, archive: Archive) -> None:
    """The cited page is fetched while it lives, then marked dead."""
    cited = f"{archive.base}/own/page"
    archive.does["/own/page"] = lambda handler: handler.answer(200, article("the tides", 30))
    desk.run("crawl", "--url", cited, *desk.options)
    desk.run("mark", cited, "dead")
    stub = archive.copy(cited, "2020-01-01", article("the tides", 3))
    whole = archive.copy(cited, "2019-01-01", article("the tides", 28))
    good = desk.one("SELECT last_good_capture_id FROM pages")
    result = desk.look(archive.endpoint)
    assert [(look["url"], look["verdict"]) for look in result["tried"]] == [(stub, "degraded"), (whole, "alive")]
    assert result["why"] == "last good"
    assert desk.one("SELECT last_good_capture_id FROM pages") == good
    assert desk.one("SELECT archived_capture_id FROM pages") != good


def test_a_page_that_comes_back_as_its_copy_was_gets_a_capture_of_its_own(desk: Desk, archive: Archive) -> None:
    cited = desk.cite(f"{archive.base}/own/page")
    archive.copy(cited, "2019-01-01", THEN)
    desk.look(archive.endpoint)
    desk.run("mark", cited, "--clear")
    archive.does["/own/page"] = lambda handler: handler.answer(200, THEN)
    desk.run("crawl", "--url", cited, *desk.options)
    sql = "SELECT g.url, g.memento_datetime, a.memento_datetime, g.text = a.text FROM pages p"
    sql += " JOIN captures g ON g.id = p.last_good_capture_id JOIN captures a ON a.id = p.archived_capture_id"
    assert desk.rows(sql) == [(cited, None, "2019-01-01T00:00:00Z", 1)]
    desk.sound()


# --- the command -------------------------------------------------------------------------------------


def test_ctrl_c_ends_the_run_cleanly_and_keeps_what_was_stored(desk: Desk, archive: Archive, until: Any) -> None:
    for cited in (PAGE, OTHER):
        desk.cite(cited)
        archive.copy(cited, "2019-01-01", THEN)
    archive.does[f"/gate/{OTHER}"] = lambda handler: handler.rfile.read(1)  # until the client hangs up
    process = desk.start("archive", "--archive", archive.endpoint, *desk.options, "--json")
    until(lambda: archive.asked(f"/gate/{OTHER}"))
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130, error
    assert "Traceback" not in error
    assert '"state": "interrupted"' in out
    assert desk.kept(PAGE) is not None
    desk.sound()


def test_one_run_of_a_cache_excludes_another(desk: Desk, archive: Archive, until: Any) -> None:
    desk.cite(PAGE)
    archive.does[f"/gate/{PAGE}"] = lambda handler: handler.rfile.read(1)
    first = desk.start("archive", "--archive", archive.endpoint, *desk.options)
    try:
        until(archive.asked)
        second = desk.run("archive", "--archive", archive.endpoint, *desk.options, expect=1)
        assert second.stderr.startswith("citecache: another crawl of citecache.db is running")
    finally:
        first.kill()
        first.communicate()


def test_pages_that_are_not_gone_are_asked_for_only_by_name(desk: Desk, archive: Archive) -> None:
    desk.cite(PAGE, verdict="blocked")
    archive.copy(PAGE, "2019-01-01", THEN)
    assert desk.archive(archive.endpoint)["results"] == []
    assert desk.look(archive.endpoint, PAGE)["outcome"] == "kept"
    assert desk.look(archive.endpoint, PAGE)["detail"] == "kept before"


def test_a_dry_run_sends_no_requests(desk: Desk, archive: Archive) -> None:
    for cited in (PAGE, OTHER):
        desk.cite(cited, accessed="2020-06-30")
    said = desk.archive(archive.endpoint, "--dry-run", "--limit", "1")
    assert [(page["url"], page["wanted"]) for page in said["pages"]] == [(PAGE, "2020-06-30T23:59:59Z")]
    assert archive.hits == []


@pytest.mark.parametrize("endpoint", ["ftp://a.example/", "web.archive.org/web", "http://[", ""])
def test_an_archive_that_is_not_an_http_url_is_a_usage_error(desk: Desk, endpoint: str) -> None:
    desk.cite(PAGE)
    assert "not an http or https URL" in desk.run("archive", "--archive", endpoint or " ", expect=2).stderr


def test_the_spider_is_not_one_that_anybody_starts() -> None:
    settings = Settings()
    settings.setmodule("crawler.settings")
    assert SpiderLoader.from_settings(settings).list() == ["citations"]


# --- an archive that wants a password ----------------------------------------------------------------


def guard(archive: Archive) -> str:
    """Let every behaviour of an archive want user and password; gives what it wants in the header."""
    wanted = f"Basic {b64encode(b'alice:SEKRIT').decode()}"

    def guarded(behaviour: Behaviour) -> Behaviour:
        def answer(handler: Handler) -> None:
            if handler.headers.get("Authorization") == wanted:
                behaviour(handler)
            else:
                handler.answer(401, b"", WWW_Authenticate='Basic realm="archive"')

        return answer

    archive.does = {path: guarded(behaviour) for path, behaviour in archive.does.items()}
    return wanted


def test_an_archive_gets_its_password_from_the_environment(desk: Desk, archive: Archive) -> None:
    """It works, and no other origin gets the password, nor a line or a row."""
    desk.cite(PAGE, accessed="2020-06-01")
    copy = archive.copy(PAGE, "2019-01-01", THEN)
    guard(archive)
    assert "HTTP 401, it wants CITECACHE_ARCHIVE_AUTH" in unlooked(desk.look(archive.endpoint))
    desk.environment = {"CITECACHE_ARCHIVE_AUTH": "alice:SEKRIT"}
    assert desk.look(archive.endpoint, "-vv")["memento"] == copy
    with Archive.serving() as other:
        desk.cite(OTHER, accessed="2020-06-01")
        elsewhere = other.copy(OTHER, "2019-01-01", LATER)
        archive.does[f"/gate/{OTHER}"] = lambda handler: handler.answer(302, Location=elsewhere.replace("copy", "gate"))
        desk.archive(archive.endpoint)
        assert other.hits
        assert [hit for hit in other.hits if "authorization" in hit.headers] == []
    printed = desk.run("archive", "--archive", archive.endpoint, *desk.options, "-vv", "--again")
    assert "SEKRIT" not in printed.stdout + printed.stderr
    assert b"SEKRIT" not in desk.path.read_bytes()


@pytest.mark.parametrize(
    "begin", ["http://alice:SEKRIT@", "http:/alice:SEKRIT@", "HTTP://SEKRIT@", "http://a%3ASEKRIT%40"]
)
def test_a_password_in_the_archives_address_is_refused_without_showing_it(desk: Desk, begin: str) -> None:
    desk.cite(PAGE)
    run = desk.run("archive", "--archive", f"{begin}127.0.0.1:9/gate/", *desk.options, expect=2)
    assert "SEKRIT" not in run.stdout + run.stderr
    desk.environment = {"CITECACHE_ARCHIVE": f"{begin}127.0.0.1:9/gate/"}
    run = desk.run("archive", *desk.options, expect=2)
    assert "SEKRIT" not in run.stdout + run.stderr
    assert b"SEKRIT" not in desk.path.read_bytes()
