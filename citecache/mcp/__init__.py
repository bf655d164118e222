"""The MCP server: the cache for language models, read only, on stdin and stdout (Model Context Protocol, 2025-11-25).

Needs the extra `mcp`, the official SDK, which takes a second to import: nothing here is imported before it is served.

server.py     the protocol: requests of the SDK -> tools and resources, on a worker thread
draining.py   what was asked before stdin ended is answered
tools.py      the tools: name, arguments, function, schema of the result
arguments.py  what each tool takes
results.py    what each tool gives, as JSON objects
schemas.py    JSON Schemas of the results
resources.py  Resources by stable id: the list in pages, and each one read
untrusted.py  words of pages, marked as such
"""
