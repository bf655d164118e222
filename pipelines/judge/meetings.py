"""Rules by meaning: the concepts that meet in one sentence, whatever its words.

Lists of stock sentences are never complete. "No hemos encontrado lo que buscas" is none of them, but a negation,
finding and looking for meet in it. Each rule names the concepts that belong to its verdict, and which of them must meet
for a sentence to count at all. The grade is how many different ones meet, and whether most of the text speaks like
that: an error page consists of such sentences, an article has one by chance.

Source: the lexicon of `crawler.text.concepts`, written from general knowledge.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from crawler.model import Verdict
from crawler.text.concepts import Meeting, meetings, sentence_spans
from crawler.text.sentences import is_closed
from pipelines.judge.signals import Signal, View, Where, excerpt
from pipelines.judge.words import is_reply, parts

HEAD_CHARS = 600
TAIL_CHARS = 400
"""Characters of a text's beginning and of its end that are read: a notice is at the top, a prompt to subscribe follows
the teaser. These and the following limits are heuristic, not measured."""

LONG = 1_500
"""A longer text is no notice, whatever its title or a sentence of it says: it costs no time."""

LITTLE = 60
"""A text with fewer characters may have lost the notice that the page consists of."""

NEXT_CHARS = 3
"""Characters between two sentences in a row."""

MOST = 0.6
"""The text speaks like that throughout if sentences with two of the concepts have this share of its letters."""

MANY = 4
"""Concepts in one sentence that are as clear as it gets."""

_Concepts = frozenset[str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What sentences of one kind of page are about."""

    rule: str
    verdict: Verdict
    concepts: _Concepts  # those that count
    core: Callable[[_Concepts], bool]  # whether those that meet say it, however vaguely
    tail: bool = False  # whether the end of the text counts, too


def _gone(met: _Concepts) -> bool:
    missing = "not" in met and met & {"find", "exist", "seek"}
    return bool((missing or "gone" in met) and met & {"page", "seek", "sorry", "way_back", "exist"})


def _login(met: _Concepts) -> bool:
    if "login" in met and "not" in met:
        return True
    return bool(met & {"login", "register", "member"}) and bool(met & {"only", "access", "read_on"})


def _paid(met: _Concepts) -> bool:
    return "subscribe" in met and bool(met & {"only", "access", "read_on", "login", "member"})


def _gate(met: _Concepts) -> bool:
    return bool(met & {"consent", "age"}) and bool(met & {"access", "read_on", "verify", "subscribe", "only"})


def _challenged(met: _Concepts) -> bool:
    if "robot" in met:
        return bool(met & {"not", "verify", "security", "access", "browser"})
    if "security" in met:
        return bool(met & {"verify", "wait", "access", "browser"})
    return bool(met & {"verify", "browser"}) and bool(met & {"wait", "access"})


def _faulty(met: _Concepts) -> bool:
    if "maintenance" in met:
        return bool(met & {"later", "down", "server", "sorry"})
    return bool(met & {"fault", "down"}) and bool(met & {"later", "server"})


def _domain_free(met: _Concepts) -> bool:
    return "domain" in met and bool(met & {"sale", "expired_domain"})


MEANINGS = (
    Meaning(
        rule="error-words",
        verdict=Verdict.SOFT_404,
        concepts=frozenset(("not", "find", "exist", "seek", "gone", "page", "sorry", "way_back")),
        core=_gone,
    ),
    Meaning(
        rule="parking-words",
        verdict=Verdict.SOFT_404,
        concepts=frozenset(("domain", "sale", "expired_domain")),
        core=_domain_free,
    ),
    Meaning(
        rule="login-words",
        verdict=Verdict.RESTRICTED,
        concepts=frozenset(("login", "register", "member", "only", "access", "read_on", "not")),
        core=_login,
        tail=True,
    ),
    Meaning(
        rule="paywall-words",
        verdict=Verdict.RESTRICTED,
        concepts=frozenset(("subscribe", "only", "access", "read_on", "login", "member", "register")),
        core=_paid,
        tail=True,
    ),
    Meaning(
        rule="gate-words",
        verdict=Verdict.RESTRICTED,
        concepts=frozenset(("consent", "age", "access", "read_on", "verify", "subscribe", "only")),
        core=_gate,
    ),
    Meaning(
        rule="challenge-words",
        verdict=Verdict.BLOCKED,
        concepts=frozenset(("robot", "verify", "security", "browser", "wait", "access", "not")),
        core=_challenged,
    ),
    Meaning(
        rule="fault-words",
        verdict=Verdict.UNREACHABLE,
        concepts=frozenset(("fault", "maintenance", "later", "server", "down", "sorry")),
        core=_faulty,
    ),
)


def _of(view: View, verdict: Verdict) -> Iterator[Signal]:
    """The signals of every meaning that belongs to a verdict: one for the headings, one for the text."""
    for meaning in MEANINGS if places(view, tail=True) else ():
        if meaning.verdict is verdict:
            yield from _signals(view, meaning)


def error_words(view: View) -> Iterator[Signal]:
    """`error-words`: something is not found, or is gone. `parking-words`: a domain is for sale or free."""
    yield from _of(view, Verdict.SOFT_404)


def wall_words(view: View) -> Iterator[Signal]:
    """`login-words`, `paywall-words`, `gate-words`: only for members, subscribers, adults, or after consent."""
    yield from _of(view, Verdict.RESTRICTED)


def challenge_words(view: View) -> Iterator[Signal]:
    """`challenge-words`: the visitor, or the browser, is to be checked, or was turned away."""
    yield from _of(view, Verdict.BLOCKED)


def fault_words(view: View) -> Iterator[Signal]:
    """`fault-words`: something failed or is under maintenance, and may work later."""
    yield from _of(view, Verdict.UNREACHABLE)


