"""Addresses that tell a page's type: papers, entries of works of reference, and players and pictures.

Only addresses of single works. The home page of a journal, an encyclopaedia or a video site is none of its works.
"""

import re

from crawler.net.urls import bare_host, path_of

_PAPERS = (
    (r"(?:^|\.)arxiv\.org$|^ar5iv\.", r"/(?:abs|html|pdf|format)/"),
    (r"^pubmed\.ncbi\.nlm\.nih\.gov$", r"/\d+/?$"),
    (r"^(?:pmc\.)?(?:www\.)?ncbi\.nlm\.nih\.gov$", r"/(?:pmc/)?articles/pmc\d"),
    (r"^europepmc\.org$", r"/(?:article|abstract)s?/"),
    (r"^openreview\.net$", r"/(?:forum|pdf)$"),
    (r"^aclanthology\.org$", r"/(?:\d{4}\.[\w.-]+|[a-z]\d\d-\d{4})/?$"),
    (r"^jmlr\.org$|^proceedings\.mlr\.press$", r"/(?:papers/)?v\d+/\w+(?:\.html)?$"),
    (r"^(?:papers\.nips\.cc|proceedings\.neurips\.cc)$", r"/paper(?:_files)?/"),
    (r"(?:^|\.)nature\.com$", r"/articles/s\d"),
    (r"(?:^|\.)(?:sciencedirect|cell)\.com$", r"/(?:science/article/|.+/fulltext/s)"),
    (r"^ieeexplore\.ieee\.org$", r"/(?:abstract/)?document/\d"),
    (r"^jstor\.org$", r"/stable/\d"),
    (r"^semanticscholar\.org$", r"/paper/."),
    (r"^(?:papers\.)?ssrn\.com$", r"/sol3/papers\.cfm$|/abstract="),
    (r"^hal\.science$|^hal\.|(?:^|\.)archives-ouvertes\.fr$", r"/(?:hal|tel|inria|halshs)-\d"),
    (r"^mdpi\.com$", r"/\d{4}-\d{3}[\dx](?:/\d+){3}"),
    (r"^academic\.oup\.com$", r"/[^/]+/article(?:-abstract)?/"),
    (r"^eprint\.iacr\.org$", r"/\d{4}/\d+"),
    (r"^osf\.io$", r"/preprints/[^/]+/."),
    (r"(?:^|\.)scielo\.", r"/scielo\.php$|/j/[^/]+/a/"),
    (r"", r"/(?:abs/|full/|articles?/|chapter/|content/|e?pdf/|doi/)+10\.\d{4,9}/."),  # a DOI in a publisher's address
)
_DICTIONARY = (
    "dictionary|dictionaries|dictionnaires?|diccionarios?|dizionario|dicionario|w(?:oe|ö|%c3%b6)rterbuch|thesaurus"
    "|rechtschreibung|vocabolario|encyclop(?:ae)?dia|encyclop(?:e|é|%c3%a9)die|enciclop(?:e|é|%c3%a9)dia"
    "|enzyklop(?:ae|ä|%c3%a4)die|lexikon|lexicon"
)
_GLOSSARY = "glossary|glossaries|glossar|glossaire|glosario|glossario|glossário|begriffe|woordenlijst|ordlista"
_REFERENCE = (
    (r"(?:^|\.)(?:wikipedia|wiktionary|wikiquote)\.org$", r"/(?:wiki|[a-z]{2,3}(?:-[a-z]+)?)/."),
    (r"(?:^|\.)fandom\.com$", r"/wiki/."),
    (r"^(?:en\.)?citizendium\.org$|^scholarpedia\.org$|^encyclopediaofmath\.org$", r"/(?:wiki|article)/."),
    (r"^britannica\.com$", r"/(?:topic|science|place|biography|technology|animal|plant|event|art|dictionary)/."),
    (r"^(?:lexikon|glossar|glossary|dictionary|dictionnaire|encyclopedia|woordenboek)\.", r"/."),
    (
        r"^plato\.stanford\.edu$|^ncatlab\.org$|^hls-dhs-dss\.ch$",
        r"/(?:entries|archives|nlab/show|articles|\w\w/articles)/.",
    ),
    (r"^mathworld\.wolfram\.com$|^iep\.utm\.edu$", r"/[\w-]+(?:\.html|/)?$"),
    (r"^encyclopedia\.com$", r"/.+/.+"),
    (r"^(?:dictionary|thesaurus)\.com$|^urbandictionary\.com$", r"/(?:browse/.|define\.php$)"),
    (r"^etymonline\.com$|^kotobank\.jp$|^wordnik\.com$", r"/words?/."),
    (r"^(?:dle\.rae\.es|(?:[a-z]+\.)?thefreedictionary\.com)$", r"/."),
    (r"^baike\.baidu\.com$", r"/item/."),
    (r"^(?:snl\.no|nbl\.snl\.no|[a-z]*\.?lex\.dk)$", r"/[^/]+$"),
    (r"^investopedia\.com$", r"/terms/./."),
    (r"", rf"^/(?:[^/]+/)?(?:{_DICTIONARY})/[^/]"),
    (r"", rf"/(?:{_GLOSSARY})(?:/|$|\.\w+$)"),
)
_MEDIA = (
    (r"(?:^|\.)youtube(?:-nocookie)?\.com$", r"/(?:watch$|shorts/.|embed/.|live/.)"),
    (r"^youtu\.be$|^dai\.ly$", r"/."),
    (r"(?:^|\.)vimeo\.com$", r"/(?:video/|channels/[^/]+/)?\d+"),
    (r"^dailymotion\.com$|^rutube\.ru$|^bitchute\.com$|^bilibili\.com$", r"/video/."),
    (r"^(?:m\.)?twitch\.tv$", r"/(?:videos/\d|[^/]+/clip/.)"),
    (r"^rumble\.com$", r"/v[\w-]+\.html$"),
    (r"^media\.ccc\.de$", r"/v/."),
    (r"^ted\.com$", r"/talks/."),
    (r"^tiktok\.com$", r"/@[^/]+/(?:video|photo)/\d"),
    (r"^soundcloud\.com$|^mixcloud\.com$", r"/[^/]+/[^/]+"),
    (r"^open\.spotify\.com$", r"/(?:intl-\w+/)?(?:track|episode|album|show|playlist)/."),
    (r"^podcasts\.apple\.com$", r"/podcast/."),
    (r"\.bandcamp\.com$", r"/(?:track|album)/."),
    (r"^flickr\.com$", r"/photos/[^/]+/\d"),
    (r"^(?:unsplash|pexels|pixabay|500px)\.com$", r"/(?:photos?|videos?)/[^/]+"),
    (r"^commons\.(?:m\.)?wikimedia\.org$", r"/wiki/file:."),
    (r"^(?:instagram\.com|imgur\.com)$", r"/(?:p|reel|gallery|a)/."),
    (r"", r"/videos/(?:watch|embed)/[\w-]{20,}$"),  # PeerTube
)
_TABLE = tuple(
    (re.compile(host), re.compile(path), kind)
    for kind, rows in (("paper", _PAPERS), ("reference", _REFERENCE), ("media", _MEDIA))
    for host, path in rows
)
_LISTING = re.compile(r"^/(?:wiki|[a-z-]+)/(?:list(?:e|a|en)?_(?:of|der|von|des|de|di|over)_|main_page$|[^/:_]+:[^_])")
"""On wikis: lists, the main page, other namespaces (talk, categories)."""
_WIKIS = re.compile(r"(?:^|\.)(?:wikipedia|wiktionary|wikiquote|citizendium)\.org$|(?:^|\.)fandom\.com$")


def type_by_url(url: str) -> str | None:
    """`paper`, `reference` or `media`, where the address of a page alone is certain of it."""
    host, path = bare_host(url), path_of(url).lower()
    if not host or path in ("", "/"):
        return None
    found = next((kind for at, below, kind in _TABLE if at.search(host) and below.search(path)), None)
    return None if found == "reference" and _WIKIS.search(host) and _LISTING.match(path) else found
