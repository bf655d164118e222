"""Names of authors, as cards have them ("Jane Doe"), in the parts that bibliographies need.

Who is an organisation is not stored, so it is told by the name: its words, or that it is the site's. A name that is not
surely a person's stays whole, which every style prints as it is. The parts are BibTeX's (bibtexparser splits them):
"First von Last"; a comma in a name means "Last, First", or a suffix.
"""

import re
from dataclasses import dataclass

from bibtexparser.middlewares.names import InvalidNameError, NameParts, parse_single_name_into_parts

from citecache.render.clean import one_line
from pipelines.extract.metadata.roles import AGENCY, ORGANISATION

_OTHERS = re.compile(r"(?:et\.? al\.?|others|and others)", re.IGNORECASE)
_SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|II|III|IV)$")
_ORGANISED = re.compile(
    r"^[Tt]he\s|\b(?:and|of|for|the|at|in|on|et|und|für|pour)\s|[\d&/:;|@()\[\]{}<>\\\"]"
    r"|\b(?:AI|Alliance|Authors|Community|Contributors|Developers|Forum|Fund|Government|Initiative|Journal|Labs"
    r"|Laborator(?:y|ies)|Magazine|Media|Nations|News|Newspaper|Parliament|Research|Review|Software|Survey|Systems"
    r"|Technolog(?:y|ies)|Times|Union|Wikipedia)\b"
)
"""What names of organisations have and people's have not, beside the words that the extraction knows."""

_CAMEL_CASE = re.compile(r"\b(?!Mac|Van|Von|Fitz|Saint)[A-Z][a-z]{2,}[A-Z]")
"""DeepMind; but not DasSarma, where a comma says that it is a family name."""

_MAX_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorName:
    """A name in parts, or whole: then only `literal` is set."""

    literal: str = ""
    given: str = ""
    particle: str = ""  # "van der"
    family: str = ""
    suffix: str = ""


def author_names(authors: tuple[str, ...], sitename: str | None = None) -> tuple[list[AuthorName], bool]:
    """The names, and whether there are more authors than these ("et al.")."""
    names = [name for author in authors if (name := one_line(author))]
    known = [name for name in names if not _OTHERS.fullmatch(name)]
    return [author_name(name, sitename) for name in known], len(known) < len(names)


def author_name(name: str, sitename: str | None = None) -> AuthorName:
    """One name in its parts.

    >>> author_name("Ludwig van Beethoven").family, author_name("Ministry of Water").literal
    ('Beethoven', 'Ministry of Water')
    """
    whole = AuthorName(literal=name)
    if name.casefold() == (sitename or "").casefold() or _is_no_person(name):
        return whole
    suffix = _SUFFIX.search(name)
    bare = name[: suffix.start()] if suffix else name
    if bare.count(",") > 1:
        return whole
    try:
        parts = parse_single_name_into_parts(bare)
    except InvalidNameError:
        return whole
    if not parts.first and parts.von and "," not in bare:  # "danah boyd"
        parts = NameParts(first=parts.von, last=parts.last)
    if not parts.first or not parts.last:
        return whole
    return AuthorName(
        given=" ".join(parts.first), particle=" ".join(parts.von), family=" ".join(parts.last),
        suffix=suffix[1] if suffix else "",
    )  # fmt: skip


def _is_no_person(name: str) -> bool:
    words = name.split()
    if len(words) == 1 or len(words) > _MAX_WORDS or name == name.lower() == name.upper():
        return True
    return bool(ORGANISATION.search(name) or AGENCY.fullmatch(name) or _ORGANISED.search(name)) or (
        "," not in name and _CAMEL_CASE.search(name) is not None
    )
