"""Formulas of spreadsheets that make links: `=HYPERLINK("https://example.org/", "text")`."""

import re

_HYPERLINK = re.compile(r'\bHYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)


def formula_url(formula: str) -> str | None:
    """The URL that a formula links to, None if it is not written there. In a string, `""` stands for a quote.

    >>> formula_url('=IF(A1=0, 1, HYPERLINK("https://example.org/?a=1", B1))'), formula_url("=HYPERLINK(B1)")
    ('https://example.org/?a=1', None)
    """
    match = _HYPERLINK.search(formula)
    return match[1].replace('""', '"').strip() if match else None
