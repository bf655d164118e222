"""Which extractor it was: the version that stands on every Capture."""

from importlib.metadata import PackageNotFoundError, version


def package_version(name: str) -> str:
    """The version of an installed distribution, "" when it has none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
