"""Text that stands only in a page's scripts, and pages that show nothing without them.

complete.py     the entry: what the extraction of a poor page lacks
find.py         the best text among the data of a page's scripts
payloads.py     which scripts and attributes hold data, and in what notation
literals.py     JavaScript literals, read in linear time
packed.py       values that refer to each other by number: devalue (Nuxt, SvelteKit), turbo-stream (Remix)
flight.py       React's stream of elements (Next.js `self.__next_f`)
candidates.py   every text in a value, with its path and weight
names.py        which keys hold a page's text, and which menus, messages, other pages
rich_text.py    trees of blocks (Draft.js, ProseMirror, Contentful, Portable Text, ...) as HTML
prose.py        what is prose, and plain text as HTML
shells.py       pages without content: what they need, or the frame that has it
"""
