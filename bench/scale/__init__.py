"""Large caches, and what they cost. `make scale`.

__main__     the command: `make` writes a cache, `table` measures the commands of citecache on two sizes
hosts        how many pages each host has
cache        the cache: documents through `add`, then Fetches through the writer
"""
