"""What kind of thing a page is, as a table of rules. The first rule that applies decides."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from crawler.net.urls import host_of, path_of

HOSTS: tuple[tuple[str, str], ...] = (
    # suffixes of host names; .gov and .mil are sponsored domains of the USA, *.gov.xx and the like their peers
    (
        r"(?:^|\.)(?:arxiv|biorxiv|medrxiv|ssrn|chemrxiv|openreview|aclanthology|jmlr|plos|pnas|neurips)\.(?:org|com|cc|net)$",
        "paper",
    ),
    (
        r"(?:^|\.)(?:doi\.org|ncbi\.nlm\.nih\.gov|semanticscholar\.org|sciencedirect\.com|dl\.acm\.org|jstor\.org|philpapers\.org)$",
        "paper",
    ),
    (r"(?:^|\.)(?:ted\.com)$", "talk"),
    (r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv)$", "video"),
    (
        r"^(?:podcasts\.apple\.com|podcasts\.google\.com)$|(?:^|\.)(?:libsyn|buzzsprout|podbean|simplecast)\.com$",
        "podcast",
    ),
    (
        r"(?:^|\.)(?:wikipedia|wiktionary|wikidata|wikisource)\.org$|(?:^|\.)(?:britannica\.com|plato\.stanford\.edu|merriam-webster\.com)$",
        "reference",
    ),
    (
        r"(?:^|\.)(?:readthedocs\.io|readthedocs\.org|docs\.rs)$|^(?:docs|documentation|developer|developers)\.",
        "documentation",
    ),
    (
        r"(?:^|\.)(?:stackoverflow|stackexchange|serverfault|superuser|reddit|quora|lesswrong|discourse)\.(?:com|org)$|^(?:forum|forums|community|news\.ycombinator)\.",
        "forum",
    ),
    (
        r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht|pypi\.org|npmjs\.com|crates\.io)$",
        "code",
    ),
    (r"(?:^|\.)(?:kaggle\.com|zenodo\.org|figshare\.com|datadryad\.org|data\.gov|dataverse\.org)$", "dataset"),
    (
        r"(?:^|\.)(?:substack|medium|wordpress|blogspot|tumblr|ghost|hashnode|typepad|livejournal)\.(?:com|io|dev)$|^blogs?\.",
        "blog",
    ),
    (
        r"\.(?:gov|mil)$|\.(?:gov|gob|gouv|govt|go|gv|mil|admin|gc|europa)\.[a-z]{2}$|\.(?:europa\.eu|gouv\.fr|admin\.ch|bund\.de|un\.org|who\.int)$",
        "government",
    ),
)
"""(pattern on the host name, kind). Only reliable ones: the host name of a news site proves nothing by itself."""

TYPES: dict[str, str] = {
    **dict.fromkeys(
        ("newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle"), "news article"
    ),
    **dict.fromkeys(("backgroundnewsarticle", "liveblogposting", "claimreview"), "news article"),
    **dict.fromkeys(("scholarlyarticle", "medicalscholarlyarticle", "thesis"), "paper"),
    **dict.fromkeys(("blogposting", "blog"), "blog"),
    **dict.fromkeys(("techarticle", "apireference"), "documentation"),
    **dict.fromkeys(("discussionforumposting", "qapage", "question"), "forum"),
    **dict.fromkeys(("videoobject", "movie", "tvepisode", "clip"), "video"),
    **dict.fromkeys(("podcastepisode", "audioobject", "podcastseries"), "podcast"),
    **dict.fromkeys(("product", "offer", "softwareapplication"), "product"),
    "softwaresourcecode": "code",
    "dataset": "dataset",
    **dict.fromkeys(("definedterm", "faqpage"), "reference"),
}
"""schema.org types, in lower case. Without `Article` and `WebPage`, which are used for anything."""

OG_TYPES: tuple[tuple[str, str], ...] = (
    ("video", "video"),
    ("product", "product"),
    ("og:product", "product"),
    ("blog", "blog"),
)
"""Prefixes of og:type (ogp.me). `article` is decided with the other signs; `website` is used for anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the rules look at."""

    url: str
    types: Collection[str] = ()  # of the JSON-LD node that stands for the page
    og_type: str = ""
    scholarly: bool = False  # citation_* tags
    dated: bool = False  # article:published_time or a JSON-LD date
    sitename: str = ""
    press: bool = False  # news_keywords and other tags that only the press writes


def kind_of(signs: Signs) -> tuple[str, str] | None:
    """`(kind, source)`, or None if no rule applies."""
    return next((found for rule in RULES if (found := rule(signs))), None)


def _by_citation_tags(signs: Signs) -> tuple[str, str] | None:
    return ("paper", "citation_title") if signs.scholarly else None


def _by_type(signs: Signs) -> tuple[str, str] | None:
    return next(((TYPES[name], f"json-ld @type {name}") for name in signs.types if name in TYPES), None)


def _by_host(signs: Signs) -> tuple[str, str] | None:
    host = host_of(signs.url)
    return next(((kind, "host") for pattern, kind in _HOSTS if pattern.search(host)), None)


def _by_path(signs: Signs) -> tuple[str, str] | None:
    path = path_of(signs.url).lower() if "://" in signs.url else ""
    return next(((kind, "path") for pattern, kind in _PATHS if pattern.search(path)), None)


def _by_og_type(signs: Signs) -> tuple[str, str] | None:
    og = signs.og_type.lower()
    if found := next((kind for prefix, kind in OG_TYPES if og.startswith(prefix)), None):
        return found, "og:type"
    # Every weblog uses `article`; the name of a newspaper or a tag for news search decides.
    if (
        og in ("article", "news", "story")
        and signs.dated
        and (signs.press or _PRESS.search(f"{signs.sitename} {host_of(signs.url)}"))
    ):
        return "news article", "og:type"
    return None


_PRESS = re.compile(
    r"news|times\b|tribune|herald|gazette|daily|zeitung|nachrichten|noticias|diario|journal\b|telegraph|guardian|\bpost\b",
    re.IGNORECASE,
)
"""Words in the names of news media."""

_HOSTS = tuple((re.compile(pattern), kind) for pattern, kind in HOSTS)
_PATHS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"/blogs?/", "blog"),
        (r"/(?:docs|documentation)/", "documentation"),
        (r"/(?:forum|forums|threads)/", "forum"),
    )
)
RULES: tuple[Callable[[Signs], tuple[str, str] | None], ...] = (
    _by_citation_tags,
    _by_host,
    _by_type,
    _by_path,
    _by_og_type,
)
"""In this order: citation tags take precedence over the host, the host over what a page calls itself."""
