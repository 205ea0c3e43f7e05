"""What is said of figures: cards, lists, sheets.

Face: reasons.
Other rooms: none.
"""
