"""Figures as values: how a case is counted and why, rates, periods, changes, what a sheet of figures shows.

Face: act_kinds, acts, asked, assessment, assessment_acts, assessment_forms, assessment_views, cards, charts, counting,
    counting_words, export_topics, exports, forecast, forms, gaps, leader_acts, leaders, ledger_acts, ledger_cells,
    ledger_columns, ledger_import, ledger_rows, periods, questions, rates.
Other rooms: charts, periods, rates.
"""
