"""Figures: the count rows kept with the facts, rates over them, the ledger out and in, assessment, dossiers.

Face: drawing, keeping, leaders, viewing.
Other rooms: none.
"""
