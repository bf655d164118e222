"""All behaviours, collected from the tables of each topic.

statuses.py      status lines
redirections.py  redirects and meta refreshes
heads.py         headers, and answers that are not HTTP
bodies.py        bodies and chunks
codings.py       Content-Encoding
texts.py         charsets, media types, titles
secure.py        TLS
"""

import bodies
import codings
import heads
import redirections
import secure
import statuses
import texts
from terms import Behaviour

ALL: tuple[Behaviour, ...] = (
    *statuses.TABLE,
    *redirections.TABLE,
    *heads.TABLE,
    *bodies.TABLE,
    *codings.TABLE,
    *texts.TABLE,
    *secure.TABLE,
)

assert len({behaviour.name for behaviour in ALL}) == len(ALL), "two behaviours have the same name"


def chosen(*, short: bool, names: str = "") -> tuple[Behaviour, ...]:
    """The behaviours of the long or the short form, or those whose name contains one of `names` (comma-separated)."""
    wanted = [name for name in names.split(",") if name]
    return tuple(
        behaviour
        for behaviour in ALL
        if not (short and behaviour.long) and (not wanted or any(name in behaviour.name for name in wanted))
    )
