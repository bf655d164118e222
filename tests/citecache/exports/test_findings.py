"""The reports of `check`: the content of each format, and that untrusted text is escaped in it."""

import gc
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from citecache.render.findings.formats import FORMATS
from citecache.render.findings.report import Report, ReportStream, assess
from citecache.render.findings.severity import Severity, severity
from citecache.render.findings.spool import Spool
from citecache.render.findings.words import message, status
from crawler.model import Finding, Hop, Outcome, Verdict

GONE = "https://example.org/gone"
NOTHING: dict[str, Any] = dict.fromkeys(Finding.__dataclass_fields__)
HOSTILE = "\x1b]0;owned\x07\r\n::error::pwned|`x` <b>&amp;</b> ]]> \u202e @team #1 [a](javascript:x) \ud800\ufffe"


def finding(verdict: Verdict = Verdict.MISSING, **given: Any) -> Finding:
    known: dict[str, Any] = {
        "document": "docs/llama.md",
        "line": 41,
        "column": 7,
        "url": GONE,
        "id": "0123456789abcdef",
    }
    known |= {"undefined": False, "redirects": (), "verdict": verdict, "outcome": "response", "http_status": 404}
    known["file"] = given.get("document", "docs/llama.md")
    return Finding(**NOTHING | known | given)


def report(*found: Finding, **how: Any) -> Report:
    judged = assess(found or [finding()], **how)
    return Report(tuple(judged), judged.strict)


def shown_as(format: str, found: Report) -> str:
    """The whole text of a format."""
    return "".join(FORMATS[format](ReportStream(found.judged, strict=found.strict)))


# --- what it means ----------------------------------------------------------------------------------

MEANING = {
    Severity.PROBLEM: "dead missing soft_404 usurped",
    Severity.WARNING: "moved degraded",
    Severity.FINE: "alive",
    Severity.UNKNOWN: "blocked restricted disallowed unreachable legal failed unsafe unchecked",
}


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_severity(verdict: Verdict) -> None:
    """Only what is judged to be gone is a problem; --strict adds what is inconclusive, and nothing else."""
    (meant,) = [meant for meant, names in MEANING.items() if verdict.value in names.split()]
    assert severity(verdict) is meant
    assert severity(verdict, strict=True) is (Severity.PROBLEM if meant is Severity.UNKNOWN else meant)


def test_a_known_problem_stays_known_when_it_moves_or_worsens() -> None:
    """Document and URL are enough: lines move, and missing pages die. Another document's is new."""
    known = frozenset({("docs/llama.md", GONE)})
    found = report(finding(Verdict.DEAD, line=99), finding(document="b.md"), finding(url=GONE + "2"), known=known)
    assert [one.severity.value for one in found.judged] == ["known", "problem", "problem"]
    assert not report(known=known).failed


def test_excluded_urls_are_counted_with_their_reason() -> None:
    found = report(
        finding(), finding(Verdict.DEAD), left_out=lambda _: ("lychee.toml exclude 'x'", "lychee.toml exclude")
    )
    assert not found.failed
    assert found.total == "2 citations in 1 document: no problems, no warnings, 2 excluded (2 lychee.toml exclude)"


def test_the_total_leaves_nothing_out() -> None:
    verdicts = ("dead", "missing", "missing", "moved", "alive", "alive", "blocked", "unchecked")
    found = report(
        *(finding(Verdict(verdict)) for verdict in verdicts),
        finding(document="b.md"),
        known=frozenset({("b.md", GONE)}),
    )
    assert found.total == (
        "9 citations in 2 documents: 3 problems (2 missing, 1 dead), 1 warning (1 moved), 2 alive,"
        " 2 inconclusive (1 blocked, 1 unchecked), 1 known from the baseline (1 missing)"
    )
    assert found.unchecked == 1


# --- what is said -----------------------------------------------------------------------------------

