"""LaTeX, as documents and bibliographies write it.

urls.py        URLs as LaTeX writes them
characters.py  the characters that LaTeX writes as commands
commands.py    names of commands and environments
groups.py      which brace closes which
source.py      LaTeX without comments and verbatim material, its URLs and groups
"""
