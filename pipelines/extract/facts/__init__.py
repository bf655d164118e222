"""What the judge needs of a page's HTML (`PageFacts`).

find           the facts of parsed HTML
visible        its visible text
code           its scripts, frames, forms and links
vendors        names that identify page code
named          elements whose class or id says what they are for
site           whose site it is: names, menu, footer, feeds
site_ids       ids of its owner at analytics and advertising services
links          where its links lead, and how much of the page they are
content_marks  marks of content: types, byline, date, headline
controls       what its forms ask for, and its buttons
identifiers    the DOI, arXiv ID, ISBN by which the page identifies the work on it
"""
