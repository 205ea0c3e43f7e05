"""What is said of figures: cards, lists, sheets.

Face: none.
Other rooms: none.
"""
