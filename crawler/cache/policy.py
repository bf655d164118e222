"""What to keep of a Page's earlier bodies and texts (pure): `CITECACHE_KEEP`.

The last good Capture, an archive's copy and the newest answer are always kept, and so is what every Capture was: its
hashes, title and times.
"""

import re
from dataclasses import dataclass

from crawler.model.errors import Error

DEFAULT = "all"
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class KeepPolicy:
    """How many earlier Captures of a Page are kept whole, or for how many days. Both None: all."""

    versions: int | None = None
    days: int | None = None

    @property
    def everything(self) -> bool:
        return self.versions is None and self.days is None

    @classmethod
    def parse(cls, text: str) -> "KeepPolicy":
        """`all`, `none`, a number of versions (`5`) or of days (`365d`).

        >>> KeepPolicy.parse("365d"), KeepPolicy.parse("none")
        (KeepPolicy(versions=None, days=365), KeepPolicy(versions=0, days=None))

        Raises:
            Error: it is none of these.
        """
        wanted = text.strip().lower()
        if wanted in ("", "all"):
            return cls()
        if wanted == "none":
            return cls(versions=0)
        match = re.fullmatch(r"(\d{1,5})(d?)", wanted, re.ASCII)
        if not match:
            raise Error(f"CITECACHE_KEEP is {text[:40]!r}: write all, none, a number of versions (5) or of days (365d)")
        number = int(match[1])
        return cls(days=min(number, MOST_DAYS)) if match[2] else cls(versions=number)
