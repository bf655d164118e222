"""The characters that LaTeX writes as commands: accents, letters, dashes, quotation marks ("lshort", section 2.4)."""

import re
import unicodedata

_COMBINING = "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a\u0331\u0323"
ACCENTS = dict(zip("'`^\"~=.uvHckrbd", _COMBINING, strict=True))
"""The combining characters that the accents' commands stand for."""

LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "S": "§", "P": "¶", "dots": "…", "ldots": "…", "LaTeX": "LaTeX", "TeX": "TeX", "copyright": "©",
    "og": "« ", "fg": " »", "guillemotleft": "«", "guillemotright": "»", "flqq": "«", "frqq": "»", "glqq": "„",
    "grqq": "“", "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„", "textendash": "–",
    "textemdash": "—", "textbackslash": "\\", "textasciitilde": "~",
}  # fmt: skip
"""What commands of letters stand for."""

SIGNS = {"~": " ", "``": "“", "''": "”", "`": "‘", "--": "–", "---": "—", "&": " "}
"""What signs stand for."""

CHARS = dict.fromkeys(" \n,;:", " ") | dict.fromkeys("!-/()[]", "")
"""What commands of one character stand for, unless it is the character."""

_ACCENTED = re.compile(r"\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))")


def accented(text: str, accent: str, pos: int) -> tuple[str, int]:
    r"""The letter behind `\"` or another accent, and the offset behind it; "" if none follows.

    >>> accented(r"\"{u}ber", '"', 2)
    ('ü', 5)
    """
    match = _ACCENTED.match(text, pos)
    if match is None:
        return "", pos
    return unicodedata.normalize("NFC", (match[1] or match[2]) + ACCENTS[accent]), match.end()
