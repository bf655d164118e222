"""Language tools that every package shares. Pure.

dates.py       dates as people and pages write them -> ISO 8601; the names of months stand in months.toml
sentences.py   where sentences begin and end
scripts.py     in which scripts a text is written
languages.py   in which language a text is: by its function words
slugs.py       the part of a URL that is made from a title, and its words
words.py       the words of a text, in any script
tidy.py        the canonical form of text
similarity.py  how alike two texts are: shingles, cosine, shares
topics.py      the words that tell a text's topic, and those that tell its language, with their weights
difference.py  what changed between two texts, word by word
alignment.py   anchors for comparing long texts
churn.py       what a page changes by itself: relative dates, counters, stamps
phrases.py     phrases, words and sentences of error, block, login and other stock pages: data files, one per language
"""
