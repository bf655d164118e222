"""Labelled pages: what a server sent, and the verdict that a person would give.

`pages/VERDICT/NAME.html`: one page each, under its verdict; its head (see tests/casefiles.py) has the fields of
LabelledPage that differ from the defaults. `before` names a file in `before/` (the last good page), `probe` one in
`probes/` (the host's response to a random path), `home` and `others` name files in `hosts/` (its home page, and what
other cited URLs of it answered). To add a page, add a file.

`batches/N` has the same folders. The batches were written by people (and models) who had not seen the rules; which of
them the points of the scorecard were fitted on, and the first result on the others: docs/verdicts.md.

More than half of the pages are traps: pages that look like something else to a rule that reads too little.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casefiles import build, default_name, files, page, read, sentences

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    name: str
    verdict: str
    body: str
    trap: bool = False
    url: str = "https://town.example/2024/03/the-ferry-timetable"
    final_url: str | None = None
    status: int = 200
    via: int = 302  # the status of the redirect, if there is a final URL
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/html; charset=utf-8"
    before: str | None = None  # the last good page's HTML
    probe: str | None = None  # the HTML that the host serves for a random path
    probe_status: int = 200
    twins: int = 0  # other pages of the host with exactly this text
    home: str | None = None  # the HTML of the host's home page
    others: tuple[str, ...] = ()  # the HTML that other cited URLs of the host answered
    other_urls: tuple[str, ...] = ()
    link_text: str | None = None  # of the link that cites it
    language: str = "en"
    framework: str = ""
    why: str = ""


def load(path: Path, folder: Path = HERE) -> LabelledPage:
    """The page in a file of `folder/pages`; casefiles.CaseError if the head is wrong."""
    head, body = read(path)
    referred: dict[str, object] = {
        key: page(folder / where / f"{head[key]}.html")
        for key, where in (("before", "before"), ("probe", "probes"), ("home", "hosts"))
        if key in head
    }
    if isinstance(names := head.get("others"), list):
        referred["others"] = [page(folder / "hosts" / f"{name}.html") for name in names]
    values = {"name": default_name(path), "verdict": path.parent.name, "body": body} | head | referred
    return build(LabelledPage, values, path)


def load_all(folder: Path) -> tuple[LabelledPage, ...]:
    """Every page of a folder."""
    return tuple(load(path, folder) for path in files(folder / "pages"))


PAGES = load_all(HERE)


@cache
def batch(number: int) -> tuple[LabelledPage, ...]:
    """The pages of `batches/number`."""
    return load_all(HERE / "batches" / str(number))


def prose(name: str) -> tuple[str, ...]:
    """Plain sentences on one subject, in one language: the lines of `prose/NAME.txt`."""
    return sentences(HERE / "prose" / f"{name}.txt")
