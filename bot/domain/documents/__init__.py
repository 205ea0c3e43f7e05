"""Documents as values: their kinds, what stands in them, the steps they go, how a paper shows what is known.

Face: acts, asking, breaches, bulletin, bulletin_charts, cards, delivery, documents, event_papers, follow_ups,
    hearing_papers, kinds, leader_forms, naming, periods, plans, rights, score_forms, showing, sources, step_forms,
    topics, values.
Other rooms: none.
"""
