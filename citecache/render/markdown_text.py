r"""Text of strangers as Markdown that shows it and does nothing (CommonMark 0.31, section 2.4)."""

import re
from collections.abc import Iterator

from citecache.render.clean import inert, one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#!|~&$^@])")
_AUTOLINK = re.compile(r"(?i)(?<![a-z])(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)")
_BLOCK_START = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")
_URL_SPECIAL = re.compile(r"[\s<>\\`\[\]()*_|\"'^{}]")


def escape(text: str) -> str:
    r"""One line of a stranger's text as Markdown that shows it, and does nothing.

    >>> escape("# [x](javascript:alert(1)) <b> www.example.org")
    '\\# \\[x\\]\\(javascript:alert\\(1\\)\\) \\<b\\> www\\.example.org'
    """
    clean = _SPECIAL.sub(r"\\\1", one_line(text))
    clean = _AUTOLINK.sub(lambda match: f"{match[1] or match[3]}\\{match[2] or match[4]}", clean)
    return _BLOCK_START.sub(_escaped_start, clean)


def _escaped_start(match: re.Match[str]) -> str:
    """A list's or a heading's mark, escaped; of "1." it is the full stop that takes the backslash."""
    mark = match[1]
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def paragraphs(text: str) -> Iterator[str]:
    """A stranger's text as paragraphs of Markdown: blank lines part them, other line ends stay line ends."""
    for block in re.split(r"\n\s*\n", inert(text)):
        lines = [escape(line) for line in block.split("\n") if line.strip()]
        if lines:
            yield "\\\n".join(lines)


def link(url: str) -> str:
    """A URL as an autolink, or, if it is no http(s) URL, as text."""
    clean = one_line(url)
    if not clean.lower().startswith(("http://", "https://")):
        return escape(clean)
    return f"<{_URL_SPECIAL.sub(_percent, clean)}>"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
