"""Does the source of a claim say something like it? Pure, and in time that grows with the text.

numerals.py    what digits and words are worth; the words: numbers.toml
numbers.py     the numbers of a text, and whether one stands for another
names.py       the names of a claim, and whether they stand among the words of a text
claim.py       a claim as what is sought for it; words that are not: linking.toml
source.py      the text of a source, read once for all claims
closest.py     the sentences that stand closest: BM25
comparison.py  a claim and a source -> `ComparedClaim`: passages, what is missing, and a doubt
excerpt.py     the parts of a long text that stand closest, for a reader who is not given all of it

    compare("The bridge cost 12 million.", ClaimSource(text))

No answer of these is that a claim is supported: a text can have all words of a claim and deny it.
"""

from pipelines.claims.comparison import ClosePassage, ComparedClaim, compare
from pipelines.claims.excerpt import excerpts
from pipelines.claims.source import ClaimSource

__all__ = ["ClaimSource", "ClosePassage", "ComparedClaim", "compare", "excerpts"]
