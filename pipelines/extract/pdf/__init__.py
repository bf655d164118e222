"""PDF -> text and metadata.

document  the Capture of a PDF file, by pypdfium2
"""
