"""Formulas of spreadsheets that make links: `=HYPERLINK("https://example.org/", "text")`."""

import re

COMPUTED = "link made by a formula"

_HYPERLINK = re.compile(r'\bHYPERLINK\(\s*+"((?:[^"]|"")*+)"\s*+(?=[,;)]|\Z)', re.IGNORECASE)
"""Its first argument is a string and nothing else: `"https://e.org/" & A1` is not known without the other cell."""


def formula_url(formula: str) -> str | None:
    """The URL that a formula links to, None if it is not written there. In a string, `""` stands for a quote.

    >>> formula_url('=IF(A1=0, 1, HYPERLINK("https://example.org/?a=1", B1))'), formula_url("=HYPERLINK(B1)")
    ('https://example.org/?a=1', None)
    """
    match = _HYPERLINK.search(formula) if "(" in formula else None
    return match[1].replace('""', '"').strip() if match else None
