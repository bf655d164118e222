r"""Text of strangers without characters that act on the program of whoever reads it.

inert       in its lines: for the text of a page
one_line    on one line, white space collapsed: for titles, URLs, errors
in_one_line on one line, its spaces kept: for what has a path in it
loggable    inert, and no line of it is a command to a CI service: for whatever goes to stdout or stderr as text
"""

import re

_ACTING = re.compile(
    # C0 without tab and newline, DEL, C1 (a terminal takes ESC and CSI from them): ECMA-48.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    # Marks, embeddings, overrides and isolates of the bidirectional algorithm, which reorder what a reader sees:
    # UAX 9; unicode.org/reports/tr36, "Bidirectional Text Spoofing".
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    # Line and paragraph separators, which some readers take for the end of a record; the byte order mark;
    # interlinear annotation; noncharacters.
    "\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff"
    # Surrogates, which UTF-8 cannot hold.
    "\ud800-\udfff]"
)
_LINES = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")

_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)
"""A command of GitHub's workflows: `::` at the start of a line, after white space (actions/runner, ActionCommand.cs,
TryParseV2)."""

_OLD_COMMAND = re.compile(r"##(?=\[|vso\[|teamcity\[)")
"""GitHub's and Azure's older commands, anywhere in a line (ActionCommand.cs, TryParse; "Logging commands" of Azure
Pipelines); TeamCity's service messages."""


def inert(text: str) -> str:
    r"""Text that acts on nothing: line ends are newlines, and control and bidirectional characters are gone.

    >>> inert("\x1b[31mred\x1b[0m\r\nnext\u202e")
    '[31mred[0m\nnext'
    """
    if text.isprintable() or text.replace("\n", "").isprintable():  # nothing of the classes C and Z but spaces
        return text
    return _ACTING.sub("", _LINES.sub("\n", text))


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(inert(text).split())


def in_one_line(text: str) -> str:
    """The same on one line with its spaces, which belong to a path; a line end in a file's name is shown as a space."""
    return inert(text).replace("\n", " ")


def loggable(text: str, *, at_start: bool = True) -> str:
    r"""Inert text in which no line is a command to a CI service: a backslash stands before what would make it one.

    `at_start`: the text begins a line.

    >>> loggable("a\n::error::b\n##[error]c")
    'a\n\\::error::b\n#\\#[error]c'
    """
    clean = inert(text)
    if "::" in clean:
        head = "" if at_start else "\0"  # no line begins before it
        clean = _COMMAND.sub(r"\1\\::", head + clean)[len(head) :]
    return _OLD_COMMAND.sub(r"#\\#", clean) if "##" in clean else clean


def markup_inert(text: str) -> str:
    """XML or HTML in which no line is one of the older commands: the same document, with a character reference."""
    return _OLD_COMMAND.sub("#&#35;", text)
