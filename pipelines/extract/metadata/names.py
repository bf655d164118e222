"""Names of people as pages write them: without "By", roles, links and mail addresses, and split right. Pure."""

import re
from collections.abc import Iterable

from crawler.text.tidy import one_line
from pipelines.extract.metadata.roles import AGENCY, NOBODY, ORGANISATION, ROLE

MAX_AUTHORS = 100
"""Authors that are kept: large collaborations are cited by their first."""

MAX_WORDS = 8
"""Most words of one author: anything longer is a biography. Institutions may have twice as many."""

MAX_CHARS = 200

_BY = re.compile(
    r"^(?:(?:(?:written|posted|published|submitted|created|story|words|reporting|article|reviewed|a post|shared|asked|"
    r"geschrieben|écrit|publié|escrito|publicado|scritto|pubblicato|geschreven|skrevet|skriven)\s+)?"
    r"(?:by(?=[\s:])\s*:?|(?:von|par|por|di|door|av|af|przez|от)\s+(?=[^\s,]+\s+\S))"
    r"|(?:by|authors?|autor(?:en|in|es|a|i)?|auteurs?|autori|auteur|text|texte|texto|testo|tekst|words|"
    r"автор|авторы)\s*:"
    r"|(?:文|作者|記者|记者|編集|编辑|責任編輯|责任编辑|著者|筆者|執筆|取材・文|取材|撰文|글|글쓴이|작성자)\s*[:：/／・|\s]"
    r"|[~•·|–—-])\s*",
    re.IGNORECASE,
)
"""What stands before an author's name, in the languages of Europe and East Asia."""

_MAIL = re.compile(r"[(<\[]?(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}[)>\]]?")
_LINK = re.compile(r"[(<\[]?(?:https?:|www\.)\S{1,500}")
_HANDLE = re.compile(r"(?:^|(?<=[\s(]))@\w{1,50}\)?")
_TAIL = re.compile(
    r"\s*(?:\||•|●|(?<![\u3040-\u9fff])·|»|/|\s[–—-]\s|"
    r"(?:攝影|摄影|撮影|写真|圖片?|图片?|編輯|编辑|翻譯|翻译|譯者?|译者?|校對|사진)\s*[:：／/]|"
    r"\d{1,2}:\d\d|\bon (?=[A-Z0-9])|\b(?:updated|published|posted|follow(?:ing)?|"
    r"min read|über a year ago|over a year ago|last (?:modified|updated)|member since|joined)\b).*$",
    re.IGNORECASE,
)
"""Where a name ends: separators, and what bylines say next."""

_AFFILIATION = re.compile(r"\s+(?:for|at|of|in)\s+(?:the\s+)?(?=[A-Z]).*$")
_BRACKETS = re.compile(r"\s*[(\[【（]([^()\[\]【】（）]{0,100})[)\]】）]\s*")
_NOT_A_NAME = re.compile(r"\d{3,}|\d:\d\d|\b(?:badges?|print this|min read|updated|ago|comments?)\b", re.IGNORECASE)
"""What the microdata of authors often contains too: dates, times, reputation. Only user names have three digits."""

_DATE = re.compile(
    r"\s+(?:[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}[./\s-]\S{1,10}[./\s-]\d{2,4}).*$"
)
_CREDENTIAL = re.compile(r"(?:(?:[A-Z][A-Za-z]?\.?){2,6}(?:[-/][A-Z]{1,5})?|Jr\.?|Sr\.?|Esq\.?)(?:\s[A-Z.]{2,8}){0,3}")
"""Degrees, memberships and generations that belong to the name before the comma: "M.D.", "PhD", "MS", "Jr."."""

