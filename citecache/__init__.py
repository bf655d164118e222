"""citecache keeps a readable, verifiable copy of everything you cite.

startup.py  are the packages that we import ours?
render/     cards, differences and findings as text, JSON and Markdown
exports/    cards to files
usecases/   what citecache does, without printing
cli/        the command line
demo/       a small wiki and web of its own, to try it on

Importing this package is cheap: everything else is imported when it is first used.
"""

from crawler import __version__

__all__ = ["__version__"]
