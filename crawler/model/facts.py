"""PageFacts: what the judge needs of a page's HTML, found once in the extraction worker.

The judge is pure and sees no HTML, and the text alone does not distinguish a challenge page from a short article. These
are facts, not verdicts: `pipelines.judge` decides how much each counts, and on how long a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

_JSON_NAMES = {
    "title": "title",
    "visible_chars": "body-text",
    "visible_text": "visible",
    "challenges": "challenge",
    "captcha_widgets": "captcha-widget",
    "password_form": "password-form",
    "paywall_blocks": "paywall-block",
    "consent_walls": "consent-wall",
    "meta_refreshes": "meta-refresh",
    "needs_script": "needs-script",
    "alternates": "alternate",
    "noindex": "noindex",
    "reserved": "reserved",
    "unreserved": "unreserved",
    "og_types": "og-type",
    "parking": "parking",
    "dealer_links": "dealer-link",
    "error_pages": "error-page",
    "error_blocks": "error-block",
    "error_codes": "error-code",
    "identifiers": "identifier",
}
"""Field -> name in JSON, which is stored and therefore never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Facts about one HTML page; all empty for other media types. Every string is one line of a few hundred characters
    at most; tuples are in the order of the page. The limits are in `pipelines/extract/facts/find.py`.
    """

    title: str | None = None  # the <title> element
    visible_chars: int | None = None  # visible characters of the body, up to a limit; None: unknown
    visible_text: str | None = None  # the first of them, for pages from which no article can be extracted
    challenges: tuple[str, ...] = ()  # vendors whose challenge the page's own code is
    captcha_widgets: tuple[str, ...] = ()  # vendors of CAPTCHAs in the body; contact forms have one, too
    password_form: bool = False  # an <input type=password>
    paywall_blocks: tuple[str, ...] = ()  # class names of elements with words in them that are named for a paywall
    consent_walls: tuple[str, ...] = ()  # vendors whose consent gate, in front of the content, the page is
    meta_refreshes: tuple[str, ...] = ()  # targets of quick <meta http-equiv=refresh> to another URL
    needs_script: bool = False  # a <noscript> in the body mentions JavaScript
    alternates: tuple[str, ...] = ()  # languages of <link rel=alternate hreflang>
    noindex: bool = False  # a robots meta tag asks search engines to leave the page out
    reserved: tuple[str, ...] = ()  # "noarchive", "nosnippet", "tdm": see pipelines/reservations.py
    unreserved: tuple[str, ...] = ()  # "tdm" where TDMRep's meta tag takes the reservation back
    og_types: tuple[str, ...] = ()  # og:type: "website" on home pages, "article" on articles
    parking: tuple[str, ...] = ()  # domain parking companies whose code the page's own is
    dealer_links: tuple[str, ...] = ()  # such companies, or dealers in domains, to which a link leads
    error_pages: tuple[str, ...] = ()  # class or id of <html> or <body> that names an error
    error_blocks: tuple[str, ...] = ()  # likewise of elements with words in them
    error_codes: tuple[str, ...] = ()  # what the page's own script, or a meta tag, calls an error
    identifiers: tuple[tuple[str, str], ...] = ()  # (meta tag, value as written): DOI, arXiv id, ISBN, ...

    def to_json(self) -> dict[str, list[str]]:
        """`{name: [value, ...]}` without empty facts; `[""]` stands for a fact that has no value."""
        found: dict[str, list[str]] = {}
        for field, name in _JSON_NAMES.items():
            value = getattr(self, field)
            if value is None or value is False or value == ():
                continue
            if field == "identifiers":
                found[name] = [f"{tag} {text}" for tag, text in value]
            elif isinstance(value, tuple):
                found[name] = list(value)
            else:
                found[name] = [""] if value is True else [str(value)]
        return found

    @classmethod
    def from_json(cls, values: Mapping[str, Sequence[str]]) -> Self:
        """Facts from what `to_json` returns. Unknown names are skipped."""
        found: dict[str, Any] = {}
        for field in fields(cls):
            texts = tuple(values.get(_JSON_NAMES[field.name], ()))
            if not texts:
                continue
            if field.name == "identifiers":
                found[field.name] = tuple((tag, text) for tag, _, text in (entry.partition(" ") for entry in texts))
            elif field.name == "visible_chars":
                found[field.name] = int(texts[0]) if texts[0].isdecimal() else None
            elif field.default == ():
                found[field.name] = texts
            else:
                found[field.name] = True if field.default is False else texts[0]
        return cls(**found)


NO_FACTS = PageFacts()
"""The facts of anything but HTML."""
