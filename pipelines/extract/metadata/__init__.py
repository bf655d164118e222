"""What a page says of itself, and the tag that each value comes from.

fields  one table of sources per field, the best first
tags    meta tags, microdata, headings of a page
jsonld  JSON-LD
names   titles without the site's name, authors without "By"
kinds   what kind of thing a page is
"""
