"""One module per kind of page; each has `ROUTES`.

changes.py  /changes: what changed, the newest first
"""
