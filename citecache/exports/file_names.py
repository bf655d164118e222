"""Names of files that Linux, macOS and Windows accept, and that no two Resources share.

Lowercase ASCII letters, digits and hyphens before the suffix: no reserved characters or device names, no trailing dots,
no two spellings of one letter (Microsoft, "Naming Files, Paths, and Namespaces"; Unicode normalization in APFS). The
Resource ID at the end keeps names apart where case is ignored. A name follows from the URL alone, so it does not
change when the page's title does.
"""

import hashlib
import re
from urllib.parse import unquote

LONGEST_STEM = 96
"""Characters without the suffix: a name of 255 bytes is the limit, but Windows has 260 for a whole path (MAX_PATH)."""

_OTHERS = re.compile(r"[^a-z0-9]+")
_ID = re.compile(r"[0-9a-f]{16}")
_START = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/?#]*@)?(?:www\.)?", re.IGNORECASE)


def file_stem(url: str, id_: str) -> str:
    """The name of a Resource's file, without a suffix.

    >>> file_stem("https://www.example.org/News/2026/Caf%C3%A9.html?id=7#top", "d2f67176f1bc7b5b")
    'example-org-news-2026-caf-html-id-7-top-d2f67176f1bc7b5b'
    """
    if not _ID.fullmatch(id_):
        id_ = hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    words = _OTHERS.sub("-", unquote(_START.sub("", url[:2000])).lower()).strip("-")
    longest = LONGEST_STEM - len(id_) - 1
    short = words if len(words) <= longest else words[:longest].rpartition("-")[0] or words[:longest]
    return f"{short}-{id_}" if short else id_
