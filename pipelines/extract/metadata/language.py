"""The language of a page that names none, guessed from its text: by script, then by function words."""

from crawler.text.languages import SPOKEN, languages
from crawler.text.scripts import main_script
from crawler.text.words import words
from pipelines.extract.elements import Elements
from pipelines.extract.metadata.surroundings import visible_text

MAX_SAMPLE = 4000
LEAST_WORDS = 20

OF_SCRIPT = {
    "Kana": "ja",
    "Han": "zh",
    "Hangul": "ko",
    "Greek": "el",
    "Hebrew": "he",
    "Thai": "th",
    "Georgian": "ka",
    "Armenian": "hy",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Bengali": "bn",
    "Khmer": "km",
    "Lao": "lo",
    "Myanmar": "my",
    "Sinhala": "si",
    "Tibetan": "bo",
    "Ethiopic": "am",
}
"""Scripts that (nearly) one language uses on the web."""

_LETTERS = {
    "Arabic": (("fa", "پچژگ"), ("ur", "ٹڈڑے"), ("ar", "ةىيك")),
    "Cyrillic": (("uk", "іїєґ"), ("be", "ў"), ("sr", "ђћџљњј"), ("ru", "ыэё"), ("bg", "ъщ")),
}
"""Letters that tell the languages of a script apart: the first whose letters make up one in a hundred."""


def guess(elements: Elements) -> str | None:
    """The language of the paragraphs of a page; None if they are few or in a language that we do not know."""
    sample = _sample(elements)
    script = main_script(sample)
    if script is None:
        return None
    if script in OF_SCRIPT:
        return OF_SCRIPT[script]
    for language, letters in _LETTERS.get(script, ()):
        if sum(sample.count(letter) for letter in letters) * 100 >= len(sample):
            return language
    spoken = words(sample) if script == "Latin" else []
    found = languages(spoken, SPOKEN) if len(spoken) >= LEAST_WORDS else frozenset()
    return next(iter(found)) if len(found) == 1 else None


def _sample(elements: Elements) -> str:
    parts: list[str] = []
    size = 0
    for tag in ("p", "li", "td", "body"):
        for element in elements.tagged(tag)[:200]:
            text = visible_text(element, MAX_SAMPLE)
            parts.append(text)
            size += len(text)
            if size >= MAX_SAMPLE:
                break
        if size >= 200:
            break
    return " ".join(parts)[:MAX_SAMPLE]
