"""One module per kind of page; each has `ROUTES`.

changes.py  /changes: what changed, the newest first
resource.py /resources/{id}: a card, its text, its Captures compared, its body
"""
