"""Words that an edit exchanges, adds or takes away, by language; and the words that tell a language."""

import re
from collections import Counter

COMMON = {
    "en": "the of and to in is that for with was",
    "de": "der die und das ist nicht mit von den ein",
    "fr": "le la les et des est une dans pour que",
    "es": "el la los que y en del una por con",
}
"""Frequent words: the language of a text is the one of which it has most; "" if it has few of any."""

EXCHANGED = {
    "en": """all:some some:all every:no many:few most:few most:some few:many always:never never:often both:neither
        with:without without:with can:cannot cannot:can possible:impossible able:unable likely:unlikely more:less
        less:more everyone:nobody nothing:everything only:also must:may none:all no:some often:rarely
        don't:do doesn't:does didn't:did isn't:is aren't:are wasn't:was won't:will can't:can couldn't:could
        didn’t:did don’t:do isn’t:is wasn’t:was can’t:can aren’t:are won’t:will wouldn’t:would""",
    "de": """alle:einige viele:wenige immer:nie nie:immer kein:ein keine:eine mit:ohne ohne:mit alles:nichts
        nichts:alles mehr:weniger weniger:mehr nur:auch möglich:unmöglich""",
    "fr": "tous:certains toutes:certaines toujours:jamais jamais:toujours avec:sans sans:avec plus:moins est:n'est",
    "es": "todos:algunos todas:algunas siempre:nunca nunca:siempre con:sin sin:con más:menos muchos:pocos",
}
"""`one:other`: the sentence says something else, in what it denies or of how many."""

ADDED = {
    "en": ("is are was were will would can could should has have had did does do", "not never hardly"),
    "de": ("ist sind war waren hat haben wird werden kann", "nicht nie kaum"),
    "fr": ("est sont a ont était sera peut", "pas jamais"),
    "es": ("", ""),
}
"""After one of these words, one of those makes it a denial."""

TAKEN = {
    "en": "not never hardly only",
    "de": "nicht nie niemals kaum nur",
    "fr": "pas jamais",
    "es": "no nunca",
}
"""Without these words it is none."""

DENIALS = frozenset(
    """not no never none nobody nothing nowhere neither nor without cannot hardly barely scarcely unlikely only few
    little less nicht nichts kein keine keinen keinem keiner nie niemals niemand ohne weder noch kaum ne pas
    jamais rien aucun aucune sans ni nada nunca nadie ninguno ninguna sin tampoco non mai niente senza não sem
    niet geen nooit nie bez не нет ни без inte ikke ej""".split()
)
"""An ellipsis over one of these may change what is said, so none is put there."""

COUNTED = {
    "en": """two:three three:four four:five five:six six:seven ten:twelve million:billion billion:million
        thousand:million hundred:thousand first:second second:third dozen:hundred half:third twice:thrice""",
    "de": "zwei:drei drei:vier vier:fünf Millionen:Milliarden Milliarden:Millionen hundert:tausend",
    "fr": "deux:trois trois:quatre quatre:cinq millions:milliards milliards:millions",
    "es": "dos:tres tres:cuatro cuatro:cinco millones:miles",
}
"""Numbers in words."""

UNITS = """km:m kg:g percent:points miles:metres million:billion hours:days days:weeks weeks:months months:years
    years:months minutes:hours seconds:minutes degrees:percent inches:feet feet:metres dollars:euros euros:dollars
    Prozent:Promille Euro:Dollar Jahre:Monate Tage:Wochen Stunden:Minuten ans:mois jours:mois heures:jours
    años:meses días:meses GB:MB MB:GB mph:km/h"""
"""Units: exchanged only after a number."""


def pairs(table: str) -> dict[str, list[str]]:
    """`one:other one:third` as {one: [other, third]}."""
    found: dict[str, list[str]] = {}
    for one, _, other in (entry.partition(":") for entry in table.split()):
        found.setdefault(one, []).append(other)
    return found


def language(text: str) -> str:
    """The language of a text, of those that the tables here know; "" for others."""
    words = Counter(re.findall(r"[^\W\d_]+", text[:5_000].lower()))
    counts = {name: sum(words[word] for word in common.split()) for name, common in COMMON.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] * 8 > words.total() else ""
