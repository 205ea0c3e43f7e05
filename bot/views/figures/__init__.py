"""What is said of figures: cards, lists, sheets.

Face: assessments, gaps, reasons.
Other rooms: none.
"""
