"""Language tools shared by all packages: pure functions.

file_names.py  file names as text, and the names by which documents are called
encoding.py    what the bytes of a text say of its encoding
digits.py      numbers of any length: character references, JSON
dates.py       dates as people and pages write them -> ISO 8601; names of months: months.toml
date_search.py every date in running text, with its place; numeric dates by the order of their language
sentences.py   where sentences begin and end
scripts.py     the scripts of a text
segments.py    text of scripts without spaces as words of an index
languages.py   the language of a text, by its function words
slugs.py       the part of a URL that is made from a title, and its words
headings.py    the anchors of headings
markup_headings.py  the headings of a page, by its markup
markup_words.py  all that the markup of a page says
words.py       the words of a text, in any script
reasons.py     reasons put together from several places, each said once
tidy.py        the canonical form of text
similarity.py  similarity of two texts: shingles, cosine, shares
sketches.py    what is kept of a text to compare it without reading it again
topics.py      words with weights for a text's topic and for its language
difference.py  what changed between two texts, word by word
alignment.py   aligns long sequences in bounded time
passages.py    the passage that a claim leans on, and whether it still stands
pages.py       the page of a document on which an offset of its text stands
churn.py       what changes although the content has not: relative dates, counters, time stamps
literals.py    what every match of a regular expression contains, to be searched first
phrases.py     phrases, words and sentences of error, block, login and other stock pages: data files, one per language
lexicon.py     stems of words by concept ("not", "find", "page", "subscribe") and language, indexed
concepts.py    which concepts a text has, and which meet in one sentence
"""
