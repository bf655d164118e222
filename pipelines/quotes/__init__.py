"""Does what is quoted stand in its source? Pure, and in time that grows with the text, whatever the text is.

reading.py      a text as words with offsets, in the form in which they are compared
numbers.py      numbers in that form
quoted.py       a quotation as its parts: `...`, `[...]`, `[T]he`
places.py       where its parts stand, word for word
nearest.py      the passage that stands closest to it
differences.py  what differs, named: words, numbers, negation, names
guards.py       words that a quotation must not change, by language: guards.toml
edges.py        where a passage begins and ends, with the punctuation that is quoted
located.py      a quotation in one text: where it stands, or what stands closest
status.py       a quotation and the Captures of its source -> `QuoteCheck`

    text = ReadText("The board did not approve the plan.")
    locate(Quotation("the board approved the plan"), text)     one text
    check(quote, captures)                                     all texts of a page, in time
    check_all(quotes, captures)                                likewise, each text read once
"""

from crawler.model import QuoteStatus
from pipelines.quotes.quoted import Quotation
from pipelines.quotes.reading import ReadText
from pipelines.quotes.status import DatedText, QuoteCheck, check, check_all, locate

__all__ = ["DatedText", "Quotation", "QuoteCheck", "QuoteStatus", "ReadText", "check", "check_all", "locate"]
