"""Text within a block: which elements are dropped, and what stands for superscripts, formulas and pictures."""

import re
from collections.abc import Iterator

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.text.tidy import one_line

INVISIBLE = frozenset(
    (
        "script",
        "style",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "svg",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
        "textarea",
        "input",
        "progress",
        "meter",
        "map",
        "area",
        "base",
        "param",
        "source",
        "track",
        "col",
        "colgroup",
        "rp",
        "frameset",
    )
)
"""Elements whose text no reader sees, or that hold no words of the page."""

SET_OFF = frozenset(("button", "label", "output", "time", "del", "ins", "s", "strike", "kbd", "summary", "legend"))
"""Inline elements whose words never run together with the words beside them."""

_WITHOUT_SPACES = re.compile(r"[\u3040-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_MARK = re.compile(r"\[?\s*(\d{1,3}|[a-z]|[*†‡§¶]+|note \d{1,3})\s*\]?", re.IGNORECASE)
_TEX = re.compile(r"\{\\displaystyle\s*(.*)\}", re.DOTALL)
_EMOJI = re.compile(r"emoji|smil(?:e|ey|ies)|emoticon", re.IGNORECASE)
_FORMULA = re.compile(r"\b(?:la)?tex(?:\b|render)|\b(?:math|formula|equation)\b|mwe-math", re.IGNORECASE)
_FORMULA_SOURCE = re.compile(r"\b(?:la|mime|math)?tex\b|codecogs\.com", re.IGNORECASE)
MAX_ALT = 300
"""Characters of the longest alternative text that stands in a sentence: formulas are longer than emoji."""

MAX_SYMBOL = 4
"""Characters of the longest alternative text that is a symbol (♥) if it has neither letters nor digits."""


def note_or_power(element: HtmlElement, before: str) -> str:
    """A superscript, set off from the number or word before it: `10^6`, `crowns [2]`.

    >>> from lxml.html import fragment_fromstring
    >>> note_or_power(fragment_fromstring("<sup>6</sup>"), "10")
    '^6'
    >>> note_or_power(fragment_fromstring("<sup><a>2</a></sup>"), "1954")
    '[2]'
    """
    text = one_line("".join(map(str, element.itertext())))
    if not text:
        return ""
    linked = next(element.iter("a"), None) is not None
    if text.startswith("[") or (linked and _MARK.fullmatch(text)):
        return f"[{text.strip('[] ')}]" if _MARK.fullmatch(text) else text
    if before[-1:].isdigit() and text[0] in "0123456789+-−–n":
        return f"^{text}"
    if before[-1:].isalpha() and text.isdigit() and len(before) > 1 and before[-2:].isalpha():
        return f"[{text}]"  # a word's note mark that is not linked
    if text[0].isdigit() and before[-1:] in ".,;:!?)\"”’'":
        return f"[{text}]"
    if before[-1:].isalpha() and (text[0].isdigit() or text[0] in "+-−–"):
        return f"^{text}"
    return text


def index(element: HtmlElement, before: str) -> str:
    """A subscript, set off from the number before it: `12_10`; joined to a letter: `H2O`."""
    text = one_line("".join(map(str, element.itertext())))
    return f"_{text}" if before[-1:].isdigit() and text[:1].isdigit() else text


def formula(element: HtmlElement) -> str:
    """MathML as its TeX between `$`, where the page has it, else its readable text."""
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower() and (tex := (note.text or "").strip()):
            return dollars(tex)
    if tex := (element.get("alttext") or "").strip():
        return dollars(tex)
    return one_line(" ".join(_math_texts(element)))


def dollars(tex: str) -> str:
    r"""TeX between `$`, without what only sets its size.

    >>> dollars(r"{\displaystyle E=mc^{2}}")
    '$E=mc^{2}$'
    """
    tex = one_line(tex.strip().strip("$"))
    found = _TEX.fullmatch(tex)
    return f"${(found[1] if found else tex).strip()}$"


_BETWEEN = {"msup": "^", "msub": "_", "mfrac": "/"}
"""What stands between the two parts of an element of MathML (MathML Core, section 3)."""


def _math_texts(element: HtmlElement) -> Iterator[str]:
    for part in element.iter("*"):
        if part.tag in ("annotation", "annotation-xml"):
            continue
        parent = part.getparent()
        between = "" if parent is None or part.getprevious() is None else _BETWEEN.get(str(parent.tag), "")
        if between or part.text:
            yield between + (part.text or "")


def script(element: HtmlElement) -> str:
    """The TeX of a formula that MathJax 2 keeps in a script (`type="math/tex"`); "" for any other script."""
    if not (element.get("type") or "").startswith("math/tex"):
        return ""
    return dollars(element.text or "")


def is_shadow(element: HtmlElement, classes: str) -> bool:
    """Whether an element only draws what stands beside it: KaTeX's and MathJax's output next to the source."""
    if "katex-html" in classes or "MathJax_Preview" in classes:
        return True
    following = element.getnext() if classes.startswith("MathJax") else None
    return following is not None and (following.get("type") or "").startswith("math/tex")


def picture(element: HtmlElement) -> str:
    """The words of a picture that stands for words: an emoji, a formula; "" for any other."""
    alt = (element.get("alt") or "").strip()
    if not alt or len(alt) > MAX_ALT:
        return ""
    name, source = (element.get("class") or "")[:300], (element.get("src") or "")[:300]
    if _FORMULA.search(name) or _FORMULA_SOURCE.search(source):
        return "" if _is_fallback(element) else dollars(alt)
    is_symbol = len(alt) <= MAX_SYMBOL and not any(map(str.isalnum, alt))
    return alt if is_symbol or _EMOJI.search(name) or _EMOJI.search(source) else ""


def _is_fallback(element: HtmlElement) -> bool:
    """Whether a picture of a formula stands beside its MathML, as on Wikipedia."""
    parent = element.getparent()
    return parent is not None and next(parent.iter("math"), None) is not None


def count_words(text: str) -> int:
    """Words; of writing without spaces, two characters count as one."""
    words = text.count(" ") + 1
    if "\n" in text:
        words += text.count("\n") - text.count("\n\n")
    if len(text) > 12 * words and not text.isascii():
        return max(words, len(_WITHOUT_SPACES.findall(text)) // 2)
    return words


def lines(top: HtmlElement) -> Iterator[str]:
    """The text of preformatted lines of which some end in a <br>."""
    for event, element in iterwalk(top, events=("start", "end")):
        if event == "start":
            yield "\n" if element.tag == "br" else element.text or ""
        elif element is not top:
            yield element.tail or ""
