"""What is said of figures: cards, lists, sheets.

Face: assessments, reasons.
Other rooms: none.
"""