SAID = [
    ({"counted": "not found: 1 of 3 checks"}, "[404] not found (1 of 3 checks)"),
    ({"counted": "not found: 2 of 3 checks, over 4 of 6 days"}, "[404] not found (2 of 3 checks)"),
    ({}, "[404] not found"),
    ({"http_status": None, "outcome": "nxdomain"}, "[nxdomain] the host name does not exist"),
    (
        {
            "verdict": "dead",
            "counted": "not found: 3 of 3 checks, over 6 of 6 days",
            "last_good_at": "2026-03-01T10:00:00Z",
        }
        | {"archived_url": "https://archive.example/1/x"},
        "[404] dead: not found (3 of 3 checks), last good 2026-03-01; archived copy: https://archive.example/1/x",
    ),
    (
        {"verdict": "dead", "http_status": 410, "counted": "410: 2 of 2 checks, over 7 of 6 days"},
        "[410] dead: gone (2 of 2 checks)",
    ),
    (
        {"verdict": "soft_404", "http_status": 200, "counted": "not found: 1 of 3 checks", "seen": 'title "Oops"'},
        '[200] an error page, though the status is good (1 of 3 checks): title "Oops"',
    ),
    (
        {
            "verdict": "moved",
            "http_status": 200,
            "final_url": "https://new.example/",
            "redirects": (Hop(url=GONE, status=308),),
        },
        "[308] moved to https://new.example/",
    ),
    (
        {"verdict": "dead", "marked_at": "2026-01-01T00:00:00Z", "marked_note": "sold"},
        "[404] marked dead by a person: sold",
    ),
    ({"verdict": "moved", "marked_at": "2026-01-01T00:00:00Z", "final_url": GONE}, "[404] marked moved by a person"),
    (
        {"verdict": "blocked", "http_status": 403, "seen": "HTTP 403"},
        "[403] blocked: automated access is refused: HTTP 403",
    ),
    ({"verdict": "unchecked", "http_status": None, "outcome": None}, "[unchecked] not fetched yet"),
    (
        {"verdict": "unchecked", "undefined": True, "http_status": None, "outcome": None},
        "[undefined] no record defines this Resource ID",
    ),
    ({"verdict": "alive", "http_status": 200, "last_good_at": "2026-03-01T10:00:00Z"}, "[200] alive"),
]


@pytest.mark.parametrize(("given", "said"), SAID, ids=[said for _, said in SAID])
def test_a_finding_names_the_effective_verdict_and_its_checks(given: dict[str, Any], said: str) -> None:
    found = finding(**given | {"verdict": Verdict(given.get("verdict", "missing"))})
    assert f"[{status(found)}] {message(found)}" == said


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_description(verdict: Verdict) -> None:
    assert message(finding(verdict, http_status=None, outcome=None)).strip()


def test_a_long_quotation_is_cut() -> None:
    assert len(message(finding(Verdict.BLOCKED, seen="word " * 1000))) < 300


# --- text -------------------------------------------------------------------------------------------


def test_a_line_of_text_is_one_that_an_editor_can_jump_to() -> None:
    """DESIGN's own example, then the total."""
    shown = shown_as("text", report(finding(counted="not found: 1 of 3 checks"), finding(Verdict.ALIVE)))
    first, total = shown.splitlines()
    assert first == "docs/llama.md:41:7  [404] https://example.org/gone  not found (1 of 3 checks)"
    assert total == "2 citations in 1 document: 1 problem (1 missing), no warnings, 1 alive"


def test_findings_without_document_or_line_show_the_location_they_have() -> None:
    shown = shown_as("text", report(finding(document=None, line=None, column=None), finding(line=None, column=None)))
    assert [line.split("  ")[0] for line in shown.splitlines()[:2]] == ["command line", "docs/llama.md"]


# --- JSON -------------------------------------------------------------------------------------------


def loaded(found: Report) -> Any:
    return json.loads(shown_as("json", found))


def test_json_has_lychees_names() -> None:
    """A script that reads lychee's report finds the same keys with the same meaning."""
    hops = (Hop(url=GONE, status=301), Hop(url="https://a.example/", status=308))
    moved = finding(Verdict.MOVED, http_status=200, redirects=hops, final_url="https://b.example/", line=2)
    late = finding(Verdict.UNREACHABLE, http_status=None, outcome=Outcome.TIMEOUT.value)
    found = loaded(report(finding(), moved, late, finding(Verdict.ALIVE, http_status=200, document="b.md")))
    assert found["error_map"] == {
        "docs/llama.md": [
            {"url": GONE, "status": {"text": "not found", "code": 404}, "span": {"line": 41, "column": 7}}
        ]
    }
    assert found["redirect_map"]["docs/llama.md"][0]["status"]["redirects"] == {
        "origin": GONE,
        "redirects": [{"url": "https://a.example/", "code": 301}, {"url": "https://b.example/", "code": 308}],
    }
    assert "code" not in found["timeout_map"]["docs/llama.md"][0]["status"]
    assert [*found["success_map"]] == ["b.md"]
    assert (found["total"], found["unique"]) == (4, 1)


