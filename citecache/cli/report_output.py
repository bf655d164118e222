"""A report in one of several formats, to stdout or into a file, piece by piece as it is made."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from citecache.cli.options import discard_stdout, echo_exact, echo_own, echo_text, json_text
from citecache.render.clean import markup_inert

ECHOES = {"json": echo_exact, "junit": echo_exact, "html": echo_exact, "github": echo_own}
"""How a format is written to stdout: as it is, as commands to GitHub, else as lines for a person."""

MARKUP = ("junit", "html")

PIECE = 2**16
"""Characters that are written at once."""


def write_report(report: Iterable[str], format: str, output: Path | None) -> None:
    """Write the report, whose parts end where lines end; a reader that stops early does not change the outcome: the
    rest of the report is made, but not written.

    Raises:
        Error: the file cannot be written; it is then as it was before.
    """
    from citecache.exports.files import writing

    pieces = _pieces(report)
    if format in MARKUP:
        pieces = map(markup_inert, pieces)
    if output is None or str(output) == "-":
        _write_all(pieces, ECHOES.get(format, echo_text), discard_stdout)
        return
    try:
        with writing(output) as out:
            _write_all(pieces, lambda piece: out.write(piece.encode("utf-8", "backslashreplace")), lambda: None)
    except BrokenPipeError:  # when the rest is flushed
        discard_stdout()


def echo_json_list(values: Iterable[object]) -> None:
    """One JSON list on stdout, as `echo_json` prints it, item by item."""
    for piece in _pieces(_list_lines(values)):
        echo_exact(piece)


def _list_lines(values: Iterable[object]) -> Iterator[str]:
    between = "["
    for value in values:
        yield between + "\n  " + json_text(value).rstrip().replace("\n", "\n  ")
        between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def _write_all(pieces: Iterator[str], write: Callable[[str], object], stop: Callable[[], None]) -> None:
    try:
        for piece in pieces:
            write(piece)
    except BrokenPipeError:
        stop()
        for _ in pieces:
            pass


def _pieces(report: Iterable[str]) -> Iterator[str]:
    """The report in few parts."""
    parts, size = list[str](), 0
    for part in [report] if isinstance(report, str) else report:
        parts.append(part)
        size += len(part)
        if size >= PIECE:
            yield "".join(parts)
            parts.clear()
            size = 0
    if parts:
        yield "".join(parts)
