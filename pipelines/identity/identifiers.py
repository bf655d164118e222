"""Identifiers of works: DOI, arXiv, PMID, PMCID, ISBN, Handle, in URLs, in metadata and on first pages.

An `Identifier` is `(scheme, value)`, the value normalised so that two of one scheme can be compared. One work may have
several DOIs (preprint and article, book and chapter, versions): two different identifiers are a sign, never proof.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

Identifier = tuple[str, str]

_DOI = re.compile(r"\b10\.\d{4,9}/[-._;()/:A-Z0-9]+", re.IGNORECASE)
"""Crossref, "DOIs and matching regular expressions" (2015): 74.4 of its 74.9 million DOIs."""

_DOI_TAIL = re.compile(
    r"(?:;jsessionid.*|/(?:full|pdf|epdf|abstract|meta|epub|html|fulltext|summary|download)(?:/.*)?"
    r"|(?:v\d+)?\.(?:full|abstract|pdf|html|xml|article-info|long|short)[\w.-]*|v\d+)$",
    re.IGNORECASE,
)
"""What publishers append to a DOI in their URLs (/full, /pdf, v2.full), and the version suffixes of bioRxiv and
Zenodo."""

_ARXIV_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_ARXIV_OLD = r"[a-z]+(?:-[a-z]{2,})?(?:\.[A-Za-z-]{2,})?/\d{7}"
"""arXiv's identifiers since April 2007 and before: info.arxiv.org/help/arxiv_identifier.html; the pattern of the older
ones is that of arXiv/arxiv-browse, browse/domain/identifier.py. Versions (v2) are not compared."""

_ARXIV_URL = re.compile(
    rf"arxiv\.org/(?:abs|pdf|html|format|e-print|ps)/(?P<id>{_ARXIV_NEW}|{_ARXIV_OLD})", re.IGNORECASE
)
_ARXIV_NAMED = re.compile(rf"\barxiv:\s*(?P<id>{_ARXIV_NEW}|{_ARXIV_OLD})", re.IGNORECASE)
_ARXIV_DOI = re.compile(rf"^10\.48550/arxiv\.(?P<id>{_ARXIV_NEW}|{_ARXIV_OLD})", re.IGNORECASE)
"""arXiv's own DOIs: its identifiers, prefixed with `10.48550/arXiv.` (info.arxiv.org/help/doi.html)."""

_ARXIV_STAMP = re.compile(rf"\barXiv:(?P<id>{_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?\s+\[[a-z-]+(?:\.[A-Za-z-]+)?\]")
_ARXIV_TITLE = re.compile(rf"^\[(?P<id>{_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?\]")
"""The stamp on the first page of every PDF made by arXiv, and the title of its abstract pages."""

_PMID = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(?P<id>\d{1,8})\b", re.IGNORECASE)
_PMC = re.compile(r"/(?:pmc/)?articles/(?P<id>PMC\d{1,9})\b", re.IGNORECASE)
_HANDLE = re.compile(r"hdl\.handle\.net/(?P<id>[\w.]+/[^\s?#]+)", re.IGNORECASE)
"""Handles in the URLs of their proxy: a prefix, a slash, a suffix (RFC 3651, section 3)."""

_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX](?![\d-])", re.IGNORECASE)

