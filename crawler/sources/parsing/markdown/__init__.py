"""What Markdown and MDX documents cite.

links.py               what a Markdown or MDX document cites
walk.py                the places in its blocks that cite
parser.py              the block structure, by markdown-it
containers.py          blocks of other dialects: admonitions, directives, tabs
inline.py              the inline structure of a block
brackets.py            links and emphasis within it
front_matter.py        YAML, TOML and JSON front matter, its values with their places
front_matter_links.py  what front matter cites
jsx.py                 JSX in MDX, masked so that Markdown can be parsed around it
"""
