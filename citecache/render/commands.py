"""Commands of ours as they can be pasted."""

import os
import shlex
import shutil
import sys
from pathlib import Path

DEFAULT_DB = "citecache.db"


def command_line(arguments: str, database: Path) -> str:
    """A citecache command that can be pasted as it stands.

    It has the path of the program if the shell does not find `citecache`, and --db if the database is not the default.
    """
    program = "citecache" if shutil.which("citecache") else shlex.quote(sys.argv[0])
    if database == Path(os.environ.get("CITECACHE_DB", DEFAULT_DB)):
        return f"{program} {arguments}"
    return f"{program} --db {shlex.quote(str(database))} {arguments}"
