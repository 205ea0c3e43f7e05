"""Figures: the count rows kept with the facts, rates over them, the ledger out and in, assessment, dossiers.

Face: asking, checking, keeping, parameters.
Other rooms: none.
"""
