"""Identifiers of works -> URLs: DOI, arXiv, PMID, PMCID, and BibLaTeX's types of eprints.

`doi_url`, `arxiv_url`, `pubmed_url` and `pmc_url` read a value that is declared as one (a column, a field);
`find_dois` and `find_arxiv` search a text for what says itself that it is one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, unquote

_DOI_HOST = re.compile(r"(?:https?:)?(?://)?(?:www\.|dx\.)?doi\.(?:org|acm\.org)/+", re.IGNORECASE)
_DOI_LEAD = re.compile(r"\A(?:urn:|info:)?doi(?:\s*:|\s|/|=|(?=10\.))\s*", re.IGNORECASE)
_DOI = re.compile(r"10(?:\.\d+)+/\S+|10/[a-z0-9]{3,12}(?![^\s.,;)])", re.IGNORECASE)
"""A prefix of numbers, a slash and any characters: doi.org/the-identifier/resources/handbook, section 2.2. The second
form is that of shortdoi.org."""

_WORD = re.compile(r"\S+")
_NEXT_DOI = re.compile(r"[,;|](?=(?:doi:\s?)?(?:https?://[^\s/]*/)?10\.\d+(?:\.\d+)*/)", re.IGNORECASE)
_NAMED_DOI = re.compile(
    r"(?:(?<![A-Za-z0-9+.-])(?:https?://)?(?:www\.|dx\.)?doi\.org/+|\bdoi\b[\s:/]{1,3})(?=10(?:\.\d+)+(?:/|%2f))",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_DOI_SAFE = "/:;()._-,~!$&'*+=@"
"""Not encoded in a DOI's URL. All others are, as the DOI Handbook, section 3.8, asks for."""

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WRAPPING = "<>{}[]\"'“”‘’ \t\n"
_TRAILING = ".,;:"
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}

_ARXIV_NEW = r"\d{4}\.\d{4,5}(?:v\d+)?(?!\d)"
_ARXIV_OLD = r"[a-z][a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?(?!\d)"
_ARXIV = re.compile(
    rf"(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/)?(?:(?:abs|pdf|html|format)/)?"
    rf"(?:(?:10\.48550/)?arxiv[:.]\s*)?(?P<id>{_ARXIV_NEW}|{_ARXIV_OLD})(?:\.pdf)?\s*(?:\[[^\]]*\])?",
    re.IGNORECASE,
)
"""arXiv's identifiers since April 2007 and before: info.arxiv.org/help/arxiv_identifier.html."""

_NAMED_ARXIV = re.compile(
    rf"(?<![/\w])arxiv(?:\.org)?\s?(?:e-?prints?|preprints?)?[\s:,]{{0,4}}(?:arxiv:\s?)?(?:abs/)?"
    rf"(?P<id>{_ARXIV_NEW}|(?<=:){_ARXIV_OLD}|(?<=:\s){_ARXIV_OLD})",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:pmid\s*:?\s*|https?://(?:pubmed|www)\.ncbi\.nlm\.nih\.gov/(?:pubmed/)?)?(\d{1,8})/?", re.IGNORECASE
)
_PMC = re.compile(r"(?:pmcid\s*:?\s*|https?://\S*/articles/)?(?:pmc)?(\d{1,9})(?:\.\d+)?/?", re.IGNORECASE)


def doi_url(text: str) -> str | None:
    """The resolver's URL of a value that is a DOI in any form; None if it is none.

    >>> doi_url("https://www.doi.org/10.1234/x"), doi_url("DOI 10.1002/(SICI)1096<1::AID>3.0;2-A"), doi_url("n/a")
    ('https://doi.org/10.1234/x', 'https://doi.org/10.1002/(SICI)1096%3C1::AID%3E3.0;2-A', None)
    """
    bare = _DOI_LEAD.sub("", text.strip(_WRAPPING + _TRAILING), count=1).strip(_WRAPPING)
    host = _DOI_HOST.match(bare)
    if host:
        bare = re.split(r"[?#]", bare[host.end() :], maxsplit=1)[0]
        bare = _DOI_LEAD.sub("", bare, count=1)
    elif _URL.match(bare):
        return None
    if _ENCODED.search(bare):
        bare = unquote(bare)
    found = _DOI.match(bare)
    return _resolver(found[0]) if found else None


