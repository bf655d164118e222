"""`check` on links within a project: files that are not there, anchors that no heading has; and what is no finding."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Cite, Installed
from loopback_web import LOOPBACK, LoopbackWeb, loopback_web

SETUP = """# Setup

## Install *it*

## Notes

## Notes

Underlined `code`
-----------------

<a name="named"></a> <h3>Raw heading</h3>

Text {#explicit}
"""

GOOD_LINKS = """
setup.md setup setup.html ./setup.md?plain=1 setup.md#install-it setup.md#INSTALL-IT setup.md#notes setup.md#notes-1
setup.md#notes_1 setup.md#underlined-code setup.md#named setup.md#raw-heading setup.md#explicit
setup.md#user-content-setup
setup.md#L10-L12 setup.md#top setup.md#:~:text=Notes setup.md#fn1 setup.md#/route setup.md#page=3 setup.md#
sub sub/ sub/index.html ../code/x.py ../code/x.py#L3 ../LICENSE img/a.png img/a%2epng /docs/setup.md /code/x.py
#home #top #fig:one ../../issues/12 ../../wiki/Home //example.org/x.md @site/static/x.png ~/x.md {{base}}/x.md
../build/report.html mailto:a@example.org made-by-numbers
""".split()

BAD_LINKS = {
    "missing.md": "no such file: docs/missing.md",
    "../gone/x.md": "no such file: gone/x.md",
    "sub/none.rst": "no such file: docs/sub/none.rst",
    "img/none.png": "no such file: docs/img/none.png",
    "/docs/none.md": "no such file: docs/none.md",
    "#hom": "no such anchor in docs/index.md: #hom; did you mean #home?",
    "setup.md#notes-7": "no such anchor in docs/setup.md: #notes-7; did you mean #notes_1?",
    "setup.md#zzzz": "no such anchor in docs/setup.md: #zzzz",
    "sub/#zzzz": "no such anchor in docs/sub/README.md: #zzzz",
}


@pytest.fixture
def project(folder: Path) -> Path:
    """A repository with documents, an image and a program."""
    for name in (".git", "docs/img", "docs/sub", "code"):
        (folder / name).mkdir(parents=True)
    for name in ("docs/img/a.png", "code/x.py", "LICENSE", "docs/03-made-by-numbers.md"):
        (folder / name).touch()
    (folder / "docs" / "setup.md").write_text(SETUP)
    (folder / "docs" / "sub" / "README.md").write_text("# Sub\n")
    return folder


def write(project: Path, *targets: str, name: str = "index.md") -> None:
    """A document with a link to each target, a line each; the first on line 3."""
    text = "".join(f"[link]({target})\n" for target in targets)
    (project / "docs" / name).write_text(f"# Home\n\n{text}")


def test_links_that_lead_somewhere_are_no_findings(cite: Cite, project: Path) -> None:
    write(project, *GOOD_LINKS)
    said = cite("check", "docs").stdout
    assert re.fullmatch(r"0 citations and \d+ local links in 4 documents, 0 resources: no problems, .*\n", said)


def test_a_link_that_leads_nowhere_has_its_place_and_what_is_missing(cite: Cite, project: Path) -> None:
    write(project, *BAD_LINKS)
    lines = cite("check", "docs", expect=3).stdout.splitlines()
    kinds = {target: "missing-anchor" if "anchor" in said else "missing-file" for target, said in BAD_LINKS.items()}
    assert [re.sub("; did you mean.*", "", line) for line in lines[:-1]] == [
        re.sub("; did you mean.*", "", f"docs/index.md:{number}:1  [{kinds[target]}] {target}  {BAD_LINKS[target]}")
        for number, target in enumerate(BAD_LINKS, 3)
    ]
    assert "9 problems (5 missing-file, 4 missing-anchor)" in lines[-1]


def test_images_count_too(cite: Cite, project: Path) -> None:
    (project / "docs" / "index.md").write_text('![a](img/a.png) ![b](img/b.png)\n\n<img src="img/c.png">\n')
    (project / "docs" / "page.html").write_text('<p>Text <img src="img/a.png"> <img src="img/d.png">')
    found = json.loads(cite("check", "docs", "--json", expect=3).stdout)["findings"]
    assert [(one["file"], one["url"], one["verdict"]) for one in found] == [
        ("docs/index.md", "img/b.png", "missing_file"),
        ("docs/index.md", "img/c.png", "missing_file"),
        ("docs/page.html", "img/d.png", "missing_file"),
    ]


def test_links_made_by_reference_and_in_html_count(cite: Cite, project: Path) -> None:
    (project / "docs" / "index.md").write_text('[one][a] and <a href="two.md">two</a>\n\n[a]: one.md\n')
    said = cite("check", "docs", expect=3).stdout
    assert [line.split("  ")[0] for line in said.splitlines()[:-1]] == ["docs/index.md:1:1", "docs/index.md:1:14"]


def test_switches_leave_them_out(cite: Cite, project: Path) -> None:
    write(project, *BAD_LINKS)
    assert "5 problems (5 missing-file)" in cite("check", "docs", "--no-anchors", expect=3).stdout
    assert "1 problem (1 missing-anchor)" in cite("check", "docs", "--no-relative", expect=3).stdout
    assert "0 citations in" in cite("check", "docs", "--no-relative", "--no-anchors").stdout


def test_excludes_and_baselines_hold_for_them(cite: Cite, project: Path) -> None:
    write(project, "missing.md", "img/none.png")
    assert "1 excluded (1 --exclude)" in cite("check", "docs", "--exclude", r"\.png$", expect=3).stdout
    assert "1 excluded" in cite("check", "docs", "--exclude", "^file:.*/docs/img/", expect=3).stdout
    cite("check", "docs", "--write-baseline", "known.json")
    assert "2 known from the baseline (2 missing-file)" in cite("check", "docs", "--baseline", "known.json").stdout


def test_a_file_that_appears_ends_its_finding(cite: Cite, project: Path) -> None:
    """The document has not changed, and is not read again."""
    write(project, "missing.md")
    cite("check", "docs", expect=3)
    (project / "docs" / "missing.md").touch()
    cite("check", "docs/index.md")


def test_absolute_links_of_a_site_are_judged_in_its_root(cite: Cite, project: Path) -> None:
    write(project, "/guide/none", "/img/none.png")
    (project / "mkdocs.yml").touch()
    assert "2 not-judged" in cite("check", "docs").stdout
    assert "2 problems" in cite("check", "docs", "--root-dir", "docs", expect=3).stdout
    (project / "docs" / "guide").mkdir()
    (project / "docs" / "guide" / "none.md").touch()
    assert "1 problem" in cite("check", "docs", "--root-dir", "docs", expect=3).stdout


def test_what_a_generator_makes_is_not_judged(cite: Cite, project: Path) -> None:
    """Pages have addresses of their own there; a source file that is named with its suffix has to be there."""
    write(project, "ref/", "genindex.html", "../guide/", "missing.md")
    assert "4 problems" in cite("check", "docs", expect=3).stdout
    (project / "docs" / "conf.py").touch()
    assert "1 problem (1 missing-file), no warnings, 3 not-judged" in cite("check", "docs", expect=3).stdout


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'x' %}",
        "::: package.module",
        '--8<-- "x.md"',
        "```{include} x.md\n```",
        "{{ macro() }}",
    ],
)
def test_anchors_that_are_made_elsewhere_are_not_judged(cite: Cite, project: Path, text: str) -> None:
    (project / "docs" / "setup.md").write_text(f"# Setup\n\n{text}\n")
    write(project, "setup.md#anything")
    cite("check", "docs")


def test_front_matter_has_no_links_to_files(cite: Cite, project: Path) -> None:
    (project / "docs" / "index.md").write_text("---\nurl: /about/\nlink: ../x.md\naliases: [old/]\n---\n\nText.\n")
    cite("check", "docs")


# --- anchors in fetched pages -----------------------------------------------------------------------

SECTIONS = "".join(f'<h2 id="part-{name}">Part</h2>' for name in "abcdefgh")
SCRIPT = "<script>run()</script>"


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with loopback_web() as found:
        yield found


@pytest.mark.parametrize(
    ("html", "fragment", "lacks"),
    [
        (SECTIONS, "part-c", False),
        (SECTIONS, "part-z", True),
        ('<a name="old">x</a>', "old", False),
        (SECTIONS + SCRIPT, "part-z", True),
        (SCRIPT, "part-z", False),
        (SECTIONS + "<script>go('part-z')</script>", "part-z", False),
        (SECTIONS, ":~:text=water", False),
        (SECTIONS, "top", False),
        (SECTIONS, "", False),
        (SECTIONS, "/route", False),
        (SECTIONS, "comment-12345", False),
        ('<h2 id="user-content-part">', "part", False),
        ("<h2 id=é>", "%C3%A9", False),
    ],
)
def test_an_anchor_that_a_page_surely_lacks_is_a_problem(
    installed: Installed, web: LoopbackWeb, html: str, fragment: str, lacks: bool
) -> None:
    Path("a.md").write_text(f"[link]({web.page('/page', html)}#{fragment})\n")
    done = installed("check", "--fetch", "a.md", *LOOPBACK, expect=3 if lacks else 0)
    assert ("[missing-anchor]" in done.stdout) is lacks
    if lacks:
        installed("check", "a.md", "--no-anchors")


def test_a_pipe_of_that_name_is_not_waited_for(installed: Installed, project: Path) -> None:
    """Nobody writes to it, and a repository may name it: as a link's target, a bibliography, lychee's settings."""
    os.mkfifo(project / "docs" / "pipe.md")
    os.mkfifo(project / "docs" / "refs.bib")
    write(project, "pipe.md#anchor")
    (project / "docs" / "cited.md").write_text("---\nbibliography: refs.bib\n---\nAs [@doe2020] says.\n")
    assert "no problems" in installed("check", "docs").stdout
    for name in ("lychee.toml", ".lycheeignore"):
        os.mkfifo(project / name)
        said = installed("check", "docs", expect=1).stderr
        assert said.startswith(f"citecache: {name} cannot be read: it is not a file")
        (project / name).unlink()
