"""What bookmark and reading services say of a saved link, under whichever of their names: `SavedLink`.

Names are those of the exports and interfaces of Chromium, Firefox, Pinboard, Delicious, linkding, Linkwarden, Karakeep
(Hoarder), Raindrop, Readwise, Readwise Reader, Pocket, Instapaper, Wallabag, Shaarli, Omnivore, Diigo and Hypothesis.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from crawler.model import ResourceRecord
from crawler.text.dates import iso_date

URL_NAMES = ("source_url", "href", "uri", "url", "link", "given_url", "resolved_url")
"""The likeliest first: Reader's `url` is its own page of a text, Pocket's `resolved_url` is where the given one led."""

TITLE_NAMES = ("title", "name", "given_title", "resolved_title", "website_title")
NOTE_NAMES = ("note", "notes", "extended", "comment", "description", "desc", "summary", "excerpt", "abstract")
"""One's own words before those of the page."""
TAG_NAMES = ("tag_names", "tags", "labels", "book_tags", "keywords")
ADDED_NAMES = tuple(
    "date_added dateAdded time_added added_at addedAt saved_at savedAt created_at createdAt created time timestamp "
    "added".split()
)
HIGHLIGHT_NAMES = ("highlights", "annotations", "target")
_AUTHOR_NAMES = ("authors", "author", "published_by")
_PUBLISHED_NAMES = ("published_date", "publishedAt", "published_at", "datePublished")
_ARCHIVE_NAMES = ("web_archive_snapshot_url",)
_QUOTE_NAMES = ("quote", "text", "exact", "highlight", "content")
PAGE_TEXT_NAMES = ("content", "html", "textContent", "htmlContent", "text")
"""The text of the saved page: its links are not those of the one who saved it."""

_READ = frozenset(
    (*URL_NAMES, *TITLE_NAMES, *TAG_NAMES, *ADDED_NAMES, *HIGHLIGHT_NAMES, *_AUTHOR_NAMES, *PAGE_TEXT_NAMES)
)
SIGNS = frozenset((*ADDED_NAMES, "tag_names", "book_tags", "extended", "excerpt", "tagsList", *HIGHLIGHT_NAMES))
"""With a URL, one of these names makes a link a saved one."""
_OURS = frozenset("stable_id importance cited_by key_points fetched_at footnote claimContext linkText DOI".split())
"""Names of resource records and citation lists, which are no saved links."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_RESOURCE_ID = re.compile(r"[0-9a-f]{16}")
_DIGITS = re.compile(r"\d{9,17}")
_CHROMIUM_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class Highlight(NamedTuple):
    """A marked passage: `key` of the item `at` in the list `name` has its words; "" when the item is the text."""

    name: str
    at: int
    key: str
    words: str


class SavedLink:
    """One saved link, from the object that describes it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.url_name = next((name for name in URL_NAMES if _is_url(values.get(name))), None)
        self.url: str = values[self.url_name].strip() if self.url_name else ""
        self._pinboard = "extended" in values or (self.url_name == "href" and "title" not in values)

    def described(self) -> bool:
        """Whether there is a URL, and more about it than a configuration has."""
        names = (*TITLE_NAMES, *TAG_NAMES, *ADDED_NAMES, *HIGHLIGHT_NAMES, *NOTE_NAMES)
        return self.url_name is not None and any(name in self.values for name in names)

    def is_saved(self) -> bool:
        """Whether this cannot be a resource record or a citation of a list, but is what a service exports."""
        identified = _RESOURCE_ID.fullmatch(str(self.values.get("id", "")))
        ours = identified or not _OURS.isdisjoint(self.values)
        return self.url_name is not None and not ours and not SIGNS.isdisjoint(self.values)

    @cached_property
    def title(self) -> str | None:
        names = ("description", *TITLE_NAMES) if self._pinboard else TITLE_NAMES
        return self._first(names)

    @cached_property
    def note(self) -> str | None:
        own = ("text",) if "target" in self.values else ()  # Hypothesis
        names = [name for name in NOTE_NAMES if not (self._pinboard and name == "description")]
        return self._first([*own, *names])

    @property
    def tags(self) -> tuple[str, ...] | None:
        """Names of tags, however they are listed; a text is parted at commas, Pinboard's at spaces."""
        for name in TAG_NAMES:
            value = self.values.get(name)
            if isinstance(value, str):
                parts = value.split(None if self._pinboard and "," not in value else ",")
                found = [part.strip() for part in parts]
            else:
                found = [_name(item) for item in (value if isinstance(value, list) else value or ())]
            if any(found):
                return tuple(dict.fromkeys(tag for tag in found if tag))
        return None

    @property
    def added(self) -> str | None:
        return next((day for name in ADDED_NAMES if name in self.values and (day := day_of(self.values[name]))), None)

    def highlights(self) -> Iterator[Highlight]:
        """The passages that were marked."""
        for name in HIGHLIGHT_NAMES:
            value = self.values.get(name)
            for at, item in enumerate(value if isinstance(value, list) else ()):
                key, words = ("", item) if isinstance(item, str) else _words(item)
                if words.strip():
                    yield Highlight(name, at, key, words.strip())

    def record(self, line: int, folder: str = "") -> ResourceRecord:
        authors = next((found for name in _AUTHOR_NAMES if (found := _people(self.values.get(name)))), None)
        published = next((self.values[name] for name in _PUBLISHED_NAMES if self.values.get(name)), None)
        note = self.note
        extra = {
            name: value
            for name, value in self.values.items()
            if name not in _READ and isinstance(value, str | int | float) and value not in ("", note, self.title)
        }
        return ResourceRecord(
            url=self.url,
            line=line,
            title=self.title,
            tags=self.tags,
            summary=note,
            authors=authors,
            published_date=day_of(published),
            archive_url=self._first(_ARCHIVE_NAMES),
            extra={**extra, **({"folder": folder} if folder else {})},
        )

    def _first(self, names: "tuple[str, ...] | list[str]") -> str | None:
        for name in names:
            text = self.values.get(name)
            if isinstance(text, str) and (bare := text.strip()):
                return bare
        return None


