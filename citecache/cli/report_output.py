"""A report in one of several formats, to stdout or into a file."""

from pathlib import Path

from citecache.cli.options import discard_stdout, echo_exact, echo_own, echo_text
from citecache.render.clean import markup_inert

ECHOES = {"json": echo_exact, "junit": echo_exact, "html": echo_exact, "github": echo_own}
"""How a format is written to stdout: as it is, as commands to GitHub, else as lines for a person."""

MARKUP = ("junit", "html")


def write_report(text: str, format: str, output: Path | None) -> None:
    """Write the report; a reader that stops early does not change the outcome.

    Raises:
        Error: the file cannot be written; it is then as it was before.
    """
    from citecache.exports.files import writing

    if format in MARKUP:
        text = markup_inert(text)
    try:
        if output is None or str(output) == "-":
            ECHOES.get(format, echo_text)(text)
        else:
            with writing(output) as out:
                out.write(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:
        discard_stdout()
