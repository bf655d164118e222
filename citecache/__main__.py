"""`python -m citecache`."""

from citecache.cli import main

main()