def _is_url(value: object) -> bool:
    return isinstance(value, str) and _SCHEME.match(value.strip()) is not None


def _name(item: object) -> str:
    if isinstance(item, Mapping):
        item = next((item[key] for key in ("name", "label", "tag", "title", "slug") if item.get(key)), "")
    return item.strip() if isinstance(item, str) else ""


def _words(item: object) -> tuple[str, str]:
    """A marked passage, and its name in what describes it; Hypothesis has it in a list of selectors."""
    if not isinstance(item, Mapping):
        return "", ""
    for selector in item.get("selector") or ():
        if isinstance(selector, Mapping) and isinstance(selector.get("exact"), str):
            return "selector", selector["exact"]
    texts = ((key, item.get(key)) for key in _QUOTE_NAMES)
    return next(((key, text) for key, text in texts if isinstance(text, str) and text.strip()), ("", ""))


def _people(value: object) -> tuple[str, ...] | None:
    names = [value] if isinstance(value, str) else [_name(item) for item in value] if isinstance(value, list) else []
    return tuple(name.strip() for name in names if name.strip()) or None


def day_of(value: object) -> str | None:
    """The day of a moment: a date in words or in ISO 8601, or a count since 1970 (or since 1601, as Chromium has it).

    >>> day_of("2018-11-19T08:38:53Z"), day_of(1500000000), day_of("1500000000000"), day_of("13340000000000000")
    ('2018-11-19', '2017-07-14', '2017-07-14', '2023-09-24')
    """
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if not _DIGITS.fullmatch(text.removesuffix(".0")):
        return iso_date(text) if text else None
    count = int(text.removesuffix(".0"))
    if len(str(count)) == 17:
        return (_CHROMIUM_EPOCH + timedelta(microseconds=count)).date().isoformat()
    seconds = count / (1_000_000 if count >= 10**14 else 1_000 if count >= 10**11 else 1)
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
