"""What the judge needs of a page's HTML (`PageFacts`).

find         the facts of parsed HTML
visible      its visible text
code         its scripts, frames, forms and links
vendors      names that identify page code
identifiers  the DOI, arXiv ID, ISBN by which the page identifies the work on it
"""
