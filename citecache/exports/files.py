"""Output to stdout or to a file, which is replaced only once the new one is written completely."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crawler.model.errors import Error


@contextmanager
def writing(path: Path | None) -> Iterator[BinaryIO]:
    """The file, replaced only once it is written whole; stdout for None and `-`.

    Raises:
        Error: it cannot be written.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    path = path.resolve()
    if path.exists() and not path.is_file():  # a pipe, a device: nothing to replace
        with path.open("wb") as out:
            yield out
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise Error(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp's files are readable by their owner only
        Path(name).replace(path)
    except OSError as error:
        raise Error(f"{path} cannot be written: {error.strerror}") from error
    finally:
        Path(name).unlink(missing_ok=True)
