"""Documents as values: their kinds, what stands in them, the steps they go, how a paper shows what is known.

Face: acts, asking, breaches, cards, delivery, documents, event_papers, follow_ups, kinds, leader_forms, periods,
    plans, rights, showing, sources, step_forms, topics, values.
Other rooms: none.
"""
