"""The text must start with the article: what stands before it in the page goes. Pure.

Only the first blocks are looked at, and only what is certain is dropped: a repetition of the page's own
title, headline or description, the labels of navigation and sharing, a lone date or byline.
"""

import re
from collections.abc import Iterable, Sequence

from pipelines.extract.names import fold

LOOK = 8
"""Blocks from the start that are looked at."""

NAVIGATION = frozenset(
    fold(label)
    for label in (
        *(
            "Skip to content",
            "Skip to main content",
            "Skip to navigation",
            "Jump to content",
            "Jump to navigation",
            "Menu",
        ),
        *(
            "Main menu",
            "Hamburger Navigation Button",
            "Toggle navigation",
            "Navigation",
            "Search",
            "Close",
            "Open menu",
        ),
        *("Home", "Log in", "Login", "Sign in", "Sign up", "Subscribe", "Subscribe now", "Register", "Newsletter"),
        *(
            "Share",
            "Share this",
            "Share this article",
            "Share on Facebook",
            "Share on Twitter",
            "Share on LinkedIn",
            "Tweet",
        ),
        *(
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
        ),
        *(
            "Follow",
            "Follow Follow",
            "See All",
            "Save",
            "Bookmark",
            "Listen",
            "Listen to this article",
            "Advertisement",
        ),
        *(
            "Advertising",
            "Werbung",
            "Anzeige",
            "Publicité",
            "Zum Inhalt springen",
            "Menü",
            "Teilen",
            "Drucken",
            "Startseite",
        ),
        *(
            "Close this dialog",
            "Read more",
            "Comments",
            "Leave a comment",
            "Text size",
            "Order Reprints",
            "Print Article",
        ),
    )
)
"""Labels, folded, that are no text of any article."""

_NAV_PATTERN = re.compile(
    r"^(?:skip to [\w ]{3,30}|follow(?: follow)? see all .{1,40}|share (?:on|via|to) \w+|\d+ (?:shares?|comments?)|\d+ min(?:ute)?s? read)$"
)


def strip_lead(blocks: Sequence[str], *, known: Iterable[str]) -> list[str]:
    """The blocks without clutter at the start. `known` holds title, headings and description of the page.

    When everything would go (a page that is nothing but its title and description), everything stays.
    """
    names = {folded for text in known if (folded := fold(text))}
    kept = list(blocks)
    for _ in range(LOOK):
        if not kept:
            break
        lines = kept[0].split("\n")
        while lines and _is_clutter(lines[0], names, "\n".join(lines[1:]) or "\n\n".join(kept[1:2])):
            lines.pop(0)
        if len(lines) == len(kept[0].split("\n")):
            break
        kept = (["\n".join(lines)] if lines else []) + kept[1:]
    return kept if sum(map(len, kept)) * 2 > sum(map(len, blocks[LOOK:])) and kept else list(blocks)


def _is_clutter(line: str, names: set[str], following: str) -> bool:
    folded = fold(line)
    return not folded or folded in names or folded in NAVIGATION or bool(_NAV_PATTERN.match(folded))
