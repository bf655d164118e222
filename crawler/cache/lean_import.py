"""sqlite-utils without pandas and numpy, which it imports where they are installed.

They take about as long as all else that a command imports, and nothing of theirs is ever stored.
"""

import sys
from importlib import import_module

_UNUSED = ("pandas", "numpy")


def import_sqlite_utils() -> None:
    """Import it while these cannot be found; afterwards they can, by whoever wants them."""
    hidden = [name for name in _UNUSED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # "The import system", 5.3.1: an import of it fails
    try:
        import_module("sqlite_utils")
    finally:
        for name in hidden:
            del sys.modules[name]
