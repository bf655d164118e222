"""What a page says of itself, and the tag that each value comes from.

fields        one table of sources per field, the best first
tags          meta tags and headings of a page
jsonld        JSON-LD
surroundings  where an element stands: near the heading, among comments, in the site's furniture
titles        titles without the site's name, counters and marks of links
authors       who wrote a page, from tags to visible bylines
bylines       the authors that a page shows
names         names of people without "By", roles and links, split right
roles         tables of the words that are no part of a name
dates         the date of publication, never that of a change or a comment
language      the language of a page that names none
kinds         what kind of thing a page is
"""
