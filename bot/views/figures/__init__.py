"""What is said of figures: cards, lists, sheets.

Face: assessments, cards, charts, exports, gaps, leaders, ledger_imports, reasons, rows.
Other rooms: none.
"""
