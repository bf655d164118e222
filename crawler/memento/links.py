"""Links as RFC 8288 writes them: in a Link header, and in a TimeMap as `application/link-format` (RFC 6690).

Parsing takes linear time on any input: quantifiers are possessive, each part is bounded. A malformed link is skipped,
up to the next `<`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from crawler.net.credentials import without_credentials
from crawler.net.http_dates import http_date

_LINK = re.compile(
    r"<(?P<target>[^<>]{1,4000}+)>"
    r"(?P<parameters>(?:\s*+;\s*+[\w!#$%&'*+.^`|~-]{1,100}+(?:\s*+=\s*+(?:\"(?:[^\"\\]|\\.){0,4000}+\"|[^\s;,\"<]{1,1000}+))?+)*+)",
    re.DOTALL,
)
_PARAMETER = re.compile(
    r";\s*+(?P<name>[\w!#$%&'*+.^`|~-]++)(?:\s*+=\s*+(?:\"(?P<quoted>(?:[^\"\\]|\\.)*+)\"|(?P<token>[^\s;,\"<]++)))?+",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WebLink:
    """One link. Parameter names and relation types are in lower case; the first value of a parameter counts."""

    target: str  # absolute, unless it cannot be resolved
    rels: frozenset[str]
    parameters: Mapping[str, str]

    def date(self, name: str) -> datetime | None:
        """A parameter that holds a date, in UTC."""
        return http_date(self.parameters.get(name))


def parse(text: str, base: str) -> Iterator[WebLink]:
    """The links of a Link header's value or of a TimeMap, relative ones resolved against `base`.

    `anchor` is ignored: in a TimeMap it names the original (RFC 7089, section 5).

    >>> [(link.target, sorted(link.rels)) for link in parse('<b>; rel="first memento", <c,d;e>;rel=next', "http://e.org/a")]
    [('http://e.org/b', ['first', 'memento']), ('http://e.org/c,d;e', ['next'])]
    """
    for match in _LINK.finditer(text):
        parameters: dict[str, str] = {}
        for parameter in _PARAMETER.finditer(match["parameters"]):
            quoted = parameter["quoted"]
            value = parameter["token"] if quoted is None else _ESCAPED.sub(r"\1", quoted)
            parameters.setdefault(parameter["name"].lower(), value or "")
        rels = frozenset(parameters.get("rel", "").lower().split())
        yield WebLink(_absolute(match["target"].strip(), base), rels, parameters)


def _absolute(target: str, base: str) -> str:
    try:
        return without_credentials(urljoin(base, without_credentials(target)))
    except ValueError:  # not a URL: a request for it fails with the reason
        return without_credentials(target)
