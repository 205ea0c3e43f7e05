"""Figures: the count rows kept with the facts, rates over them, the ledger out and in, assessment, dossiers.

Face: asking, assessments, checking, drawing, keeping, leaders, parameters, viewing.
Other rooms: none.
"""
