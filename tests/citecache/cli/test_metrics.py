"""Metrics for Prometheus: a crawl that is scraped while it runs, the file for cron, and what they cost when off."""

import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Cite, Installed
from loopback_web import LOOPBACK, LoopbackWeb, loopback_web
from prometheus_client.parser import text_string_to_metric_families

from citecache.usecases.metrics import exposition
from citecache.usecases.metrics.definitions import METRICS, MetricKind
from citecache.usecases.metrics.watched import STATES, WatchedRun
from crawler.model import Outcome, Verdict

BIN = Path(sys.executable).parent
Samples = dict[tuple[str, str], float]
"""By name, and by the value of the label or ""."""


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with loopback_web() as found:
        yield found


def parsed(text: str) -> Samples:
    samples: Samples = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation, family.name
        for sample in family.samples:
            assert len(sample.labels) <= 1
            samples[sample.name, "".join(sample.labels.values())] = sample.value
    return samples


def state(samples: Samples) -> list[str]:
    return [name for name in STATES if samples["citecache_run_state", name]]


def document(folder: Path, web: LoopbackWeb, pages: int) -> None:
    links = [f"[A{number}]({web.page(f'/a{number}')})" for number in range(pages)]
    (folder / "a.md").write_text(", ".join([*links, f"[gone]({web.url('/gone')})"]) + "\n")


def test_a_crawl_is_scraped_while_it_runs(folder: Path, web: LoopbackWeb) -> None:
    document(folder, web, 12)
    options = (*LOOPBACK[:2], "-s", "DOWNLOAD_DELAY=0.3", "--metrics-port", "0")
    command = [str(BIN / "citecache"), "crawl", "a.md", *options]
    crawl = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seen: list[Samples] = []
    with crawl:
        assert crawl.stderr
        address = next(found[1] for line in crawl.stderr if (found := re.search(r"metrics at (http://\S+)", line)))
        assert address.startswith("http://127.0.0.1:")
        rest = threading.Thread(target=crawl.stderr.read)
        rest.start()
        while crawl.poll() is None:
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    seen.append(parsed(answer.read().decode()))
            except urllib.error.HTTPError:
                raise
            except OSError:
                break  # it has just ended
            time.sleep(0.1)
        crawl.communicate(timeout=60)
        rest.join()
    assert crawl.returncode == 0
    stored = [one["citecache_pages_total", "response"] for one in seen]
    assert stored == sorted(stored)
    middle = next(one for one in seen if 0 < one["citecache_pages_total", "response"] < 13)
    assert state(middle) == ["running"]
    assert middle["citecache_pages_due", ""] == 13 - middle["citecache_pages_total", "response"]
    assert middle["citecache_pages_open", ""] > 0
    assert sum(value for (name, _), value in middle.items() if name == "citecache_pace_hosts") == 1
    assert middle["citecache_received_bytes_total", ""] > 0
    assert middle["citecache_robots_requested_total", ""] == 1
    assert middle["citecache_writer_batch_pages_sum", ""] >= middle["citecache_pages_total", "response"]
    assert max(one["citecache_extraction_workers", "busy"] for one in seen) > 0
    assert {name for name, _ in middle} == {name for metric in METRICS for name in metric.series} - {
        "citecache_last_success_timestamp_seconds"  # no run has finished yet
    }


def test_the_file_has_the_run_that_has_ended(installed: Installed, folder: Path, web: LoopbackWeb) -> None:
    document(folder, web, 2)
    before = time.time()
    installed("crawl", "a.md", *LOOPBACK, "--metrics-file", "run.prom")
    samples = parsed((folder / "run.prom").read_text())
    assert state(samples) == ["finished"]
    assert (samples["citecache_pages_total", "response"], samples["citecache_pages_due", ""]) == (3, 0)
    assert samples["citecache_verdicts_total", "alive"] == 2
    assert samples["citecache_verdicts_total", "missing"] == 1
    assert samples["citecache_extraction_pages_total", ""] == 3
    assert before < samples["citecache_last_success_timestamp_seconds", ""] < time.time()
    assert samples["citecache_database_bytes", ""] > 4096
    assert sorted(path.name for path in folder.iterdir() if "prom" in path.name) == ["run.prom"]


