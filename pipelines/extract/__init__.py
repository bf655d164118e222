"""From a response body to a `Capture`: clean text, metadata, and where both are in doubt.

    body, URL, Content-Type
      -> sniff      media type from magic bytes, then header
      -> decode     bytes -> characters, and the charset that was used
      -> page       one function per media type; the only entry: `extract`
           html/       pages: parsed once, then metadata, facts, text
           pdf/        PDF
           media/      other types that people cite
    metadata/   title, authors, date, ..., and the tag that each comes from
    facts/      what the judge needs of the HTML (`PageFacts`)

`extract` may hang or crash on a hostile page, so the crawler never calls it directly: it uses a `Pool`.

    workers/    processes that can be killed, with deadlines and limits
    elements    the elements of a parsed page, collected once for metadata and facts
    fingerprint what decides the text: names an extraction, so that it is not done twice
    modes       which extractor is asked for HTML: `CITECACHE_EXTRACTOR`
    versions    the extractor's version

Text is paragraphs separated by one empty line; list items, table rows and lines of verse are lines of their own within
their block.
"""

from pipelines.extract.page import extract
from pipelines.extract.workers.pool import Pool

__all__ = ["Pool", "extract"]