_REFERENCES = re.compile(
    r"^[^\w\n]*(?:\d{1,2}[^\w\n]+)?(?:references|bibliography|works cited|literature cited|literatur(?:verzeichnis)?"
    r"|références|bibliographie|referencias|bibliografía|bibliografia|referências|参考文献|список литературы)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
FIRST_PAGE = 1500
"""Characters in which a paper identifies itself. Heuristic, not measured: title, authors and abstract of one page."""


def doi(value: str) -> Identifier | None:
    """The DOI in a text, in any form; one of arXiv's own DOIs gives the arXiv identifier.

    >>> doi("https://doi.org/10.1145/3442188.3445922/full"), doi("doi:10.48550/arXiv.1706.03762")
    (('DOI', '10.1145/3442188.3445922'), ('arXiv', '1706.03762'))
    """
    match = next(_dois(value), None)
    if match is None:
        return None
    found = match[0].rstrip("-._;:/").lower()
    if ")" in found and found.count(")") > found.count("("):
        found = found.rstrip(").,;")
    if arxiv := _ARXIV_DOI.match(found):
        return "arXiv", arxiv["id"]
    while (shorter := _DOI_TAIL.sub("", found).rstrip("/.")) != found:
        found = shorter
    return "DOI", found


def isbn(value: str) -> Identifier | None:
    """The first ISBN with a valid check digit (ISO 2108) in a text, as 13 digits; None if there is none.

    >>> isbn("ISBN 0-306-40615-2"), isbn("978-0-306-40615-7"), isbn("978-0-306-40615-8")
    (('ISBN', '9780306406157'), ('ISBN', '9780306406157'), None)
    """
    for match in _ISBN.finditer(value):
        digits = re.sub(r"[- ]", "", match[0]).upper()
        if len(digits) == 10 and _check10(digits):
            return "ISBN", _with_check13(f"978{digits[:9]}")
        if len(digits) == 13 and digits.isdigit() and _with_check13(digits[:12]) == digits:
            return "ISBN", digits
    return None


def _check10(digits: str) -> bool:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0


def _with_check13(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def of_url(url: str) -> frozenset[Identifier]:
    """The identifiers in a URL of a resolver, a publisher, arXiv, PubMed or a library.

    >>> sorted(of_url("https://arxiv.org/pdf/1706.03762v7.pdf"))
    [('arXiv', '1706.03762')]
    """
    plain = unquote(url)
    found = {named for scheme, pattern in _IN_URLS for named in _all(scheme, pattern, plain)}
    book = isbn(plain) if "isbn" in plain.lower() else None
    return frozenset(found | {identifier for identifier in (doi(plain), book) if identifier})


def cited(text: str) -> frozenset[Identifier]:
    """The identifiers in the words of a citation: "arXiv:1706.03762", "doi:10...", "ISBN ..."."""
    found = {*_arxiv(_ARXIV_NAMED, text), *([one] if (one := doi(text)) else [])}
    if "isbn" in text.lower() and (book := isbn(text)):
        found.add(book)
    return frozenset(found)


def own(tags: Iterable[tuple[str, str]], titles: Iterable[str], start: str) -> frozenset[Identifier]:
    """The identifiers by which a document identifies itself: in its metadata tags (name, value), in the title of an
    arXiv abstract page, in arXiv's stamp.
    """
    found: set[Identifier] = set()
    for name, value in tags:
        found |= set(_tagged(name, value.strip()))
    for title in titles:
        found |= set(_all("arXiv", _ARXIV_TITLE, title))
    return frozenset(found | set(_arxiv(_ARXIV_STAMP, start)))


def first_page(start: str) -> frozenset[Identifier]:
    """The identifiers on the first page of a document, which are probably its own; none from its references."""
    page = without_references(start)[:FIRST_PAGE]
    dois = (doi(match[0]) for match in _dois(page))
    return cited(page) | frozenset(found for found in dois if found)


def without_references(text: str) -> str:
    """A text up to the heading of its references, which are other works."""
    heading = _REFERENCES.search(text)
    return text[: heading.start()] if heading else text


def agree(one: Iterable[Identifier], other: Iterable[Identifier]) -> Identifier | None:
    """An identifier that both sides have. A DOI agrees with one that extends it: a book's with its chapters'."""
    for scheme, value in sorted(one):
        for beside, found in sorted(other):
            if scheme == beside and (value == found or (scheme == "DOI" and _part(*sorted((value, found), key=len)))):
                return scheme, value
    return None


def _part(book: str, chapter: str) -> bool:
    return chapter.startswith(book) and not chapter[len(book)].isalnum() if len(book) < len(chapter) else False


def conflict(one: frozenset[Identifier], other: frozenset[Identifier]) -> tuple[Identifier, Identifier] | None:
    """Two different identifiers of one scheme, if none agree; None if nothing can be compared."""
    if agree(one, other):
        return None
    pairs = ((mine, theirs) for mine in sorted(one) for theirs in sorted(other) if mine[0] == theirs[0])
    return next(pairs, None)


def _tagged(name: str, value: str) -> Iterator[Identifier]:
    if name == "citation_pmid" and value.isdigit():
        yield "PMID", value.lstrip("0")
    elif name == "citation_pmcid" and (match := re.fullmatch(r"(?:PMC)?(\d+)", value, re.IGNORECASE)):
        yield "PMC", f"pmc{match[1]}"
    elif name == "citation_arxiv_id" and (match := re.match(f"{_ARXIV_NEW}|{_ARXIV_OLD}", value, re.IGNORECASE)):
        yield "arXiv", match[0].lower()
    elif name == "citation_isbn":
        yield from ([book] if (book := isbn(value)) else [])
    elif found := doi(value):
        yield found


# A literal is found a hundred times faster than a pattern fails: most texts name no DOI and no arXiv.


def _dois(text: str) -> Iterator[re.Match[str]]:
    return _DOI.finditer(text) if "10." in text else iter(())


def _arxiv(pattern: re.Pattern[str], text: str) -> Iterator[Identifier]:
    return _all("arXiv", pattern, text) if "arxiv" in text.lower() else iter(())


def _all(scheme: str, pattern: re.Pattern[str], text: str) -> Iterator[Identifier]:
    return ((scheme, match["id"].lower().rstrip("./")) for match in pattern.finditer(text))


_IN_URLS = (("arXiv", _ARXIV_URL), ("PMID", _PMID), ("PMC", _PMC), ("Handle", _HANDLE))