@pytest.mark.parametrize("strict", [False, True])
def test_json_counts_every_citation_once(strict: bool) -> None:
    """lychee's counts and our `known` add up to the total."""
    every = [finding(verdict, url=f"https://example.org/{verdict}") for verdict in Verdict]
    known = frozenset({("docs/llama.md", "https://example.org/dead")})
    found = loaded(report(*every, known=known, strict=strict))
    names = ("successful", "errors", "timeouts", "redirects", "excludes", "unknown", "unsupported", "known")
    assert sum(found[name] for name in names) == found["total"] == len(Verdict)
    assert (found["known"], found["errors"]) == (1, 11 if strict else 3)
    assert found["errors"] == found["problems"] == sum(map(len, found["error_map"].values()))
    assert found["verdicts"]["soft-404"] == 1


def test_json_lists_our_findings_and_suggests_the_archived_copy() -> None:
    copy = "https://archive.example/1/x"
    found = loaded(
        report(finding(Verdict.DEAD, archived_url=copy, label="3"), finding(Verdict.BLOCKED), finding(Verdict.ALIVE))
    )
    assert found["suggestion_map"] == {"docs/llama.md": [{"original": GONE, "suggestion": copy}]}
    dead, blocked = found["findings"]
    assert (dead["severity"], dead["verdict"], dead["label"], dead["line"]) == ("problem", "dead", "3", 41)
    assert (blocked["severity"], blocked["http_status"]) == ("unknown", 404)
    assert dead["reason"].startswith("dead: not found")


# --- JUnit ------------------------------------------------------------------------------------------


def test_junit_has_a_suite_per_document_and_a_case_per_citation() -> None:
    """Failures are problems; what is inconclusive, is known or excluded is skipped; counts agree."""
    found = report(
        finding(),
        finding(Verdict.BLOCKED),
        finding(Verdict.MOVED, final_url="https://new.example/"),
        finding(Verdict.ALIVE, document="b.md"),
        finding(Verdict.DEAD, document="b.md"),
        known=frozenset({("b.md", GONE)}),
    )
    root = ET.fromstring(shown_as("junit", found))
    first, second = root
    assert [suite.get("name") for suite in root] == ["docs/llama.md", "b.md"]
    assert [root.get(name) for name in ("tests", "failures", "skipped", "errors")] == ["5", "1", "2", "0"]
    assert [first.get(name) for name in ("tests", "failures", "skipped")] == ["3", "1", "1"]
    assert [[found.tag for found in case] for case in first] == [["failure"], ["skipped"], ["system-out"]]
    assert [[found.tag for found in case] for case in second] == [[], ["skipped"]]
    failure = first[0][0]
    assert (failure.get("type"), failure.get("message")) == ("missing", "[404] not found")
    assert (failure.text or "").startswith("docs/llama.md:41:7  https://example.org/gone")
    assert (first[0].get("file"), first[0].get("line")) == ("docs/llama.md", "41")


def test_junit_names_a_case_by_its_url_so_that_it_is_known_again_when_lines_move() -> None:
    """The second place of the same URL in a document is a case of its own."""
    root = ET.fromstring(shown_as("junit", report(finding(), finding(line=50))))
    assert [case.get("name") for case in root[0]] == [GONE, f"{GONE} (2)"]


# --- GitHub -----------------------------------------------------------------------------------------