def find_dois(text: str, *, declared: bool = False) -> Iterator[tuple[int, int, str]]:
    """Start, end and URL of each DOI in a text. In a `declared` text (the value of a field `doi`), bare ones too."""
    at = 0
    if not declared:
        for match in _NAMED_DOI.finditer(text):
            found = _WORD.match(text, match.end()) if match.start() >= at else None
            if found:
                at = _trimmed(text, found)
                if url := doi_url(text[match.start() : at]):
                    yield match.start(), at, url
        return
    cuts = [*(match.start() for match in _NEXT_DOI.finditer(text)), len(text)]
    for cut in cuts:
        for word in _WORD.finditer(text, at, cut):
            start = word.start() + len(word[0]) - len(word[0].lstrip(_WRAPPING + ",;|"))
            end = _trimmed(text, word)
            if start < end and (url := doi_url(text[start:end])):
                yield start, end, url
        at = cut


def _trimmed(text: str, match: re.Match[str]) -> int:
    """The end of a DOI without closing punctuation and unpaired brackets."""
    end = match.end()
    counts = {bracket: match[0].count(bracket) for bracket in "()[]{}<>"}
    while end > match.start():
        last = text[end - 1]
        opening = _OPENING.get(last)
        if opening is not None and counts[last] > counts[opening]:
            counts[last] -= 1
        elif last not in _TRAILING and last not in "\"'”’":
            break
        end -= 1
    return end


def _resolver(doi: str) -> str:
    return "https://doi.org/" + quote(doi.rstrip(_TRAILING), safe=_DOI_SAFE)


def arxiv_url(text: str, archive: str | None = None) -> str | None:
    """The abstract page of an arXiv identifier in any form; `archive` completes an old one that lacks it (0309136).

    >>> arxiv_url("arXiv:2101.00003v2 [cs.LG]"), arxiv_url("math/0309136"), arxiv_url("0309136", "math.GT")
    ('https://arxiv.org/abs/2101.00003v2', 'https://arxiv.org/abs/math/0309136', 'https://arxiv.org/abs/math/0309136')
    """
    bare = text.strip().strip("<>{}\"'").strip().rstrip(_TRAILING)
    if archive and re.fullmatch(r"\d{7}(?:v\d+)?", bare):
        bare = f"{archive.partition('.')[0]}/{bare}"
    found = _ARXIV.fullmatch(bare)
    return f"https://arxiv.org/abs/{found['id']}" if found else None


def find_arxiv(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and URL of each arXiv identifier that a text names as such ("arXiv preprint arXiv:2101.00003")."""
    for match in _NAMED_ARXIV.finditer(text):
        yield match.start("id"), match.end("id"), f"https://arxiv.org/abs/{match['id']}"


def pubmed_url(text: str) -> str | None:
    """The page of a PMID: pubmed.ncbi.nlm.nih.gov/help, "PMID"."""
    found = _PMID.fullmatch(text.strip(_WRAPPING))
    return f"https://pubmed.ncbi.nlm.nih.gov/{found[1]}/" if found else None


def pmc_url(text: str) -> str | None:
    """The page of a PMCID, with or without its letters."""
    found = _PMC.fullmatch(text.strip(_WRAPPING))
    return f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{found[1]}/" if found else None


def _under(base: str) -> Callable[[str], str | None]:
    def url(text: str) -> str | None:
        bare = text.strip(_WRAPPING)
        return base + quote(bare, safe=_DOI_SAFE + "%") if bare and not re.search(r"\s", bare) else None

    return url


_EPRINTS: Mapping[str, Callable[[str], str | None]] = {
    "arxiv": arxiv_url,
    "jstor": _under("https://www.jstor.org/stable/"),
    "pubmed": pubmed_url,
    "pmid": pubmed_url,
    "pmcid": pmc_url,
    "hdl": _under("https://hdl.handle.net/"),
    "handle": _under("https://hdl.handle.net/"),
    "googlebooks": _under("https://books.google.com/books?id="),
    "hal": _under("https://hal.science/"),
    "doi": doi_url,
}


def eprint_url(kind: str, value: str, archive: str | None = None) -> str | None:
    """The URL of an eprint: BibLaTeX's manual, section 3.14.7, and its aliases in use. None for an unknown kind."""
    kind = kind.strip(_WRAPPING).lower()
    if kind == "arxiv":
        return arxiv_url(value, archive)
    read = _EPRINTS.get(kind)
    return read(value) if read else None
