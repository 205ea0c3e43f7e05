"""What is said of figures: cards, lists, sheets.

Face: cards, charts, leaders, rows.
Other rooms: none.
"""
