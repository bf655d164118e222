"""`python -m citecache`."""

from citecache.cli import main

if __name__ == "__main__":
    main()
