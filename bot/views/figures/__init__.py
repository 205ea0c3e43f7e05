"""What is said of figures: cards, lists, sheets.

Face: gaps, reasons.
Other rooms: none.
"""
