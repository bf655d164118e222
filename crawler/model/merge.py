"""MergeReport: what joining another cache brought."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class MergeReport:
    """What is new, what differs, and what was left out."""

    new: Counter[str] = field(default_factory=Counter)  # by noun: "documents", "citations", "resources", "pages", ...
    judged_again: int = 0  # Pages that both caches had fetched
    conflicts: list[str] = field(default_factory=list)  # one line each; ours was kept
    taken: list[str] = field(default_factory=list)  # marks that are new here, one line each
    left_out: Counter[str] = field(default_factory=Counter)  # by reason: rows that are damaged or not ours

    @property
    def changed(self) -> bool:
        return self.new.total() > 0 or bool(self.taken)
