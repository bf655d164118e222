"""How well quotations are told apart: passages of real texts, as they stand, edited and altered. `make quotes`.

__main__   the command: looks up the set, prints the tables
made       the set: quotations of eleven kinds, each with the status and the place that it should get
drawing    passages of a text, and the checks that make an item fair, which use no code of pipelines/quotes
same       edits that leave the words: typography, line ends, omissions, brackets, case
altered    edits that change them: numbers, negations, words, names
swaps      words that an edit exchanges, by language
finding    a command of its own: how well quotations are found in passages and in a wiki's pages, labelled by hand
reading_time  what finding quotations adds to the time of reading
measure    a set looked up: statuses, offsets, mistakes, speed
"""
