"""From a response body to a `Capture`: clean text, metadata, and where both are in doubt.

    body, URL, Content-Type
      -> sniff      media type from magic bytes, then header
      -> decode     bytes -> characters, and the charset that was used
      -> page       one function per media type; the only entry: `extract`
           markup   HTML: parse once, then metadata, facts, text (trafilatura, else resiliparse)
             rejoin     bodies that the page splits over several containers
             blocks     trafilatura's tree -> paragraphs
             lead       drops what stands before the article: repeated title, dek, navigation
           pdf      PDF: pypdfium2
           plain    plain text and data, as they are
    metadata <- jsonld, tags, names, kinds: title, authors, date, ..., and the tag that each comes from
    facts       what the judge needs of the HTML (`PageFacts`); vendors: names that identify page code
    identifiers the DOI, arXiv ID, ISBN by which the page identifies the work on it: facts too

`extract` may hang or crash on a hostile page, so the crawler never calls it directly: it uses a `Pool`.

    pool        asyncio side: idle workers, deadlines, retry with the fallback, recycling
      process   one worker process as the pool sees it: start, ask, kill
      wire      the frames between the two, and the check of every answer
      versions  the extractor's version
      worker    `python -m pipelines.extract.worker`: limits itself, then answers until its input ends

Text is paragraphs separated by one empty line; list items, table rows and lines of verse are lines of their own within
their block.
"""

from pipelines.extract.page import extract
from pipelines.extract.pool import Pool

__all__ = ["Pool", "extract"]
