"""Figures as values: how a case is counted and why, rates, periods, changes, what a sheet of figures shows.

Face: acts, asked, assessment, assessment_acts, assessment_forms, assessment_views, cards, charts, counting,
    counting_words, forecast, forms, gaps, leader_acts, leaders, periods, questions, rates.
Other rooms: counting, periods, rates.
"""
