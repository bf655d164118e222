"""Citations and the pages retrieved for them: synthetic pages, more than half of them traps.

`cases/GRADE/NAME.html`: one case each, under the grade that a person would give ("ungraded" where nothing is compared);
its head (see tests/casefiles.py) has the fields of CitedPage that differ from the defaults. `file` names a file in
`files/` that was retrieved instead of HTML, `before` a page of `before/`. To add a case, add a file.

A trap would get a different grade from a rule that trusts a single sign: a title paraphrased or translated, a DOI in a
list of references, a site's name in place of a headline.
"""

from dataclasses import dataclass
from pathlib import Path

from casefiles import build, default_name, files, page, read, sentences

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPage:
    """What was cited (a record, a bibliography entry, a footnote or a sentence), and what was retrieved."""

    name: str
    grade: str | None
    body: str
    file: str | None = None  # what was retrieved, if it is not HTML
    url: str = "https://gazette.example.net.uk/2024/council-keeps-night-ferry-running"
    title: str | None = None  # of the record
    authors: tuple[str, ...] = ()
    doi: str | None = None
    bibtex: str = ""  # $ stands for the URL
    markdown: str = ""  # likewise
    final_url: str | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    before: str | None = None  # the HTML of a good page, a week earlier
    says: str = ""  # expected among the reasons
    silent: bool = False  # no reasons expected
    trap: bool = False

    @property
    def html(self) -> bool:
        return self.file is None

    def content(self) -> bytes:
        """The body that the server sent."""
        return self.body.encode() if self.file is None else (HERE / "files" / self.file).read_bytes()


def load(path: Path) -> CitedPage:
    """The case in a file; casefiles.CaseError if the head is wrong."""
    head, body = read(path)
    if "before" in head:
        head["before"] = page(HERE / "before" / f"{head['before']}.html")
    values: dict[str, object] = {"name": default_name(path), "body": body, "grade": path.parent.name} | head
    if values["grade"] == "ungraded":
        values["grade"] = None
    return build(CitedPage, values, path)


CASES = tuple(load(path) for path in files(HERE / "cases"))


def prose(name: str) -> tuple[str, ...]:
    """Paragraphs on one subject, in one language: the lines of `prose/NAME.txt`."""
    return sentences(HERE / "prose" / f"{name}.txt")
