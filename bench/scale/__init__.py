"""Large caches, and what they cost. `make scale`.

__main__     the commands: `make` writes a cache, `table` measures the commands of citecache on several sizes
hosts        how many pages each host has
cache        the cache: documents through `add`, then Fetches through the writer
table        what the commands cost, as Markdown
"""