def test_a_run_with_nothing_due_is_a_success_and_a_later_failure_keeps_its_time(
    installed: Installed, folder: Path, web: LoopbackWeb
) -> None:
    document(folder, web, 1)
    before = time.time()
    installed("crawl", "a.md", *LOOPBACK)
    installed("refresh", "--metrics-file", "run.prom")
    nothing = parsed((folder / "run.prom").read_text())
    assert state(nothing) == ["nothing_due"]
    socket_taken = socket.socket()
    with socket_taken:
        socket_taken.bind(("127.0.0.1", 0))
        socket_taken.listen()
        port = str(socket_taken.getsockname()[1])
        done = installed("refresh", "--metrics-port", port, "--metrics-file", "run.prom", expect=1)
    assert re.fullmatch(r"citecache: --metrics-port: cannot listen on 127\.0\.0\.1 port \d+: .*\n", done.stderr)
    assert parsed((folder / "run.prom").read_text()) == nothing
    interrupted = WatchedRun(database=folder / "citecache.db", last_success=before, state="interrupted")
    exposition.write(interrupted, folder / "run.prom")
    when = "citecache_last_success_timestamp_seconds"
    after = parsed((folder / "run.prom").read_text())
    assert (state(after), after[when, ""]) == (["interrupted"], nothing[when, ""])
    assert before < nothing[when, ""]


def test_a_label_has_few_values() -> None:
    values = {"outcome": len(Outcome), "verdict": len(Verdict), "state": len(STATES), "delay": 4, None: 0}
    assert {metric.label for metric in METRICS} == values.keys()
    assert max(values.values()) < 30


def test_names_follow_the_conventions_of_prometheus() -> None:
    """prometheus.io, "Metric and label naming"."""
    names = [metric.name for metric in METRICS]
    assert len(set(names)) == len(names)
    for metric in METRICS:
        assert re.fullmatch(r"citecache_[a-z_]+", metric.name)
        assert not metric.name.endswith(("_total", "_count", "_sum", "_bucket", "_info"))
        assert all(name.endswith("_total") for name in metric.series if metric.kind is MetricKind.COUNTER)
        assert not re.search(r"_(ms|milliseconds|minutes|hours|kb|mb)(_|$)", metric.name)


def test_without_metrics_their_library_is_not_imported(folder: Path, web: LoopbackWeb) -> None:
    document(folder, web, 1)
    program = (
        "import sys, atexit\n"
        "from citecache.cli import main\n"
        "atexit.register(lambda: print([name for name in sys.modules if 'prometheus' in name or 'metrics.' in name]))\n"
        f"sys.argv = ['citecache', 'crawl', 'a.md', *{LOOPBACK}]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


def test_a_missing_extra_is_said_in_one_line(folder: Path) -> None:
    program = (
        "import sys, importlib.util\n"
        "from citecache.cli import main, metrics_options\n"
        "metrics_options.find_spec = lambda name: None\n"
        "sys.argv = ['citecache', 'crawl', 'https://example.org/', '--metrics-port', '0']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "citecache: --metrics-port needs an extra: pip install 'citecache[metrics]'\n"
    assert not (folder / "citecache.db").exists()


@pytest.mark.usefixtures("filled")
def test_a_file_that_would_not_be_read_or_is_none_is_refused(cite: Cite, folder: Path) -> None:
    assert "*.prom" in cite("refresh", "--metrics-file", "run.txt", expect=2).output
    assert "no folder" in cite("refresh", "--metrics-file", "none/run.prom", expect=2).output
    (folder / "citecache.db").rename(folder / "cache.prom")
    cite("--db", "cache.prom", "refresh", "--metrics-file", "cache.prom", expect=1)
    assert (folder / "cache.prom").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.usefixtures("filled")
def test_doctor_says_whether_metrics_can_be_had(cite: Cite) -> None:
    checks = json.loads(cite("doctor", "--json").stdout)
    assert "prometheus_client" in str([one for one in checks if one["check"] == "extra metrics"])
