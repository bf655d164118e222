"""HealthCheck: what `doctor` found of one part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    """One check: `state` is ok, damaged or foreign; of the installation, ready or missing."""

    check: str
    state: str
    detail: str = ""
