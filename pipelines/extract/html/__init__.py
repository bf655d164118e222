"""HTML -> clean text: parsed once, walked once.

markup     a page's Capture: metadata, headings and facts first, because trafilatura changes the tree; then the text
engine     where the text is: by trafilatura in articles, by the block model elsewhere, each the other's check
walk       the tree -> blocks of text with the containers around them
inherit    what blocks have from the containers around them
inline     text within a block: superscripts, formulas, pictures; what is dropped
features   what the block model sees of each block
page_type  what the model of page types sees of a page
declared   the types that a page declares, which the model does not know: paper, reference, media
known_urls addresses that tell the type of a page
model      the learned models (data/model.json, by bench/train_blocks.py)
choice     which blocks are the text; coverage
certainty  how likely the text is the page's content (data/certainty.json, by bench/train_certainty.py)
structure  what belongs to the chosen blocks: headings, captions, rows, notes, boxes of facts
asides     what stands within an article and is no part of it: links to others, invitations
repeats    what a page shows twice
tail       drops what stands behind an article
render     the chosen blocks -> text in the canonical form
lead       drops what stands before the article: repeated title, dek, navigation
prune      for trafilatura: without what is unlikely to be the article
rejoin     for trafilatura: bodies that the page splits over several containers
blocks     trafilatura's tree -> paragraphs
"""
