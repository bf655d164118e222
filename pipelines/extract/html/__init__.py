"""HTML -> clean text.

markup  HTML: parse once, then metadata, facts, text (trafilatura, else resiliparse)
rejoin  bodies that the page splits over several containers
blocks  trafilatura's tree -> paragraphs
lead    drops what stands before the article: repeated title, dek, navigation
"""
