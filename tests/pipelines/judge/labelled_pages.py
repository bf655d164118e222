"""Labelled pages: what a server sent, and the verdict that a person would give.

`pages/VERDICT/NAME.html`: one page each, under its verdict; its head (see tests/casefiles.py) has the fields of
LabelledPage that differ from the defaults. `before` and `probe` name a file in `before/` (the last good page) and in
`probes/` (the host's response to a random path). To add a page, add a file.

More than half of the pages are traps: pages that look like something else to a rule that reads too little.
"""

from dataclasses import dataclass
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


def load(path: Path) -> LabelledPage:
    """The page in a file; casefiles.CaseError if the head is wrong."""
    head, body = read(path)
    referred: dict[str, object] = {
        key: page(HERE / folder / f"{head[key]}.html")
        for key, folder in (("before", "before"), ("probe", "probes"))
        if key in head
    }
    values = {"name": default_name(path), "verdict": path.parent.name, "body": body} | head | referred
    return build(LabelledPage, values, path)


PAGES = tuple(load(path) for path in files(HERE / "pages"))


def prose(name: str) -> tuple[str, ...]:
    """Plain sentences on one subject, in one language: the lines of `prose/NAME.txt`."""
    return sentences(HERE / "prose" / f"{name}.txt")
