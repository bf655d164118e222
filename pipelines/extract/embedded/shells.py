"""Pages without content: what they need, or the frame that has it."""

import re

from lxml.html import HtmlElement

from pipelines.extract.elements import Elements
from pipelines.extract.embedded.prose import prose_chars

NOTICE_CHARS = 500
"""A longer text is more than the request to switch on JavaScript."""

SHELL_CHARS = 200
"""Visible characters below which a page may be a shell (the judge's `SHELL_CHARS`)."""

SCRIPT_ONLY = "script-only"
"""The page type of what has no content without JavaScript."""

_SCRIPT_NAME = re.compile(r"java\s?script(?![a-z])|ジャバスクリプト", re.IGNORECASE)
_ASKS = re.compile(
    r"enabl|disabl|turn(?:ed)? (?:it )?o[nf]|switch|requir|need|not (?:available|supported|enabled)|without"
    r"|unavailable|allow"
    r"|aktiv|activ|benötig|eingeschaltet|einschalten|habilit|abilit|attiv|necesit|requier|nécess|désactiv"
    r"|inschakel|uitgeschakeld"
    r"|włącz|wymag|povol|zapn|vyžad|включ|отключ|требу|увімкн|etkin|gerek|bekapcsol|engedélyez|slå på|slå til"
    r"|kräv|kræv|krev"
    r"|有効|無効|オン|启用|啟用|开启|開啟|支持|禁用|사용|활성|켜|เปิด|تفعيل|تمكين|فعال|bật|aktifkan",
    re.IGNORECASE,
)
_OLD_BROWSER = re.compile(
    r"\b(?:outdated|unsupported|veraltet\w*|obsol[eè]te|obsoleto|antiquad[oa])"
    r" [^.\n]{0,30}\b(?:browser|navigateur|navegador)"
    r"|\bbrowser (?:is|ist) (?:not supported|outdated|no longer supported|veraltet)",
    re.IGNORECASE,
)
_MOUNTS = frozenset(
    "root app __next __nuxt react-root react-app app-root mount application ember-app gatsby-focus-wrapper ___gatsby"
    " svelte vue-app main-app page-root appmount mount_0_0 q-app single-spa-application app-mount reactroot".split()
)
_APPS = re.compile(r"(?:app|ytd|my|main|shreddit|web)-(?:app|root|shell)")
"""Custom elements that a script fills: Angular's app-root, YouTube's ytd-app."""

_GENERIC = re.compile(r"^web site created using create-react-app|^vite \+ |^nuxt(?:\.js)? project$", re.IGNORECASE)


def is_notice(text: str) -> bool:
    """Whether a whole text only asks for JavaScript, in any language."""
    if len(text) > NOTICE_CHARS or not _SCRIPT_NAME.search(text):
        return False
    return any(
        _SCRIPT_NAME.search(line) and _ASKS.search(line) and len(line) <= 300 for line in text.split("\n")
    ) and not _has_more(text)


def _is_old_browser(text: str) -> bool:
    """Whether a text only asks for another browser, as apps do that old ones cannot run."""
    return len(text) <= NOTICE_CHARS and bool(_OLD_BROWSER.search(text))


def _has_more(text: str) -> bool:
    """Whether paragraphs other than those beside the notice have more to say than it."""
    lines = [line for line in text.split("\n") if line.strip()]
    said = sum(len(line) for line in lines if _SCRIPT_NAME.search(line) or _ASKS.search(line))
    return sum(map(len, lines)) > 2 * said + 60


def needs_script(text: str, elements: Elements, visible_chars: int | None) -> str | None:
    """Why a page has no content without JavaScript, None if it has. `text` is what was extracted of it."""
    if text and is_notice(text):
        return "the page asks for it"
    if visible_chars is None or visible_chars >= SHELL_CHARS or not elements.tagged("script"):
        return None
    if text and prose_chars(text) and not _is_old_browser(text):
        return None
    if (name := _empty_mount(elements)) is not None:
        return f"an empty {name}"
    asked = any(is_notice(_text(element)) for element in elements.tagged("noscript")[:20])
    if asked:
        return "the page asks for it"
    if not text and visible_chars < 40 and len(elements.tagged("script")) > 1:
        return "scripts and no text"
    return None


def _empty_mount(elements: Elements) -> str | None:
    """The element that scripts shall fill, as "#root" or "<app-root>"."""
    for value, element in elements.ids.items():
        if value.lower() in _MOUNTS and len(_text(element)) < SHELL_CHARS:
            return f"#{value}"
    for tag in elements.by_tag:
        if "-" in tag and _APPS.fullmatch(tag) and len(_text(elements.by_tag[tag][0])) < SHELL_CHARS:
            return f"<{tag}>"
    return None


def frame(elements: Elements, visible_chars: int | None) -> str | None:
    """The URL of the frame that a page consists of: the main one of a frameset (HTML 4.01, 16.2), or its only iframe,
    or the file that it embeds.
    """
    shown = visible_chars or 0
    frames = [source for element in elements.tagged("frame") if (source := _source(element))]
    if elements.tagged("frameset") and frames:
        named = [
            source
            for element in elements.tagged("frame")
            if (source := _source(element))
            and re.search("main|content|body|inhalt|haupt", element.get("name") or "", re.IGNORECASE)
        ]
        return (named or frames[-1:])[0]
    embedded = [element for tag in ("iframe", "object", "embed") for element in elements.tagged(tag)]
    inline = {source: None for element in embedded if _is_large(element) and (source := _source(element))}
    return next(iter(inline)) if len(inline) == 1 and shown < SHELL_CHARS else None


def _source(element: HtmlElement) -> str:
    source = (element.get("data" if element.tag == "object" else "src") or "").strip()[:2000]
    return "" if source.lower().startswith(("about:", "javascript:", "data:")) else source


def _is_large(element: HtmlElement) -> bool:
    """Whether an iframe may be seen: trackers are of one pixel, or hidden."""
    style = (element.get("style") or "").replace(" ", "").lower()
    sizes = ((element.get(side) or "").strip() for side in ("width", "height"))
    if "display:none" in style or "visibility:hidden" in style or "hidden" in element.attrib:
        return False
    if next(element.iterancestors("noscript"), None) is not None:
        return False
    return not any(size.isdecimal() and int(size) < 50 for size in sizes)


def _text(element: HtmlElement) -> str:
    return " ".join("".join(str(piece) for piece in element.itertext("*")).split())[:2000]


def description(text: str | None) -> str | None:
    """A page's description, unless it is a framework's own or asks for JavaScript."""
    return text if text and len(text) >= 20 and not _GENERIC.search(text) and not is_notice(text) else None
