"""Sections of a document that a command writes, between two comments."""

import re


def replace_section(document: str, name: str, text: str) -> str:
    """The document with the text between the marks of that name.

    Raises:
        ValueError: It has no such section.
    """
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    replaced, count = pattern.subn(lambda _: f"{start}\n\n{text}\n\n{end}", document, count=1)
    if not count:
        raise ValueError(f"no section between {start} and {end}")
    return replaced
