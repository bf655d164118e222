"""Page types that the model does not know: a page says that it is a paper, an entry of a work of reference, or media.

Rules, the first that applies decides:

1. paper      the tags for Google Scholar ("Inclusion Guidelines for Webmasters": title, author and date are required),
              DOI tags of Dublin Core and PRISM, EPrints, schema.org ScholarlyArticle and Thesis, the headings of a
              paper, or a known address
2. reference  schema.org DefinedTerm, or a known address: encyclopaedias, dictionaries, glossaries
3. media      a known address, a file's page of MediaWiki, or og:type (ogp.me), schema.org MediaObjects and players: two
              of these, or one and little text
4. script-only (by `pipelines.extract.embedded.shells`)
5. media      a player and hardly any text

Else the model's type stands. A site's home page is none of them.
"""

import re
from dataclasses import dataclass

from crawler.net.urls import path_of
from pipelines.extract.elements import Elements
from pipelines.extract.embedded.shells import SCRIPT_ONLY
from pipelines.extract.html.known_urls import type_by_url
from pipelines.extract.metadata import jsonld
from pipelines.extract.metadata.tags import Tags

DECLARED_TYPES = ("paper", "reference", "media", SCRIPT_ONLY)

SHORT_CHARS = 2000
"""A text of fewer characters may be what stands beside a player: of 1,563 recorded pages
none with fewer says wrongly that it is media."""

CAPTION_CHARS = 500
"""Fewer characters than this beside a player are its caption."""

ITEM_PROPS = 20
"""Properties of microdata that are looked at: what stands for the page stands before its parts."""

HEADING_CHARS = 60
"""A heading with its white space is longer than any of those looked for."""

_PAPER = frozenset(("scholarlyarticle", "medicalscholarlyarticle", "thesis"))
_REFERENCE = frozenset(("definedterm", "definedtermset"))
_MEDIA = frozenset(
    """
    videoobject audioobject podcastepisode radioepisode musicrecording musicalbum musicvideoobject clip photograph
    imageobject audiobook
    """.split()
)
_OTHER = frozenset(
    """
    article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting
    liveblogposting techarticle report review claimreview recipe product productgroup itemlist collectionpage
    searchresultspage discussionforumposting qapage question faqpage softwareapplication softwaresourcecode service
    localbusiness course event jobposting book howto apireference dataset
    """.split()
)
"""Types of schema.org that stand for a page of another kind, beside which a video is only a part of it."""

