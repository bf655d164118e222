"""Media types other than HTML and PDF.

plain  plain text, Markdown and data, as they are
"""
