"""PageFacts: what the judge needs of a page's HTML, found once in the extraction worker.

The judge is pure and sees no HTML, and the text alone does not distinguish a challenge page from a short article. These
are facts, not verdicts: `pipelines.judge` decides how much each counts, and on how long a page.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

_SHARE = re.compile(r"[01]\.\d{1,3}", re.ASCII)

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
    "site_names": "site-name",
    "menu": "menu",
    "footer": "footer",
    "feeds": "feed",
    "site_ids": "site-id",
    "link_hosts": "link-host",
    "internal_links": "internal-links",
    "generator": "generator",
    "markup": "markup",
    "inputs": "input",
    "buttons": "button",
    "link_share": "link-share",
}
"""Field -> name in JSON, which is stored and therefore never changes."""

_NUMBERS: Mapping[str, Callable[[str], float | None]] = {
    "visible_chars": lambda text: int(text) if text.isdecimal() else None,
    "internal_links": lambda text: int(text) if text.isdecimal() else None,
    "link_share": lambda text: float(text) if _SHARE.fullmatch(text) else None,
}
"""Fields that are numbers, and how each is read; None for what `to_json` never writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Facts about one HTML page; all empty for other media types. Every string is one line of a few hundred characters
    at most; tuples are in the order of the page. The limits are in `pipelines/extract/facts`.
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
    site_names: tuple[str, ...] = ()  # what the page calls its site: og:site_name, JSON-LD, its logo
    menu: tuple[str, ...] = ()  # texts of the links of its first navigation
    footer: str | None = None  # the beginning of its footer, or its line of copyright
    feeds: tuple[str, ...] = ()  # addresses of <link rel=alternate> of RSS, Atom and JSON feeds
    site_ids: tuple[str, ...] = ()  # of analytics, advertising, ownership: "UA-1-2", "google-site-verification:..."
    link_hosts: tuple[str, ...] = ()  # sites that links lead to, but its own; the most frequent first
    internal_links: int | None = None  # links to pages of its own site; None: unknown
    generator: str | None = None  # meta generator
    markup: tuple[str, ...] = ()  # marks of content: "og:article", "NewsArticle", "byline", "date", "headline-is-title"
    inputs: tuple[str, ...] = ()  # kinds of visible form controls, and of forms: "password", "email", "form:search"
    buttons: tuple[str, ...] = ()  # texts of buttons outside of navigation and footer
    link_share: float | None = None  # share of the visible characters that are the text of links; None: unknown

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
            elif read := _NUMBERS.get(field.name):
                found[field.name] = read(texts[0])
            elif field.default == ():
                found[field.name] = texts
            else:
                found[field.name] = True if field.default is False else texts[0]
        return cls(**found)


NO_FACTS = PageFacts()
"""The facts of anything but HTML."""
