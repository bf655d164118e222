"""The extractor version that is stored with every Capture."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

RULES = 3
"""Version of our processing before and after the extractor; to be raised with every change that alters texts."""


@cache  # importlib.metadata parses the distribution's METADATA anew for every call: 1.7 ms
def package_version(name: str) -> str:
    """The version of an installed distribution and of our rules, as a local version label (PEP 440)."""
    try:
        return f"{version(name)}+{RULES}"
    except PackageNotFoundError:
        return f"0+{RULES}"