_STRONG = re.compile(r"\s*[;；、|]\s*|\s*\n\s*|\s+/\s+")
_AND = re.compile(r",?\s+(?:and|und|with)\s+|\s*[&＆]\s*", re.IGNORECASE)
_WEAK_AND = re.compile(r"\s+(?:et|y|e|og|och|en|i|и|та|ja|ve|dan)\s+")
"""Words that join two people, but also stand within one name: Ortega y Gasset, Silva e Costa."""

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,5}|[\uac00-\ud7af]{2,4}|[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}")
_HAN_COMMA = re.compile(r"\s*[，,・]\s*")
_HAN_SPACE = re.compile(
    r"(?=.*·)[\u3400-\u9fff· ]+"
)  # foreigners are among them, so that a space is no Japanese name's
_HAN_PAIR = re.compile(r"([\u3400-\u9fff]{2,4})[和与與]([\u3400-\u9fff]{2,4})")
_EASTERN_ROLE = re.compile(
    r"(?<=[\u3400-\u9fff\uac00-\ud7af])\s*(?:記者|记者|編集委員|編集|編輯|编辑|さん|氏|特派員|기자|특파원|교수|著|撰文)$"
)
_INITIALS = re.compile(r"(?:[A-Z]\.?[\s-]?){1,4}")
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The words of a text in lower case, for comparison: "The Verge." equals "the verge"."""
    return " ".join(_WORD.findall(text.casefold()))


def clean_authors(values: Iterable[str]) -> tuple[str, ...]:
    """Author names without "By" and duplicates; no roles, links, mail addresses, dates, or users such as "admin".

    >>> clean_authors(["By Ada Lovelace, Science Editor", "November 18, 2019 12:01 PM", "@ada", "Ina Holt (i@x.test)"])
    ('Ada Lovelace', 'Ina Holt')
    """
    found: dict[str, str] = {}
    for value in values:
        name = clean_name(value)
        if name:
            found.setdefault(fold(name), name)
    return tuple(list(found.values())[:MAX_AUTHORS])


def clean_name(value: str) -> str:
    """One name; empty if the value is none."""
    name = _without_by(one_line(value, MAX_CHARS))
    for noise in (_MAIL, _LINK, _HANDLE):
        name = noise.sub(" ", name)
    name = _brackets_resolved(name)
    organisation = ORGANISATION.search(name) is not None
    if not organisation:
        name = _without_role(_DATE.sub("", _TAIL.sub("", name)))
    name = _EASTERN_ROLE.sub("", " ".join(name.split()).strip(' ,;:.|-–—·•/"“”'))
    name += "." if re.search(r"\b(?:Jr|Sr|M\.D|Ph\.D|[A-Z])$", name) and f"{name}." in value else ""
    words = name.split()
    if (
        not words
        or (len(words) > 1 and _NOT_A_NAME.search(name))
        or fold(name) in NOBODY
        or len(words) > (MAX_WORDS * 2 if organisation else MAX_WORDS)
        or not re.search(r"[^\W\d_]", name)
    ):
        return ""
    return name


def split_authors(text: str) -> tuple[str, ...]:
    """Several authors in one string: `A; B`, `A and B`, `A, B and C`; but `Family, Given` stays one.

    >>> split_authors("Ministry of Water and Forests"), split_authors("山田太郎、鈴木花子")
    (('Ministry of Water and Forests',), ('山田太郎', '鈴木花子'))
    """
    text = _without_house(_without_by(one_line(text, 5000)))
    most = MAX_WORDS * 2 if ORGANISATION.search(text) else MAX_WORDS
    if ";" not in text and max(len(part.split()) for part in text.split(",")) > most:
        return ()
    names: list[str] = []
    parts = _STRONG.split(text)
    for whole in [part for part in parts if not AGENCY.fullmatch(part)] or parts:
        part = _EASTERN_ROLE.sub("", whole)
        if pair := _HAN_PAIR.fullmatch(part):
            names += pair.groups()
        elif _HAN_SPACE.fullmatch(part):
            names += part.split()
        elif all(_HAN_NAME.fullmatch(piece) for piece in _HAN_COMMA.split(part)):
            names += _HAN_COMMA.split(part)
        elif ORGANISATION.search(part):
            names.append(part)
        else:
            names += _people(part, listed=";" in text)
    return clean_authors(names)


def _without_by(text: str) -> str:
    """The text without "By", which some pages write twice ("By: By Jane Doe")."""
    for _ in range(3):
        shorter = _BY.sub("", text, count=1)
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _without_house(text: str) -> str:
    """The text without "our correspondent" before the name."""
    match = ROLE.match(text)
    if match and match[0].islower() and re.match(r"\s+[A-ZÀ-Þ]\S*\s+\S", text[match.end() :]):
        return text[match.end() :].strip()
    return text


def _brackets_resolved(name: str) -> str:
    """Brackets are dropped: they hold a role, an employer, or the name again. A short name keeps them."""
    match = _BRACKETS.search(name)
    if match is None:
        return name
    outside = (name[: match.start()] + " " + name[match.end() :]).strip()
    inside = match[1].strip()
    keep = inside and len(outside.split()) < 2 and fold(inside).replace("_", " ") != fold(outside).replace("_", " ")
    return (
        name
        if keep and not ROLE.search(inside) and not ORGANISATION.search(inside) and not AGENCY.fullmatch(inside)
        else outside
    )


def _without_role(name: str) -> str:
    """The name before a comma and what is said of its owner: a role, an agency, a place of work."""
    head, *rest = (part.strip() for part in name.split(","))
    kept = [head]
    for part in rest:
        if ROLE.search(part) or AGENCY.fullmatch(part):
            break
        kept.append(part)
    name = ", ".join(part for part in kept if part)
    match = ROLE.match(name)
    if match and len(name.split()) > 2 and re.match(r"\s*:?\s*[A-ZÀ-Þ]\S*\s+[A-ZÀ-Þ]", name[match.end() :]):
        name = name[match.end() :].lstrip(" :")  # "Science Editor Ina Holt"
    return _AFFILIATION.sub("", name) if len(name.split()) > 3 else name


def _people(text: str, *, listed: bool) -> list[str]:
    names: list[str] = []
    for part in _AND.split(text):
        pieces = [part] if listed else _at_commas(part)
        for piece in pieces:
            names += _at_weak_and(piece)
    return names


def _at_weak_and(text: str) -> list[str]:
    """Split where a whole name stands on either side: "Ana Ortega y Gasset y Ida Rusk" are two."""
    halves = _WEAK_AND.split(text)
    if len(halves) == 1 or all(len(half.split()) >= 2 for half in halves):
        return halves
    words = _WEAK_AND.findall(text)
    names = [halves[0]]
    for word, half in zip(words, halves[1:], strict=True):
        if len(half.split()) >= 2 and len(names[-1].split()) >= 2:
            names.append(half)
        else:
            names[-1] += f"{word}{half}"
    return names


def _at_commas(text: str) -> list[str]:
    """Split at commas that separate people; degrees and roles stay with the name before them."""
    people: list[str] = []
    for piece in (piece.strip() for piece in text.split(",")):
        if people and (_CREDENTIAL.fullmatch(piece) or ROLE.search(piece) or AGENCY.fullmatch(piece)):
            people[-1] += f", {piece}"
        elif piece:
            people.append(piece)
    names = [person.partition(",")[0] for person in people]
    if len(people) >= 2 and all(_INITIALS.fullmatch(name) for name in names[1::2]) and len(people) % 2 == 0:
        return [f"{family}, {given}" for family, given in zip(people[::2], people[1::2], strict=True)]
    full = all(2 <= len(name.split()) <= 5 for name in names)
    single = len(people) >= 3 and all(len(name.split()) == 1 for name in names)
    return people if full or single else [", ".join(people)]
