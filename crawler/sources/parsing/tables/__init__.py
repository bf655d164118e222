"""Tables and spreadsheets.

columns.py   what the columns of a table hold
cells.py     links in a cell
rows.py      rows -> Citations and records
formulas.py  HYPERLINK formulas of spreadsheets
"""
