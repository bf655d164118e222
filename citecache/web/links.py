"""The addresses of pages, by routes."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from citecache.render.html.links import NavigationEntry
from crawler.model import Verdict


class RouteLinks:
    """The `CaptureLinks` of a server: absolute paths."""

    policy = None  # it is sent as a header: citecache/web/guard.py
    style = "/static/style.css"
    icon = "/static/favicon.svg"
    served = True

    @property
    def navigation(self) -> Sequence[NavigationEntry]:
        return (
            NavigationEntry("Overview", "/"),
            NavigationEntry("Sources", self.cards()),
            NavigationEntry("Documents", self.documents()),
            NavigationEntry("Changes", self.changes()),
            NavigationEntry("Runs", "/runs"),
        )

    def script(self, name: str) -> str:
        return f"/static/{name}"

    def cards(self, verdict: Verdict | None = None, page: int = 1) -> str:
        return with_query("/search", verdict=verdict and verdict.value, page=page)

    def documents(self, page: int = 1, *, sort: str | None = None) -> str:
        return with_query("/documents", sort=None if sort == "name" else sort, page=page)

    def changes(self, page: int = 1, *, kind: str = "") -> str:
        return with_query("/changes", kind=kind, page=page)

    run_now = "/runs/now"

    def runs(self, before: int | None = None) -> str:
        """The runs: the newest, or those before the run of that id."""
        return with_query("/runs", before=None if before is None else str(before))

    def host(self, name: str) -> str:
        """The list of what is cited of a host."""
        return with_query("/search", host=name)

    def resource(self, id_: str) -> str:
        return f"/resources/{quote(id_, safe='')}"

    def document(self, key: str, page: int = 1) -> str:
        return with_query(f"/documents/{quote(key, safe='')}", page=page)

    def text(self, id_: str, capture: int | None = None, *, part: int = 1, query: str = "") -> str:
        of_part = str(part) if part > 1 else None
        return with_query(f"{self.resource(id_)}/text", capture=_given(capture), part=of_part, q=query)

    def comparison(
        self, id_: str, *, before: int | None = None, after: int | None = None, everything: bool = False
    ) -> str:
        churn = "1" if everything else None
        return with_query(f"{self.resource(id_)}/compare", before=_given(before), after=_given(after), churn=churn)

    def body(self, id_: str, capture: int | None = None) -> str:
        return with_query(f"{self.resource(id_)}/body", capture=_given(capture))


def _given(number: int | None) -> str | None:
    return None if number is None else str(number)


def with_query(path: str, *, page: int = 1, **wanted: str | None) -> str:
    """A path with what of the query is given; the first page of a list has no number.

    >>> with_query("/search", verdict="dead", q=None), with_query("/search", page=2)
    ('/search?verdict=dead', '/search?page=2')
    """
    given = {name: value for name, value in wanted.items() if value}
    if page > 1:
        given["page"] = str(page)
    return f"{path}?{urlencode(given)}" if given else path
