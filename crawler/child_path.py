"""The environment of processes of ours: they import from where we do, and nothing from the working directory."""

import os
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
"""The folder that our packages are imported from."""


def child_environment() -> dict[str, str]:
    """This process's environment, with a PYTHONPATH that begins with our own folder and has no relative element."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [entry for entry in given if Path(entry).is_absolute() and not is_here(entry)]
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(HOME), *kept])}


def is_here(entry: str) -> bool:
    """Whether an element of a path is the working directory, though our own packages are elsewhere."""
    try:
        return Path(entry).samefile(os.curdir) and not HOME.samefile(os.curdir)
    except OSError:
        return False
