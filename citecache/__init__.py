"""citecache keeps a readable, verifiable copy of everything you cite."""

from crawler import __version__

__all__ = ["__version__"]
