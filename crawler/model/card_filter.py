"""CardFilter: which cards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFilter:
    """Which cards. Empty fields do not narrow."""

    verdicts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    document: str | None = None  # a path, or a name
    ids: tuple[str, ...] = ()


ALL_CARDS = CardFilter()
