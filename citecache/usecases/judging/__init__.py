"""Claims judged by a language model, of which nothing is believed that does not stand in the source.

question.py        a claim, a title and a text as a question; its words: prompts/*.md
answer.py          what the model answered, and where its passage stands in the text
language_model.py  a model by name, from the plugins of the package `llm` (extra `llm`, imported when one is asked for)
asking.py          a model asked about one claim after the other, until it fails
judged.py          which claims are asked about, what of it is known already, and what came of it

    judge_claims(cache, list(checked_claims(cache)), language_model("gpt-6-luna"), now=now)

A model is given the claim, the title and the text of a page, and nothing else; of pages that withhold their text,
nothing at all.
"""
