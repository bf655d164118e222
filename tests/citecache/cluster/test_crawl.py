"""`crawl --cluster` with real processes: the same results as in one process, at the same pace."""

import json
import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from dask_processes import DaskProcesses
from distributed import Security
from own_web import WORDS, Desk, Handler, Web, article
from server_log import fetches_per_page, impolite

HOSTS = 8
LOCAL = ("--cluster", "local:2")

PAGES = "SELECT url, verdict, problem, marked_at FROM pages ORDER BY url"
# Not what depends on which page of a host was stored first: twins, likenesses.
FETCHES = """
SELECT p.url, f.outcome, f.status, f.error, f.final_url, f.redirects, f.flags, f.attempts, f.ip_address, f.body_bytes,
    f.verdict, f.effective_verdict, f.verdict_doubt, f.extraction, f.probe IS NOT NULL
FROM fetches f JOIN pages p ON p.id = f.page_id ORDER BY p.url, f.id
"""
EVIDENCE = """
SELECT p.url, e.rule, e.verdict, e.detail FROM evidence e JOIN fetches f ON f.id = e.fetch_id
JOIN pages p ON p.id = f.page_id ORDER BY p.url, f.id, e.rule, e.detail
"""
CAPTURES = """
SELECT p.url, c.media_type, c.charset, c.text, c.title, c.authors, c.coverage, c.page_type, c.doubt, c.preview,
    c.extractor, c.body_sha256 FROM captures c JOIN pages p ON p.id = c.page_id ORDER BY p.url, c.id
"""
HOST_FILES = "SELECT origin, text, failing_since IS NOT NULL FROM robots ORDER BY origin"
ANSWERS = "SELECT origin, kind, status FROM host_answers ORDER BY origin, kind"
PAUSES = "SELECT host FROM pauses ORDER BY host"
RESULTS = (PAGES, FETCHES, EVIDENCE, CAPTURES, HOST_FILES, ANSWERS, PAUSES)


def varied(web: Web) -> list[str]:
    """A web of many kinds of answers; gives its URLs."""
    tags = {"/tagged": '"1"'}

    def tagged(handler: Handler) -> None:
        same = handler.headers["If-None-Match"] == tags["/tagged"]
        handler.answer(304 if same else 200, b"" if same else article("tags"), etag=tags["/tagged"])

    undecided = "".join(f"<p>{n}. {WORDS} It is about weirs.</p>" for n in range(12))
    web.on("/undecided", 200, f"<html><title>Page not found</title><article>{undecided}</article>".encode(), host=3)
    web.on("/robots.txt", 200, b"User-agent: *\nDisallow: /private", host=1, content_type="text/plain")
    web.on("/robots.txt", 503, b"", host=8)
    web.on("/.well-known/tdmrep.json", 200, b'[{"location": "/", "tdm-reservation": 1}]', host=2)
    web.on("/gone", 404, b"<p>There is no such page.")
    web.on("/away", 410, b"")
    web.on("/failing", 500, b"")
    web.on("/forbidden", 403, b"")
    web.on("/wait", 429, b"", retry_after="3600", host=9)
    web.on("/moved", 301, b"", location=web.url("/target", 5))
    web.on("/loop", 302, b"", location="/loop")
    web.on("/private-address", 302, b"", location="http://10.0.0.1/")
    web.on("/plain", 200, b"In plain words. " * 40, content_type="text/plain")
    web.on("/empty", 200, b"")
    web.does("/tagged", tagged)
    web.does("/reset", Handler.reset)
    paths = (
        *("/zero", "/one", "/two", "/private", "/gone", "/away", "/failing", "/forbidden", "/moved", "/loop"),
        *("/private-address", "/plain", "/empty", "/tagged", "/reset", "/undecided"),
    )
    urls = [web.url(path, host) for path in paths for host in range(1, HOSTS + 1)]
    return [
        *urls,
        web.url("/wait", 9),
        "http://10.0.0.1/inside",
        "ftp://example.org/file",
        "http://nowhere.invalid/",
        "http://a..b/",
    ]


def results(desk: Desk) -> list[Any]:
    return [desk.rows(sql) for sql in RESULTS]


