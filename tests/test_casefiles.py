"""Case files: a head in TOML and a body, checked against a dataclass."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from casefiles import CaseError, build, default_name, read


@dataclass(frozen=True)
class Example:
    name: str
    status: int = 200
    title: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


def load(path: Path, text: str) -> tuple[Example, str]:
    path.write_text(text, encoding="utf-8")
    head, body = read(path)
    return build(Example, {"name": default_name(path)} | head, path), body


def test_a_case_has_the_values_of_its_head_and_the_body_after_it(tmp_path: Path) -> None:
    head = '<!--\nstatus = 403\ntitle = "T"\nheaders = [["a", "b"], ["c", "d"]]\n-->\n'
    case, body = load(tmp_path / "a-page.html", f"{head}<p>1</p>\n\n")
    assert case == Example("a page", 403, "T", (("a", "b"), ("c", "d")))
    assert body == "<p>1</p>\n"


def test_head_and_body_may_be_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "x.html", "<!--\n-->\n") == (Example("x"), "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<p>no head</p>", "x.html: does not begin with a head"),
        ("<!--\nstatus = 1\n<p>", "x.html: does not begin with a head"),
        ("<!--\nstatus = \n-->\n", "x.html: Invalid value"),
        ("<!--\nstate = 1\n-->\n", "x.html: unknown key 'state'"),
        ('<!--\nstatus = "403"\n-->\n', "x.html: status is no int: '403'"),
        ("<!--\nstatus = true\n-->\n", "x.html: status is no int: True"),
        ("<!--\ntitle = 1\n-->\n", "x.html: title is no str: 1"),
        ('<!--\nheaders = [["a"]]\n-->\n', "x.html: headers is no"),
    ],
)
def test_a_wrong_head_is_an_error_that_names_file_and_key(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(CaseError, match="^" + reason):
        load(tmp_path / "x.html", text)


def test_a_missing_key_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no 'name'"):
        build(Example, {}, tmp_path / "x.html")