def sentences(view: View) -> Iterator[tuple[Where, str, _Concepts]]:
    """(where, text, concepts) of each sentence of the titles and of the beginning and the end of the text."""
    for source, text in places(view, tail=True):
        met = {(one.start, one.end): one.concepts for one in view_meetings(view, text)}
        for start, end in sentence_spans(text):
            yield source, text[start:end], met.get((start, end), frozenset())


def _signals(view: View, meaning: Meaning) -> Iterator[Signal]:
    for source, text in places(view, tail=meaning.tail):
        found = view_meetings(view, text)
        best = max((one for one in _with_neighbours(found) if _says(one, meaning)), key=_weight(meaning), default=None)
        if best is None:
            continue
        count = max(min(_weight(meaning)(best), MANY), 2)
        yield Signal(
            rule=meaning.rule,
            verdict=meaning.verdict,
            source=source,
            detail=f"{excerpt(text, best.start, best.end)}: {', '.join(sorted(best.concepts & meaning.concepts))}",
            grade=_grade(view, source, count, most=_share(text, found, meaning) >= MOST),
        )


def _grade(view: View, source: Where, count: int, *, most: bool) -> str:
    if source is Where.SENTENCE:
        return f"most-{count}" if most else str(count)
    return "named" if view.titled_as_cited or is_reply(view.titles[0][1]) else f"title-{count}"


class _Spoken(NamedTuple):
    """A sentence, or two in a row."""

    concepts: _Concepts
    start: int
    end: int
    sentences: int


def _with_neighbours(found: tuple[Meeting, ...]) -> Iterator[_Spoken]:
    """Each sentence, and each with the next one: "Unlock the article. Seven days for free."."""
    for one in found:
        yield _Spoken(one.concepts, one.start, one.end, 1)
    for one, two in pairwise(found):
        if two.start - one.end <= NEXT_CHARS:
            yield _Spoken(one.concepts | two.concepts, one.start, two.end, 2)


def _weight(meaning: Meaning) -> Callable[[_Spoken], int]:
    """How many of the concepts meet; two sentences count for one less."""
    return lambda spoken: len(spoken.concepts & meaning.concepts) - spoken.sentences + 1


def places(view: View, *, tail: bool) -> tuple[tuple[Where, str], ...]:
    """The title, the headings with other words, and the part of the text that is read, with or without its end."""
    return view.computed_once(("places", tail), lambda: tuple(_places(view, tail=tail)))


def _places(view: View, *, tail: bool) -> Iterator[tuple[Where, str]]:
    if (view.length or 0) > LONG:
        return
    titles = [text for where, text in view.titles if where == "title"]
    said = {part for text in titles for part in parts(text)}
    headings = [text for where, text in view.titles if where == "heading" and not said.intersection(parts(text))]
    yield Where.TITLE, _without_quotations("\n".join(titles))
    yield Where.HEADLINE, _without_quotations("\n".join(headings))
    yield Where.SENTENCE, _without_quotations(_searched(view, tail=tail))


_QUOTED = re.compile(
    r"“[^”\n]{4,300}”|„[^“”\n]{4,300}[“”]|«[^»\n]{4,300}»|「[^」\n]{4,300}」|『[^』\n]{4,300}』|\"[^\"\n]{4,300}\"|^>.*$",
    re.MULTILINE,
)
"""What somebody else said: a report quotes an error message. Mail quotes whole lines."""


def _without_quotations(text: str) -> str:
    """The text with spaces for what it quotes, so that offsets stay; all of it, if it is nothing but a quotation."""
    rest = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    return rest if rest.strip() else text


def _searched(view: View, *, tail: bool) -> str:
    """What is read of the text, without lines that repeat a title; of a page with `LITTLE` text, what else it shows."""
    repeated = {text.casefold() for _, text in view.titles}
    text = view.text
    if (view.length or 0) < LITTLE:
        text = f"{text}\n{_shown(view)}"
    start, end = _ends(text)
    head = "\n".join(line for line in text[:start].split("\n") if line.strip().casefold() not in repeated)
    return f"{head}\n{text[end:]}" if tail and end < len(text) else head


def _ends(text: str) -> tuple[int, int]:
    """Where the beginning that is read ends, and where the end begins: between sentences, for half a sentence may say
    something else.
    """
    if len(text) <= HEAD_CHARS:
        return len(text), len(text)
    spans = sentence_spans(text)
    start = max((end for _, end in spans if end <= HEAD_CHARS), default=HEAD_CHARS)
    late = len(text) - TAIL_CHARS
    return start, max(start, min((begin for begin, _ in spans if begin >= late), default=late))


def _shown(view: View) -> str:
    """What else the page shows in whole sentences, without its titles: a menu has none."""
    shown = view.facts.visible_text or ""
    for known in (view.facts.footer or "", *(text for _, text in view.titles), *view.facts.menu):
        if len(known) > 1:
            shown = shown.replace(known, "\n")
    spans = ((start, end) for start, end in sentence_spans(shown))
    return "\n".join(shown[start:end].strip() for start, end in spans if is_closed(shown[start:end].strip()))


def view_meetings(view: View, text: str) -> tuple[Meeting, ...]:
    """The sentences of a text and the concepts in each, found once for all rules."""
    return view.computed_once(("meetings", text), lambda: meetings(text, view.languages))


def _says(one: _Spoken, meaning: Meaning) -> bool:
    return meaning.core(one.concepts & meaning.concepts)


def _share(text: str, found: tuple[Meeting, ...], meaning: Meaning) -> float:
    length = sum(1 for char in text if not char.isspace()) or 1
    about = sum(one.end - one.start for one in found if len(one.concepts & meaning.concepts) > 1)
    return about / length