def taken_back(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it: src/Runner.Common/ActionCommand.cs, TryParseV2."""
    assert line.startswith("::")
    end = line.index("::", 2)
    name, _, rest = line[2:end].partition(" ")
    properties = dict(pair.split("=", 1) for pair in rest.split(",") if "=" in pair)

    def unescaped(value: str, codes: tuple[tuple[str, str], ...]) -> str:
        for code, character in (*codes, ("%25", "%")):
            value = value.replace(code, character)
        return value

    data = (("%0D", "\r"), ("%0A", "\n"))
    values = {key: unescaped(value, (*data, ("%3A", ":"), ("%2C", ","))) for key, value in properties.items()}
    return name, values, unescaped(line[end + 2 :], data)


@pytest.mark.parametrize(
    "path", ["docs/llama.md", "my docs/a, b: 100%25, 7.md", "a::b,line=9.md", "ünï/文.md", "a=b.md"]
)
def test_an_annotation_names_the_file_whatever_its_path(path: str) -> None:
    """Spaces, colons, commas, per cent signs: the runner reads the same path back."""
    (line,) = shown_as("github", report(finding(document=path))).splitlines()
    name, properties, said = taken_back(line)
    assert name == "error"
    assert properties == {"file": path, "line": "41", "col": "7", "title": "citecache: missing"}
    assert said == f"{path}:41:7  [404] {GONE}  not found"


def test_a_warning_is_a_warning_and_the_rest_is_silent() -> None:
    verdicts = (Verdict.MOVED, Verdict.ALIVE, Verdict.BLOCKED)
    lines = shown_as("github", report(*map(finding, verdicts))).splitlines()
    assert [taken_back(line)[0] for line in lines] == ["warning"]


def test_a_finding_without_a_line_has_none_in_its_annotation() -> None:
    (line,) = shown_as("github", report(finding(document=None, file=None, line=None, column=None))).splitlines()
    assert taken_back(line)[1] == {"title": "citecache: missing"}


# --- Markdown ---------------------------------------------------------------------------------------


def test_a_comment_is_one_line_when_nothing_is_wrong() -> None:
    shown = shown_as("markdown", report(finding(Verdict.ALIVE), finding(Verdict.BLOCKED)))
    assert shown.count("\n") == 1
    assert "no problems" in shown
    assert "1 inconclusive" in shown


def test_a_comment_has_a_row_per_finding_the_problems_first() -> None:
    moved = finding(Verdict.MOVED, final_url="https://new.example/", redirects=(Hop(url=GONE, status=301),), line=1)
    rows = shown_as("markdown", report(moved, finding(Verdict.DEAD, counted="not found: 3 of 3 checks"))).splitlines()[
        4:
    ]
    assert rows == [
        "| `docs/llama.md:41:7` | <https://example.org/gone> | 404 | **dead**: not found (3 of 3 checks) |",
        "| `docs/llama.md:1:7` | <https://example.org/gone> | 301 | moved to <https://new.example/> |",
    ]


def test_a_comment_fits_into_what_github_takes() -> None:
    """What does not fit is counted."""
    shown = shown_as("markdown", report(*(finding(line=line) for line in range(5000))))
    assert len(shown) < 65_536
    rows = shown.count("| `docs/")
    assert f"And {5000 - rows:,} more: `citecache check` lists them all." in shown


@pytest.mark.parametrize("words", [HOSTILE, "a\\|b", "``|``", "x | y | z", "</code><script>alert(1)</script>|"])
def test_text_never_breaks_out_of_its_table_cell(words: str) -> None:
    """Every row keeps its four cells, and nothing in it is markup of a stranger's."""
    found = finding(Verdict.SOFT_404, document=words, url=words, seen=words, archived_url="https://a.example/|`x`")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(shown_as("markdown", report(found)))
    body = html[html.index("<tbody>") :]
    assert (body.count("<tr>"), body.count("<td>")) == (1, 4)
    assert set(re.findall(r"<(\w+)", body)) == {"tbody", "tr", "td", "code", "strong", "a"}
    assert re.findall(r'href="([^"]*)"', body) == ["https://a.example/%7C%60x%60"]


# --- strangers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_escapes_untrusted_text(format: str) -> None:
    """No control characters for a terminal, no line of their own, valid in its format and in UTF-8."""
    fields = (
        "document",
        "url",
        "label",
        "link_text",
        "seen",
        "final_url",
        "archived_url",
        "marked_note",
        "error",
        "file",
    )
    hostile = dict.fromkeys(fields, HOSTILE)
    found = [finding(verdict, **hostile) for verdict in Verdict]
    found.append(finding(Verdict.DEAD, marked_at="2026-01-01T00:00:00Z", **hostile))
    shown = shown_as(format, report(*found, strict=True))
    assert not set(shown) & set("\x1b\x07\r\u202e")
    shown.encode()
    if format == "json":
        assert json.loads(shown)["findings"][0]["url"] == HOSTILE
    elif format == "junit":
        assert len(ET.fromstring(shown)[0]) == len(found)
    else:
        assert not re.search(r"^::error::", shown, re.MULTILINE)


# --- of a million -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_lets_go_of_what_it_has_shown(format: str) -> None:
    """So that memory does not grow with the number of findings."""
    held: list[int] = []

    def many() -> Iterator[Finding]:
        for line in range(3_000):
            verdict = (Verdict.ALIVE, Verdict.DEAD, Verdict.MOVED, Verdict.BLOCKED)[line % 4]
            yield finding(verdict, line=line, document=f"docs/{line // 100}.md", archived_url="https://a.example/1")
        held.append(sum(type(one) is Finding for one in gc.get_objects()))

    assert sum(map(len, FORMATS[format](assess(many())))) > 0
    assert held[0] < 10


def test_text_that_waits_comes_back_as_it_was_written() -> None:
    """Also what is no text in UTF-8, and more than is held in memory."""
    parts = [f"{number} \ud800 ü 文 \r\n" * 1_000 for number in range(100)]
    with Spool() as spool:
        for part in parts:
            spool.write(part)
        pieces = list(spool.read())
    assert len(pieces) > 1
    assert "".join(pieces) == "".join(parts)
