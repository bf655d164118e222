"""What every list of places in documents has: where an editor jumps to, and words of strangers in quotation marks."""

from citecache.render.clean import one_line

SHOWN_CHARS = 300
"""Characters to which quoted words are cut. Heuristic, not measured. JSON has them whole."""


def jump_to(document: str | None, *numbers: int | None) -> str:
    """A line and a column of a document, as far as they are known.

    >>> jump_to("docs/llama.md", 41, 7), jump_to("docs/llama.md", None, None), jump_to(None)
    ('docs/llama.md:41:7', 'docs/llama.md', 'command line')
    """
    found = [one_line(document) if document else "command line", *numbers]
    return ":".join(str(part) for part in found if part is not None)


def marked(text: str) -> str:
    """Words in quotation marks, on one line, cut."""
    clean = one_line(text)
    return f"“{clean[:SHOWN_CHARS]} ...”" if len(clean) > SHOWN_CHARS else f"“{clean}”"
