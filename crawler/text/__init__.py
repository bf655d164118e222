"""Language tools that every package shares. Pure.

difference.py  what changed between two texts, word by word
alignment.py   anchors for comparing long texts
churn.py       what a page changes by itself: relative dates, counters, stamps
"""
