"""What the command imports from: never the working directory, which may belong to anyone.

Python puts it on the path for `python -m`, for an empty element of PYTHONPATH (`PYTHONPATH=$PYTHONPATH:/opt/x` leaves
one) and for `.`; a relative element names a folder below it. Imports only what Python itself has loaded at its start:
any other module might come from there already.
"""

import os
import sys

NAMES = ("citecache", "citecache.exe", "citecache-script.py")
"""What the command's script is called."""


def leave_working_directory() -> None:
    """Take the working directory off the path, for this process and those that it starts."""
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - see above
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [entry for entry in given if os.path.isabs(entry) and not _same(entry, os.curdir)]  # noqa: PTH117
    relative = {os.path.abspath(entry) for entry in given if not os.path.isabs(entry)}  # noqa: PTH100, PTH117
    sys.path[:] = [
        entry
        for entry in sys.path
        if _same(entry, ours) or _installed(entry) or not (entry in ("", *relative) or _same(entry, os.curdir))
    ]
    if "PYTHONPATH" in os.environ:
        os.environ["PYTHONPATH"] = os.pathsep.join(kept)


def is_command() -> bool:
    """Whether this process is `citecache` or `python -m citecache`, not a program that imports the package."""
    script = os.path.basename(sys.argv[0]) if sys.argv else ""  # noqa: PTH119
    return script in NAMES or (script == "-m" and "citecache" in sys.orig_argv)


def _installed(entry: str) -> bool:
    """Whether it belongs to this Python: somebody may stand in its own folders."""
    inside = entry.startswith((os.path.join(sys.prefix, ""), os.path.join(sys.base_prefix, "")))  # noqa: PTH118
    return inside and os.path.basename(entry).startswith(("site-packages", "dist-packages", "python3", "lib-dynload"))  # noqa: PTH119


def _same(entry: str, folder: str) -> bool:
    try:
        return os.path.samefile(entry, folder)  # noqa: PTH121
    except OSError:
        return False
