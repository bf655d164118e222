"""Citation: one place in a Document that cites a URL."""

from dataclasses import dataclass

from crawler.model.quote import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place in a Document that cites a URL, or a Resource by its ID.

    `line` and `column` count from 1, in characters, at the place that cites: the footnote mark in the
    text, else the link. Exactly one of `url` (as cited, never normalised) and `resource_id` is set by
    a reader.
    """

    url: str | None = None
    resource_id: str | None = None
    line: int = 1
    column: int = 1
    label: str | None = None  # of a footnote, without brackets and caret; a bibliography's key; elsewhere `@key`
    link_text: str | None = None
    claim: str | None = None  # the sentence that leans on the citation, markup removed
    quotes: tuple[Quote, ...] = ()  # words that are said to stand in what is cited
    accessed: str | None = None  # ISO date as given, or the text as given when it is not a date
