"""Card: a Resource as it is shown and exported, in the contract's fields.

Each field of `Card` declares with `Column` or `Computed` where it is read from and where it goes, and that is all there
is to adding one: the reader (`crawler/cache`), JSON, CSV and every later format take it from `card_fields.fields_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from crawler.model.card_fields import Column, Computed, Table, hops, names
from crawler.model.facts import NO_FACTS, PageFacts
from crawler.model.fetch import Hop
from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedBy:
    """One Citation as a card shows it."""

    document: str  # the Document's path, or its name when it was never read itself
    title: str | None = None
    type: str | None = None
    quality: float | None = None
    line: int | None = None  # None: known from a record's `cited_by` only
    column: int | None = None
    label: str | None = None
    link_text: str | None = None
    claim: str | None = None
    mark: str | None = None  # the label as it stands in the text: `[^1]`, `[@doe2020]`
    stored_path: str | None = field(default=None, repr=False, compare=False)  # of the Document; None: there is none
    quotes: tuple[str, ...] = ()  # what the Document quotes from it there


def cited_by_cell(cited_by: tuple[CitedBy, ...]) -> str:
    """Places as "docs/a.md:41; a name"."""
    return "; ".join(f"{by.document}:{by.line}" if by.line else by.document for by in cited_by)


def redirects_cell(redirects: tuple[Hop, ...]) -> str:
    """Redirects as "301 https://example.org/"."""
    return "; ".join(f"{hop.status} {hop.url}" for hop in redirects)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedAs:
    """What records and bibliographies say of a Resource, apart from what its page says."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    doi: str | None = None
    abstract: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCapture:
    """What the Capture that a card shows says of itself, apart from what was cited."""

    url: str  # that answered
    title: str | None = None
    authors: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    facts: PageFacts = NO_FACTS
    start: str = field(default="", repr=False)  # of its text, as long as a preview; "" where there is no text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A Resource as it is shown and exported: the contract's fields, in the contract's order, then the others.

    Fields in VIEW are columns of the view `cards`. `page_type` is article, documentation, forum, listing, collection,
    product, service, reference, paper, media or script-only.
    """

    id: Annotated[
        str,
        Column(
            Table.VIEW,
            about="The Resource ID: the first 16 hex digits of SHA-256 of the URL as cited, or the id of a record",
        ),
    ]
    stable_id: Annotated[str, Column(Table.VIEW, about="Made once, and kept when the URL is repaired")]
    url: Annotated[str, Column(Table.VIEW, about="The URL as cited")]
    title: Annotated[
        str | None,
        Column(Table.VIEW, about="Of the record that describes it, else of the page, else the words of a link to it"),
    ]
    type: Annotated[
        str | None,
        Column(Table.VIEW, about="What kind of thing it is: of the record, else what the page says of itself"),
    ]
    importance: Annotated[float | None, Column(Table.VIEW, about="0 to 100, of the record")]
    tags: Annotated[tuple[str, ...], Column(Table.VIEW, decode=names, about="JSON list")]
    summary: Annotated[str | None, Column(Table.VIEW, about="Of the record")]
    key_points: Annotated[tuple[str, ...], Column(Table.VIEW, decode=names, about="JSON list, of the record")]
    authors: Annotated[
        tuple[str, ...], Column(Table.VIEW, decode=names, about="JSON list: of the record, else of the page")
    ]
    published_date: Annotated[str | None, Column(Table.VIEW, about="As much as is known: 2023, 2023-03 or 2023-03-08")]
    cited_by: Annotated[tuple[CitedBy, ...], Computed(cell=cited_by_cell)]
    verdict: Annotated[
        Verdict,
        Column(
            Table.VIEW,
            decode=Verdict,
            about="What is held true of the page now: alive, moved, dead, ... (docs/verdicts.md)",
        ),
    ]
    http_status: Annotated[
        int | None, Column(Table.VIEW, about="Of the last fetch; after 304, of the response that it confirms")
    ]
    final_url: Annotated[str | None, Column(Table.VIEW, about="Where redirects led in the last fetch")]
    redirects: Annotated[tuple[Hop, ...], Column(Table.FETCH, decode=hops, cell=redirects_cell)]
    fetched_at: Annotated[
        str | None, Column(Table.VIEW, moment=True, about="When the last fetch began, UTC")
    ]  # UTC ISO 8601 with Z: the last Fetch
    content_type: Annotated[str | None, Column(Table.CAPTURE)]
    media_type: Annotated[
        str | None, Column(Table.VIEW, about="Of the content shown, as it is rather than as it was declared")
    ]
    text_bytes: Annotated[int | None, Column(Table.VIEW, about="UTF-8 bytes of the whole text")]
    preview: Annotated[str | None, Column(Table.VIEW, about="The first 3,000 characters of the text")]
    truncated: Annotated[bool, Computed()]
    text: Annotated[str | None, Computed(csv_after="")] = field(repr=False)
    language: Annotated[str | None, Column(Table.VIEW, about="Of the text shown")]
    description: Annotated[str | None, Column(Table.CAPTURE)]
    sitename: Annotated[str | None, Column(Table.CAPTURE)]
    extractor: Annotated[str | None, Column(Table.CAPTURE)]
    extractor_version: Annotated[str | None, Column(Table.CAPTURE)]
    body_sha256: Annotated[str | None, Column(Table.CAPTURE)]
    # 0 to 1: the share of the page's visible prose in the text
    coverage: Annotated[float | None, Column(Table.SEEN)]
    doubt: Annotated[str | None, Column(Table.SEEN)]
    page_type: Annotated[str | None, Column(Table.SEEN)]  # "article", "forum", ...: docs/page-types.md
    # when the text shown was last seen to stand
    last_good_at: Annotated[
        str | None,
        Column(
            Table.VIEW, csv_after="fetched_at", moment=True, about="When the text shown was last seen to stand, UTC"
        ),
    ]
    cited_by_count: Annotated[
        int, Column(Table.VIEW, csv_after="cited_by", about="Documents that cite it, not places in them")
    ]  # Documents, not places
    error: Annotated[str | None, Column(Table.FETCH)]  # of the last Fetch
    no_text: Annotated[str | None, Column(Table.CAPTURE)]
    reservations: Annotated[tuple[str, ...], Column(Table.CAPTURE, decode=names)] = ()
    sources: Annotated[Mapping[str, str], Computed(csv=False)]  # where each metadata field came from
    # since when the verdict is a person's
    marked_at: Annotated[str | None, Column(Table.PAGE, csv=False, moment=True)] = None
    marked_note: Annotated[str | None, Column(Table.PAGE, csv=False)] = None
    # an archive's copy (URI-M of RFC 7089), where one was looked up and stored, and when the archive captured it
    archived_url: Annotated[str | None, Column(Table.ARCHIVE, "url", csv=False)] = None
    archived_at: Annotated[str | None, Column(Table.ARCHIVE, "memento_datetime", csv=False, moment=True)] = None
    # of the text shown; None: our own
    memento_datetime: Annotated[str | None, Column(Table.CAPTURE, csv=False, moment=True)] = None
    # of what is shown: "fetched" by us, "archived" (an archive's copy), "imported" from a file; and since when we have
    # it or, if it was imported, when the copy was made
    source: Annotated[str | None, Column(Table.CAPTURE, csv=False)] = None
    captured_at: Annotated[str | None, Column(Table.CAPTURE, csv=False, moment=True)] = None
    # of the newest imported copy, shown or not
    imported_at: Annotated[str | None, Column(Table.PAGE, "imported_copy_at", csv=False, moment=True)] = None
    # the newest copy that an archive was asked for, and has; and what came of the newest such request, since when
    saved_url: Annotated[str | None, Column(Table.SAVED, "url", csv=False)] = None
    saved_at: Annotated[str | None, Column(Table.SAVED, "memento_datetime", csv=False, moment=True)] = None
    save_outcome: Annotated[str | None, Column(Table.SAVE, "outcome", csv=False)] = None
    save_detail: Annotated[str | None, Column(Table.SAVE, "detail", csv=False)] = None
    save_asked_at: Annotated[str | None, Column(Table.SAVE, "looked_at", csv=False, moment=True)] = None
    # URLs as cited before repairs, the oldest first
    former_urls: Annotated[tuple[str, ...], Computed(csv=False)] = ()
    cited_as: Annotated[CitedAs, Computed(json=False, csv=False)] = CitedAs()
    found: Annotated[ShownCapture | None, Computed(json=False, csv=False)] = None  # None: there is no Capture to show