_SITE = frozenset("imageobject person organization newsmediaorganization breadcrumblist listitem".split())
_TELLING = (
    "Scholarly",
    "Thesis",
    "DefinedTerm",
    "VideoObject",
    "AudioObject",
    "Episode",
    "Music",
    "Photograph",
    "Clip",
)
_OG_MEDIA = re.compile(r"^(?:video|music|audio|image|photo)\b|:(?:photo|video|audio|sound|image)$")
_OG_OTHER = re.compile(r"^(?:article|og:product|product|blog|book)\b")
_DC_WORK = re.compile(r"\b(?:article|thesis|dissertation|preprint|conference|proceeding|paper)", re.IGNORECASE)
_DATES = ("citation_publication_date", "citation_date", "citation_online_date", "citation_year")
_VENUES = tuple(
    f"citation_{name}"
    for name in (
        "doi journal_title conference_title conference arxiv_id pdf_url issn pmid inbook_title dissertation_institution"
        " dissertation_name technical_report_institution technical_report_number"
    ).split()
)
_DOI = re.compile(r"\b10\.\d{4,9}/\S")
_PLAYER_METAS = ("og:video", "og:video:url", "og:video:secure_url", "og:audio", "og:audio:url", "twitter:player")
_PLAYERS = re.compile(
    r"youtube(?:-nocookie)?\.com/embed/|player\.vimeo\.com|dailymotion\.com/embed|w\.soundcloud\.com/player"
    r"|open\.spotify\.com/embed|bandcamp\.com/embeddedplayer|embed\.podcasts\.apple\.com|/videos/embed/",
    re.IGNORECASE,
)
_HEADING = r"^\s{{0,20}}(?:[\divx]{{1,5}}[.)]?\s{{1,5}})?(?:{})[:.]?\s{{0,20}}$"
_ABSTRACT = re.compile(
    _HEADING.format("abstract|zusammenfassung|résumé|resumen|riassunto|摘要|要旨"), re.IGNORECASE | re.MULTILINE
)
_REFERENCES = re.compile(
    _HEADING.format(
        "references|bibliography|literatur(?:verzeichnis)?|bibliographie|références|referencias|bibliograf[ií]a|参考文献"
    ),
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class DeclaredType:
    """What a page says of its type, before its text is known."""

    certain: str | None = None
    media: int = 0  # how many tags say that it is media
    player: bool = False
    other: bool = False  # whether og:type says that it is something else

    def with_text(self, chars: int, found: str | None) -> str | None:
        """The type of the page, whose text has so many characters. `found` is the model's type, or `SCRIPT_ONLY`."""
        if self.certain:
            return self.certain
        if self.other and not (self.media and self.player) and chars >= CAPTION_CHARS:
            return found
        if self.media + self.player >= 2 or (self.media and chars < SHORT_CHARS):
            return "media"
        return "media" if self.player and chars < CAPTION_CHARS and found != SCRIPT_ONLY else found


def look(url: str, tags: Tags, elements: Elements) -> DeclaredType:
    """What a page says of its type."""
    if "://" in url and path_of(url) in ("", "/"):
        return DeclaredType()
    types, known = _schema_types(tags, elements), type_by_url(url)
    if known == "paper" or _is_paper(tags, elements, types):
        return DeclaredType("paper")
    if known == "reference" or (types & _REFERENCE and not types & _OTHER):
        return DeclaredType("reference")
    if known == "media" or _is_page_of_file(elements):
        return DeclaredType("media")
    if types & _OTHER:
        return DeclaredType()
    og = " ".join(tags.metas.get("og:type", ())[:1]).lower()
    media = bool(_OG_MEDIA.search(og)) + bool(types & _MEDIA)
    return DeclaredType(None, media, _has_player(tags, elements), bool(_OG_OTHER.search(og)))


def _schema_types(tags: Tags, elements: Elements) -> frozenset[str]:
    """The types of the nodes and items that may stand for the page; of JSON-LD none if no rule could use them."""
    types = {name for value in _item_types(elements) for name in jsonld.types({"@type": value.strip()})}
    if any(word in script for script in tags.scripts for word in _TELLING) or any(
        '"ImageObject"' in script[:300] for script in tags.scripts
    ):
        types.update(name for node in tags.nodes() for name in jsonld.types(node))
    # A picture of a page is a node beside it; only alone it is the page.
    return frozenset(types if types <= _SITE else types - {"imageobject"})


def _item_types(elements: Elements) -> set[str]:
    """The types of the items of microdata that the first properties are of, and that are no part of another."""
    found: set[str] = set()
    for element in elements.props.owners[:ITEM_PROPS]:
        for outer in element.iterancestors():
            if (kind := outer.get("itemtype")) and outer.get("itemprop") is None:
                found.add(kind)
                break
    return found


def _is_paper(tags: Tags, elements: Elements, types: frozenset[str]) -> bool:
    metas = tags.metas
    if _is_cited(tags) or any(f"bepress_{name}" in metas for name in _VENUES) or metas.get("eprints.title"):
        return True
    if any(_DOI.search(value) for name in ("prism.doi", "eprints.id_number") for value in metas.get(name, ())):
        return True
    identifiers = [*metas.get("dc.identifier", ()), *metas.get("dcterms.identifier", ())]
    work = "citation_journal_title" in metas or any(_DC_WORK.search(value) for value in metas.get("dc.type", ()))
    if work and any(_DOI.search(value) for value in identifiers):
        return True
    if types & _PAPER and not (types & _OTHER) - {"article"}:
        return True
    return _has_headings_of_paper(elements)


def _is_cited(tags: Tags) -> bool:
    """Whether the tags describe a work: magazines write its title only, tables of contents the journal only."""
    metas = tags.metas
    if "citation_title" not in metas:
        return False
    author = "citation_author" in metas or "citation_authors" in metas
    return (author and any(name in metas for name in _DATES)) or any(name in metas for name in _VENUES)


def _has_headings_of_paper(elements: Elements) -> bool:
    texts: list[str] = []
    for tag in ("h2", "h3", "h1", "h4", "h6"):
        for element in elements.tagged(tag)[:60]:
            text = element.text
            if (not text or text.isspace()) and len(element):
                text = f"{element[-1].text or ''} {element[-1].tail or ''}"
            if text and len(text) <= HEADING_CHARS:
                texts.append(text)
    shown = "\n".join(texts)
    return bool(_ABSTRACT.search(shown) and _REFERENCES.search(shown))


def _is_page_of_file(elements: Elements) -> bool:
    """Whether a page of MediaWiki is that of a file (namespace 6)."""
    body = next(iter(elements.tagged("body")), None)
    return body is not None and {"mediawiki", "ns-6"} <= set((body.get("class") or "").split())


def _has_player(tags: Tags, elements: Elements) -> bool:
    if elements.tagged("audio") or tags.first(*_PLAYER_METAS):
        return True
    if any("loop" not in element.attrib for element in elements.tagged("video")):  # else a moving background
        return True
    return any(_PLAYERS.search(element.get("src") or "") for element in elements.tagged("iframe")[:20])
