"""Where the pages are: a static site has files, a server has routes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from crawler.model import Verdict

_FILE_ID = re.compile(r"[0-9a-f]{16}")


class NavigationEntry(NamedTuple):
    """A link that stands on every page; a template's `here` is the name of its own."""

    name: str
    address: str


class Links(Protocol):
    """The addresses that templates link to, as they are to stand in the page that is being written."""

    @property
    def policy(self) -> str | None:
        """The Content-Security-Policy that the page itself has; None: a server sends one with it."""

    @property
    def navigation(self) -> Sequence[NavigationEntry]:
        """What the head of every page links to."""

    @property
    def style(self) -> str:
        """The style sheet."""

    @property
    def icon(self) -> str | None:
        """The picture of the tab, if there is one."""

    def cards(self, verdict: Verdict | None = None, page: int = 1) -> str:
        """The list of cards, of all or of one verdict."""

    def documents(self, page: int = 1) -> str:
        """The list of Documents."""

    def changes(self) -> str:
        """What has changed."""

    def resource(self, id_: str) -> str:
        """A Resource, by its id."""

    def document(self, key: str, page: int = 1) -> str:
        """A Document, by its key."""

    def script(self, name: str) -> str | None:
        """A script that improves a page, by the name of its file; None: the pages run none."""

    @property
    def served(self) -> bool:
        """Whether a server is there for what is made as it is asked for: a `CaptureLinks`."""


class CaptureLinks(Links, Protocol):
    """The addresses of Captures to be read, compared and saved."""

    def text(self, id_: str, capture: int | None = None, *, part: int = 1, query: str = "") -> str:
        """The whole text that a card shows, or of another Capture; `query` is found in it."""

    def comparison(
        self, id_: str, *, before: int | None = None, after: int | None = None, everything: bool = False
    ) -> str:
        """Two Captures compared; `everything`: with churn."""

    def body(self, id_: str, capture: int | None = None) -> str:
        """The bytes that a text was made from."""


def file_id(id_: str) -> str:
    """The part of a file's name that stands for an id or a key: 16 hex digits, which any system takes as they are.

    No id of ours is another; what a file of unknown origin has as one is hashed.

    >>> file_id("d2f67176f1bc7b5b"), file_id("../../etc/passwd")
    ('d2f67176f1bc7b5b', '949b017b891496b1')
    """
    if _FILE_ID.fullmatch(id_):
        return id_
    return hashlib.sha256(b"id:" + id_.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_NOTHING = "default-src 'none'; base-uri 'none'"


@dataclass(frozen=True, slots=True)
class StaticLinks:
    """Files of a folder. `up` leads from the page that is written to that folder: "" or "../".

    `scripted`: the page that is written may run scripts of the folder, and load from it.
    """

    up: str = ""
    scripted: bool = False
    icon: None = None
    served: bool = False

    @property
    def policy(self) -> str:
        if self.scripted:
            return f"{_NOTHING}; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'"
        return f"{_NOTHING}; style-src 'self'; form-action 'none'"

    @property
    def navigation(self) -> Sequence[NavigationEntry]:
        return (
            NavigationEntry("Sources", self.cards()),
            NavigationEntry("Documents", self.documents()),
            NavigationEntry("Changes", self.changes()),
            NavigationEntry("Search", self.search()),
        )

    @property
    def style(self) -> str:
        return f"{self.up}style.css"

    def cards(self, verdict: Verdict | None = None, page: int = 1) -> str:
        return self.up + _numbered("index" if verdict is None else f"verdicts/{verdict.value}", page)

    def documents(self, page: int = 1) -> str:
        return self.up + _numbered("documents", page)

    def changes(self) -> str:
        return f"{self.up}changes.html"

    def resource(self, id_: str) -> str:
        return f"{self.up}resources/{file_id(id_)}.html"

    def document(self, key: str, page: int = 1) -> str:
        return self.up + _numbered(f"documents/{file_id(key)}", page)

    def search(self) -> str:
        """The page that searches by a script of its own."""
        return f"{self.up}search.html"

    def script(self, name: str) -> str | None:
        return f"{self.up}{name}" if self.scripted else None


def _numbered(name: str, page: int) -> str:
    return f"{name}.html" if page == 1 else f"{name}-{page}.html"
