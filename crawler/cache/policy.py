"""What to keep of a Page's bodies and texts (pure): `CITECACHE_KEEP`, and the rules of `compact`.

The last good text, an archive's copy and the newest answer are always kept, and so is what every Capture was: its
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRules:
    """Which bodies are dropped while their texts stay: those that fulfil every rule which is not None.

    Never that of a copy from an archive or a file; that of a last good Capture or newest answer only if `last_good`.
    """

    seconds: int | None = None  # not seen for longer
    larger_than: int | None = None  # bytes, unpacked
    versions: int | None = None  # older than so many earlier versions of the Page
    last_good: bool = False

    @property
    def nothing(self) -> bool:
        """Whether they drop nothing, since no rule is named."""
        return self.seconds is None and self.larger_than is None and self.versions is None
