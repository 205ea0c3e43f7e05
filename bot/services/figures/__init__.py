"""Figures: the count rows kept with the facts, rates over them, the ledger out and in, assessment, dossiers.

Face: assessment_news, assessment_sight, assessments, checking, colours, dossiers, exports, keeping, leaders, ledger,
    ledger_imports, passing, standing, viewing.
Other rooms: none.
"""