def test_the_results_are_those_of_one_process(web: Web, tmp_path: Path) -> None:
    """First and second crawl: pages, outcomes, evidence, texts, what is known of hosts."""
    urls = varied(web)
    found, asked = [], []
    for name, options in (("one", ()), ("many", LOCAL)):
        (tmp_path / name).mkdir()
        desk = Desk(tmp_path / name)
        (desk.folder / "urls.txt").write_text("\n".join(urls))
        web.hits.clear()
        first = desk.crawl(*options, "urls.txt")
        desk.pass_time(timedelta(days=2))
        second = desk.crawl(*options, "--all")
        for summary in (first, second):
            del summary["elapsed_s"]
        found.append((first, second, *results(desk)))
        asked.append(sorted((hit.host, hit.path) for hit in web.hits if len(hit.path) < 25))
        desk.assert_undamaged()
    for one, many in zip(*found, strict=True):
        assert many == one
    assert asked[1] == asked[0]
    assert found[0][1]["not_modified"] == HOSTS - 1


def test_names_that_share_an_address_are_asked_in_turn(web: Web, tmp_path: Path) -> None:
    """localhost and 127.0.0.1 are one machine, whichever worker asks; so is what others are redirected to."""
    delay = 0.6
    desk = Desk(tmp_path, pace_options=("-s", f"DOWNLOAD_DELAY={delay}", "-s", "DOWNLOAD_DELAY_JITTER=0"))
    for host in range(2, 8):
        web.on("/to-the-first", 302, b"", location=web.url(f"/of-{host}", 1), host=host)
    urls = [web.url("/to-the-first", host) for host in range(2, 8)]
    urls += [f"http://{name}:{web.port}/{n}" for n in range(4) for name in ("localhost", "127.0.0.1")]
    (tmp_path / "urls.txt").write_text("\n".join(urls))
    desk.run(*desk.options(*LOCAL, "urls.txt"))
    assert fetches_per_page(desk) == {1: len(urls)}
    assert desk.rows("SELECT DISTINCT outcome, status FROM fetches") == [("response", 200)]
    assert impolite(web, delay) == []
    robots = [hit.headers["host"] for hit in web.asked("/robots.txt")]
    assert sorted(robots) == sorted(set(robots))  # each origin's once, whoever needed it


def test_a_cluster_of_dask_s_own_programs(web: Web, desk: Desk, dask: DaskProcesses) -> None:
    """A worker may come late; the log, the statistics and the exit code are those of any crawl."""
    dask.add_worker()
    urls = [web.url(f"/{n}", 1 + n % 6) for n in range(60)]
    (desk.folder / "urls.txt").write_text("\n".join(urls))
    run = desk.run(*desk.options("--cluster", dask.address, "--json", "-v", "urls.txt"))
    assert json.loads(run.stdout)["verdicts"] == {"alive": 60}
    assert "robots.txt: 6 requested" in run.stderr
    assert "extraction: 60 pages" in run.stderr
    assert dask.scheduler.poll() is None


def test_a_cluster_with_tls_lets_in_who_has_a_certificate(web: Web, desk: Desk, tmp_path: Path) -> None:
    with DaskProcesses(tmp_path / "dask", certificates(tmp_path)) as dask:
        dask.add_worker()
        assert dask.address.startswith("tls://")
        desk.run("add", web.url("/one"))
        refused = desk.run(*desk.options("--cluster", dask.address), expect=1).stderr
        assert f"citecache: the cluster at {dask.address} wants TLS" in refused
        assert web.hits == []
        desk.environment |= certificates(tmp_path)
        desk.crawl("--cluster", dask.address)
    assert desk.fetch(web.url("/one"))["page_verdict"] == "alive"


