"""Removes what precedes the article in a text. Pure.

Only the first blocks are checked, and only certain clutter is dropped: a repetition of the page's own title, headline
or description, the labels of navigation and sharing, a lone date or byline.
"""

import re
from collections.abc import Iterable, Sequence

from crawler.text.dates import MONTHS
from pipelines.extract.metadata.names import fold

LOOK = 8
"""Lines at the start that are checked."""

KICKERS = 4
SHORT = 60
"""Lines above the title, and characters of each, that are dropped: section, kicker, date."""

NAVIGATION = frozenset(
    fold(label)
    for label in (
        "Skip to content",
        "Skip to main content",
        "Skip to navigation",
        "Jump to content",
        "Jump to navigation",
        "Menu",
        "Main menu",
        "Hamburger Navigation Button",
        "Toggle navigation",
        "Navigation",
        "Search",
        "Close",
        "Open menu",
        "Home",
        "Log in",
        "Login",
        "Sign in",
        "Sign up",
        "Subscribe",
        "Subscribe now",
        "Register",
        "Newsletter",
        "Share",
        "Share this",
        "Share this article",
        "Share on Facebook",
        "Share on Twitter",
        "Share on LinkedIn",
        "Tweet",
        "Email",
        "Print",
        "Copy link",
        "Link copied",
        "Facebook",
        "Twitter",
        "LinkedIn",
        "WhatsApp",
        "Pinterest",
        "Reddit",
        "Follow",
        "Follow Follow",
        "See All",
        "Save",
        "Bookmark",
        "Listen",
        "Listen to this article",
        "Advertisement",
        "Advertising",
        "Werbung",
        "Anzeige",
        "Publicité",
        "Zum Inhalt springen",
        "Menü",
        "Teilen",
        "Drucken",
        "Startseite",
        "Close this dialog",
        "Read more",
        "Comments",
        "Leave a comment",
        "Text size",
        "Order Reprints",
        "Print Article",
    )
)
"""Labels, folded, that are not part of any article."""

_NAV_PATTERN = re.compile(
    r"(?:skip to [\w ]{3,30}|follow(?: follow)? see all .{1,40}|share (?:on|via|to) \w+"
    r"|\d+ (?:shares?|comments?)|\d+ min(?:ute)?s? read)$"
)

_DATE_WORDS = frozenset(
    (
        "published",
        "updated",
        "posted",
        "modified",
        "last",
        "on",
        "at",
        "by",
        "date",
        "am",
        "pm",
        "edt",
        "est",
        "et",
        "gmt",
        "utc",
        "pst",
        "pdt",
        "bst",
        "cet",
        "cest",
        "am",
        "um",
        "uhr",
        "vom",
        "stand",
        "veröffentlicht",
        "aktualisiert",
        "de",
        "le",
        "à",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "st",
        "nd",
        "rd",
        "th",
        "h",
        "t",
        "z",
        *MONTHS,
    )
)
_URL = re.compile(r"https?://\S+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def strip_lead(blocks: Sequence[str], *, known: Iterable[str], authors: Iterable[str] = ()) -> list[str]:
    """The blocks without clutter at the start.

    `known` holds the texts that a card shows before the text: title, headings, dek. If everything would be dropped (a
    page that is only its title), everything is kept.
    """
    names = {folded for text in known if (folded := fold(text))}
    people = {word for author in authors for word in fold(author).split()} | {"by", "von", "par", "and", "und"}
    lines = [(index, line) for index, block in enumerate(blocks[: LOOK * 2]) for line in block.split("\n")]
    dropped = _headed([line for _, line in lines[:LOOK]], names)
    repeated = False
    for position in range(dropped, min(LOOK, len(lines))):
        line = lines[position][1]
        if not _is_clutter(line, names, people):
            if repeated or not _comes_again(line, lines[position + 1 :]):
                break
            repeated = True
        dropped = position + 1
    if dropped == 0 or dropped == len(lines):
        return list(blocks)
    first = lines[dropped][0]
    rest = "\n".join(line for index, line in lines[dropped:] if index == first)
    return [rest, *blocks[first + 1 :]]


def _headed(lines: Sequence[str], names: set[str]) -> int:
    """The number of lines up to the title, if only short ones (section, kicker, date) precede it; else 0."""
    for position, line in enumerate(lines[:KICKERS]):
        if fold(line) in names:
            return position + 1
        if len(line) > SHORT:
            break
    return 0


def _is_clutter(line: str, names: set[str], people: set[str]) -> bool:
    folded = fold(line)
    if (
        not folded
        or folded in names
        or folded in NAVIGATION
        or _NAV_PATTERN.match(folded)
        or _URL.fullmatch(line.strip())
    ):
        return True
    words = folded.split()
    if len(words) > 14:
        return False
    dated = bool(_YEAR.search(folded)) and all(word in _DATE_WORDS or word[0].isdigit() for word in words)
    return dated or (words[0] in ("by", "von", "par") and all(word in people for word in words))


def _comes_again(line: str, following: Sequence[tuple[int, str]]) -> bool:
    """Whether a sentence is repeated, like a dek shown above and below the picture: the first is dropped."""
    return len(line) >= 30 and any(other == line for _, other in following[:LOOK])
