"""What a URL says that its page says: text fragments, `#:~:text=` (wicg.github.io/scroll-to-text-fragment)."""

from itertools import islice
from urllib.parse import unquote

_DELIMITER = ":~:"

MOST = 50
"""Text directives of one URL that are read: each is told together with the whole URL, so that many in a long one would
cost the square of its length. Heuristic; what browsers make has one or two.
"""


def fragment_texts(url: str) -> list[str]:
    """The passages that the text directives of a URL name; of a range, its beginning and its end.

    >>> fragment_texts("https://example.org/#top:~:text=before-,it%20rains,all%20day,-after&text=snow")
    ['it rains ... all day', 'snow']
    """
    directives = url.partition("#")[2].partition(_DELIMITER)[2]
    parted = (directive.removeprefix("text=") for directive in directives.split("&") if directive.startswith("text="))
    return list(islice((words for one in parted if (words := _words(one.split(",")))), MOST))


def _words(parts: list[str]) -> str:
    if parts and parts[0].endswith("-"):
        parts = parts[1:]
    if len(parts) > 1 and parts[-1].startswith("-"):
        parts = parts[:-1]
    return " ... ".join(" ".join(unquote(part).split()) for part in parts[:2] if unquote(part).strip())