def certificates(folder: Path) -> dict[str, str]:
    """Dask's configuration with keys made once, in files."""
    files = {name: folder / f"{name}.pem" for name in ("ca", "cert", "key")}
    if not files["ca"].exists():
        made = Security.temporary()
        files["ca"].write_text(made.tls_ca_file)
        files["cert"].write_text(made.tls_client_cert)
        files["key"].write_text(made.tls_client_key)
    prefix = "DASK_DISTRIBUTED__COMM__TLS"
    found = {f"{prefix}__CA_FILE": str(files["ca"]), "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"{prefix}__{role}__CERT": str(files["cert"]), f"{prefix}__{role}__KEY": str(files["key"])}
    return found


def test_workers_that_cannot_crawl_end_the_run_and_say_why(web: Web, desk: Desk, dask: DaskProcesses) -> None:
    """A worker whose Python is told that citecache is not installed stands for one without it."""
    blind = desk.folder / "blind"
    blind.mkdir()
    (blind / "sitecustomize.py").write_text(
        "from importlib import metadata\nknown = metadata.distribution\n"
        "def distribution(name):\n    return known('no-such' if name == 'citecache' else name)\n"
        "metadata.distribution = distribution\n"
    )
    dask.add_worker(PYTHONPATH=str(blind))
    desk.run("add", web.url("/one"))
    error = desk.run(*desk.options("--cluster", dask.address), expect=1).stderr
    assert "citecache: no worker of the cluster can crawl: worker tcp://" in error
    assert error.count("has no citecache") == 1
    assert desk.rows("SELECT state FROM runs") == [("interrupted",)]
    assert web.hits == []


def test_what_is_no_cluster_is_refused_in_one_line(desk: Desk) -> None:
    desk.run("add", "http://127.0.0.1:9/")
    error = desk.run("crawl", "--cluster", "tcp://127.0.0.1:9", expect=1).stderr
    assert error == "citecache: no scheduler answers at tcp://127.0.0.1:9: Connection refused\n"
    assert desk.rows("SELECT count(*) FROM runs") == [(0,)]


def test_a_wrong_address_is_a_usage_error_before_anything_is_read(desk: Desk) -> None:
    for address, reason in (
        ("here", "'here' is no cluster: write local:N, tcp://HOST:PORT or tls://HOST:PORT"),
        ("local:0", "local:0: from 1 to 256 processes can be started"),
    ):
        for more in ((), ("--dry-run",)):
            error = desk.run("crawl", "http://127.0.0.1:9/", "--cluster", address, *more, expect=2).stderr
            assert error.endswith(f"Invalid value for '--cluster': {reason}\n")
    assert not desk.path.exists()


def test_a_connection_that_dask_refuses_ends_the_run_as_interrupted(web: Web, desk: Desk, dask: DaskProcesses) -> None:
    """Dask's configuration demands TLS, and the address has none."""
    desk.environment["DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION"] = "true"
    desk.run("add", web.url("/one"))
    error = desk.run(*desk.options("--cluster", dask.address), expect=1).stderr
    assert f"citecache: the cluster at {dask.address} cannot be reached: encryption required" in error
    assert error.count("encryption required") == 1
    assert "Traceback" not in error
    assert desk.rows("SELECT state FROM runs") == [("interrupted",)]


def test_ctrl_c_in_a_terminal_interrupts_the_driver_alone(web: Web, desk: Desk) -> None:
    """A terminal sends it to all processes in front; those of the cluster would end with tracebacks."""
    desk.run("add", *(web.url(f"/{number}") for number in range(30)))
    driver = desk.start(*desk.options(*LOCAL, "-s", "DOWNLOAD_DELAY=2"), start_new_session=True)
    until = time.monotonic() + 60
    while not web.hits and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(driver.pid, signal.SIGINT)
    _, error = driver.communicate(timeout=60)
    assert (driver.returncode, "Traceback" in error) == (130, False), error
    assert desk.rows("SELECT state FROM runs") == [("interrupted",)]


def test_without_the_extra_one_line_says_how_to_install_it(desk: Desk) -> None:
    """A module of that name that cannot be imported stands for the missing one."""
    blocked = desk.folder / "blocked"
    blocked.mkdir()
    (blocked / "distributed.py").write_text("raise ImportError")
    desk.environment["PYTHONPATH"] = str(blocked)
    desk.run("add", "http://127.0.0.1:9/")
    error = desk.run("crawl", "--cluster", "local:2", expect=1).stderr
    assert error == "citecache: crawl --cluster needs an extra: pip install 'citecache[cluster]'\n"
    assert desk.run("crawl", "http://127.0.0.1:9/2", "--cluster", "local:2", expect=1).stderr == error
    assert desk.rows("SELECT count(*) FROM resources") == [(1,)]
