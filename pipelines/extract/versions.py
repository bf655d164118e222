"""Which extractor it was: the version that stands on every Capture."""

from importlib.metadata import PackageNotFoundError, version

RULES = 1
"""Version of what we do before and after the extractor; raised with every change that gives another text."""


def package_version(name: str) -> str:
    """The version of an installed distribution and of our rules, as a local version label (PEP 440)."""
    try:
        return f"{version(name)}+{RULES}"
    except PackageNotFoundError:
        return f"0+{RULES}"
