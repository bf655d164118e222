"""Which fields of a bibliography's entry say where the work is, for every bibliography format: `entry_links`.

1. The URLs of the first of these that has any are the work's: fields declared as its URL; fields in prose (`note`);
   fields in which programs keep a URL (DBLP's `ee`, BibDesk's `bdsk-url-1`, ADS's `adsurl`), and any other field that
   is one URL; identifiers (DOI, arXiv, other eprints, PubMed).
2. URLs in prose beside a declared URL are cited, too: a person wrote them.
3. All others are ignored, each with its place: a program's second URL of the work, URLs in an abstract, the places of
   files and of the entry itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crawler.sources.parsing.identifiers import (
    arxiv_url,
    doi_url,
    eprint_url,
    find_arxiv,
    find_dois,
    pmc_url,
    pubmed_url,
)
from crawler.sources.parsing.latex.urls import PlainLatex, latex_links
from crawler.text.dates import accessed, iso_date

_DECLARED = frozenset("url urls".split())
_PROSE = frozenset("howpublished note notes annote annotation addendum urlnote urlinfo remark extra".split())
_ALTERNATE = frozenset(
    "ee adsurl link links href web website webpage weblink homepage uri html www site source onlineurl pdf code "
    "repository github project slides video poster blog demo localurl electronic-edition".split()
)
_IDENTIFIERS = frozenset("doi eprint arxiv arxivid arxiv-id arxiv_id pmid pmcid".split())
_OPAQUE = re.compile(
    r"opt|bdsk-file|file|bib(?:url|source)|timestamp|owner|abstract|keywords|groups|title|annotationtext|__"
)
_ACCESSED = tuple(
    "urldate accessed accessdate access-date lastaccessed last-accessed lastchecked lastvisited visited "
    "urlaccessdate retrieved dateaccessed access_date urlaccessed".split()
)
_ARXIV_IN = frozenset(
    "journal journaltitle booktitle series number volume pages eid publisher institution type organization archive "
    "location call-number note howpublished".split()
)
_ARXIV_JOURNAL = re.compile(r"\bcorr\b|arxiv|computing research repository", re.IGNORECASE)
_SCHEME = re.compile(r"(?<![^\s,;|<>(\[{\"'])(?:https?|ftp)://(?=[^\s/])", re.IGNORECASE)
_WHOLE_URL = re.compile(r"(?:https?|ftp)://[^\s/]\S*", re.IGNORECASE)
_REMARK = re.compile(
    r"(?<!\s)\s++(?:[(\[,;–—-]|(?:last |zuletzt )?(?:accessed|visited|retrieved|checked|abgerufen)\b)", re.IGNORECASE
)
_PMID = re.compile(r"\bPMID:?\s{0,3}(\d{1,8})\b")
_PMC = re.compile(r"\bPMCID:?\s{0,3}(PMC\d{1,9})\b")
_OUTER = " \t\n<>\"'{}"


@dataclass(slots=True)
class FieldLink:
    """A URL, and where it is written: in which field, and from which offset in its text on."""

    url: str
    field: int
    start: int = 0


@dataclass(slots=True)
class EntryLinks:
    """The URLs of an entry; `ignored` has a reason for each that is not cited."""

    work: list[FieldLink] = field(default_factory=list)
    mentioned: list[FieldLink] = field(default_factory=list)
    ignored: list[tuple[str, FieldLink]] = field(default_factory=list)


Fields = Sequence[tuple[str, str]]  # names in small letters, and texts


def entry_links(fields: Fields) -> EntryLinks:
    """The URLs of an entry by the rules above; a URL that stands in it twice is cited once."""
    declared = list(_declared(fields))
    prose = [
        FieldLink(url, at, start)
        for at, (name, text) in enumerate(fields)
        if name in _PROSE
        for start, _, url in latex_links(text)
    ]
    others = list(_alternates(fields))
    found = EntryLinks()
    found.work = declared or prose or _first_field(others) or list(_identified(fields))
    found.mentioned = prose if declared else []
    cited: set[str] = set()
    found.work, found.mentioned = _distinct(found.work, cited), _distinct(found.mentioned, cited)
    rest = [("another URL of an entry", link) for link in others]
    rest += [("URL in a field that is no link", link) for link in _opaque(fields)]
    for reason, link in rest:
        if link.url not in cited:
            cited.add(link.url)
            found.ignored.append((reason, link))
    return found


def _distinct(links: Iterable[FieldLink], cited: set[str]) -> list[FieldLink]:
    kept = []
    for link in links:
        if link.url not in cited:
            cited.add(link.url)
            kept.append(link)
    return kept


def _declared(fields: Fields) -> Iterator[FieldLink]:
    for at, (name, text) in enumerate(fields):
        if name in _DECLARED:
            yield from (FieldLink(url, at, start) for start, url in declared_urls(text))


def declared_urls(text: str) -> list[tuple[int, str]]:
    """Start and URL of each URL in a value that is declared to be one.

    >>> declared_urls("https://e.org/a, https://e.org/b"), declared_urls("<www.e.org/x>"), declared_urls("doi:10.12/x")
    ([(0, 'https://e.org/a'), (17, 'https://e.org/b')], [(1, 'http://www.e.org/x')], [(0, 'https://doi.org/10.12/x')])
    """
    if "\\url" in text or "\\href" in text:
        return [(start, url) for start, _, url in latex_links(text)]
    plain = PlainLatex(text)
    starts = [match.start() for match in _SCHEME.finditer(plain.text)]
    if len(starts) > 1:
        ends = [*starts[1:], len(plain.text)]
        parts = [(start, plain.text[start:end].split()[0]) for start, end in zip(starts, ends, strict=True)]
        return [(plain.written(start), part.rstrip(",;|<>)\"'")) for start, part in parts]
    start = len(plain.text) - len(plain.text.lstrip(_OUTER))
    whole = plain.text.strip(_OUTER).rstrip(",;")
    if whole.count("{") == whole.count("}") + 1 and plain.text.startswith(f"{whole}}}", start):
        whole += "}"  # `?p={a}`: its own brace
    if starts and starts[0] != start:
        return [(start, url) for start, _, url in latex_links(text)]
    url = _one_url(whole, has_scheme=bool(starts))
    return [(plain.written(start), url)] if url else []


def _one_url(whole: str, *, has_scheme: bool) -> str | None:
    """The URL that a value is; lines that were wrapped are joined, a remark behind the URL is left out."""
    if has_scheme:
        remark = _REMARK.search(whole)
        whole = whole[: remark.start()] if remark else whole
        return "".join(part if "\n" not in part else "" for part in re.split(r"(\s+)", whole))
    if identified := doi_url(whole) or next((url for _, _, url in find_arxiv(whole)), None):
        return identified
    if whole.lower().startswith("www.") and " " not in whole:
        return f"http://{whole}"
    return whole if re.fullmatch(r"[^\s.]+[.:][^\s]+", whole) else None


def _alternates(fields: Fields) -> Iterator[FieldLink]:
    """The URLs that programs keep."""
    for at, (name, text) in enumerate(fields):
        if name in _DECLARED or name in _PROSE or name in _ACCESSED or name == "doi":
            continue
        one_url = not _OPAQUE.match(name) and _WHOLE_URL.fullmatch(text.strip(_OUTER))
        if one_url or name in _ALTERNATE or name.startswith("bdsk-url"):
            found = declared_urls(text)  # a path of a file, or of a reference manager's, is none
            yield from (FieldLink(url, at, start) for start, url in found if _WHOLE_URL.match(url))


def _first_field(links: Sequence[FieldLink]) -> list[FieldLink]:
    return [link for link in links if link.field == links[0].field]


def _opaque(fields: Fields) -> Iterator[FieldLink]:
    for at, (name, text) in enumerate(fields):
        known = name in _DECLARED or name in _PROSE or name in _ALTERNATE or name in _IDENTIFIERS
        if not known and "://" in text:
            yield from (FieldLink(url, at, start) for start, _, url in latex_links(text))


def _identified(fields: Fields) -> list[FieldLink]:
    """The URLs of the first identifier; several only of a field of several DOIs."""
    for found in (_dois(fields), _eprints(fields), _named(fields)):
        if links := list(found):
            return links
    return []


def _dois(fields: Fields) -> Iterator[FieldLink]:
    for at, (name, text) in enumerate(fields):
        if name == "doi":
            plain = PlainLatex(text)
            links = [FieldLink(url, at, plain.written(start)) for start, _, url in find_dois(plain.text, declared=True)]
            yield from links or (FieldLink(url, at, start) for start, _, url in latex_links(text))


def _eprints(fields: Fields) -> Iterator[FieldLink]:
    values = dict(reversed(fields))
    kind = values.get("eprinttype") or values.get("archiveprefix") or "arxiv"
    archive = values.get("eprintclass") or values.get("primaryclass")
    for at, (name, text) in enumerate(fields):
        plain = PlainLatex(text)
        url = None
        if name == "eprint":
            url = eprint_url(kind, plain.text, archive)
        elif name in ("arxiv", "arxivid", "arxiv-id", "arxiv_id"):
            url = arxiv_url(plain.text, archive)
        elif name in ("volume", "number", "eid") and _ARXIV_JOURNAL.search(values.get("journal", "")):
            url = arxiv_url(plain.text)
        elif name in ("pmid", "pubmed"):
            url = pubmed_url(plain.text)
        elif name in ("pmcid", "pmc"):
            url = pmc_url(plain.text)
        elif name in ("jstor", "hdl", "handle", "hal", "hal_id"):
            url = eprint_url(name.removesuffix("_id"), plain.text)
        if url:
            yield FieldLink(url, at, len(text) - len(text.lstrip()))
            return


def _named(fields: Fields) -> Iterator[FieldLink]:
    """Identifiers that a text names as such: "arXiv preprint arXiv:2101.00003"."""
    for at, (name, text) in enumerate(fields):
        if name not in _ARXIV_IN and name not in _PROSE:
            continue
        plain = PlainLatex(text)
        found = [*find_dois(plain.text), *find_arxiv(plain.text)]
        for pattern, page in ((_PMC, pmc_url), (_PMID, pubmed_url)):
            found += [(m.start(), m.end(), url) for m in pattern.finditer(plain.text) if (url := page(m[1]))]
        if found:
            yield from (FieldLink(url, at, plain.written(start)) for start, _, url in found[:1])
            return


def access_date(fields: Fields) -> str | None:
    """When the URL was visited: a field for it, else what a field in prose says; ISO 8601 where it can be parsed."""
    for name in _ACCESSED:
        for given, text in fields:
            if given == name and (date := PlainLatex(text).text.strip(_OUTER)):
                return iso_date(date) or accessed(f"accessed {date}") or date
    prose = (accessed(PlainLatex(text).text) for name, text in fields if name in _PROSE or name in _DECLARED)
    return next((date for date in prose if date), None)
