"""Bulletins as values: what a court or the bureau reported, what differs, who may get a letter.

Face: comparing, court_acts, court_cards, court_figures, court_forms, court_reading, court_topics, letters, library,
    missing, own, own_forms, principals, summaries.
Other rooms: none.
"""
