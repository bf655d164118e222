"""robots.txt as text (RFC 9309, section 2.2): which URLs a product may fetch, and how fast.

Protego matches the rules. What it is given is written anew from the file, with what is known only, for three reasons: a
line that is not known must not end a group (2.2.4); a product token is copied with a version, a word or quotes around
it (`citecache/1.0`, `citecache bot`), and binds all the same (2.2.1, and google/robotstxt); `cite` does not mean
citecache. Not followed from google/robotstxt: an encoded letter that differs from the letter itself (2.2.2 has them
equal).
"""

import re
from urllib.parse import quote

from protego import Protego

MAX_LINE_CHARS = 8 * 2083 - 1
"""google/robotstxt, robots.cc: eight times the longest URL that browsers take."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_KNOWN = re.compile(
    r"(?P<agent>user[-_ ]?agents?)|(?P<allow>allow)|(?P<disallow>dis?s?all?[ao]w|diasllow)|(?P<delay>crawl[-_ ]?delay)",
    re.IGNORECASE,
)
_NO_COLON = re.compile(r"\s+([^\s:]+)\s*")
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)
_AROUND = " \t\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb"
_ENDS_LINE = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OTHER = "-"


class RobotsRules:
    r"""The rules of one robots.txt for one product.

    >>> RobotsRules("User-agent: citecache/1.0\nDisallow: /private", "citecache").allows("https://e.org/private/x")
    False
    """

    def __init__(self, text: str, product: str) -> None:
        lines = _lines(text.lstrip("\ufeff\ufffd"), product.lower())
        self._product = product.lower()
        # A Crawl-delay is no line of the standard: without it, where it stands between the names of a group.
        self._rules = Protego.parse("\n".join(line for line in lines if not line.startswith("Crawl-delay")))
        self._delays = Protego.parse("\n".join(lines))

    def allows(self, url: str) -> bool:
        """Whether the product may fetch a URL."""
        return self._rules.can_fetch(url, self._product)

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests; None if the file names none."""
        found = self._delays.crawl_delay(self._product)
        return None if found is None else float(found)


def _lines(text: str, product: str) -> list[str]:
    """The known lines of a file, as they are usually written."""
    found = (_known(line.partition("#")[0][:MAX_LINE_CHARS].strip(), product) for line in _LINE_END.split(text))
    return [line for line in found if line is not None]


def _known(line: str, product: str) -> str | None:
    key = _KNOWN.match(line)
    if key is None:
        return None
    rest = line[key.end() :]
    if rest.lstrip().startswith(":"):
        value = rest.lstrip()[1:].strip()
    elif bare := _NO_COLON.fullmatch(rest):  # "disallow /": what is meant is plain
        value = bare[1]
    else:
        return None
    if key["agent"]:
        return f"User-agent: {_agent(value, product)}"
    name = "Allow" if key["allow"] else "Disallow" if key["disallow"] else "Crawl-delay"
    return f"{name}: {_ENDS_LINE.sub(lambda end: quote(end[0]), value)}"


def _agent(value: str, product: str) -> str:
    """Whom a `User-agent` line means: the product, everybody (`*`), or others."""
    names = [name.strip(_AROUND) for name in value.split(",")]
    tokens = [match[0].lower() for name in names if (match := _TOKEN.match(name))]
    if product in tokens:
        return product
    return "*" if any(name.split()[:1] == ["*"] for name in names) else _OTHER
