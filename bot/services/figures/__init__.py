"""Figures: the count rows kept with the facts, rates over them, the ledger out and in, assessment, dossiers.

Face: assessments, checking, colours, dossiers, exports, keeping, leaders, ledger, ledger_imports, viewing.
Other rooms: none.
"""
