"""Duties: they begin with an event, follow every correction, are spoken of in time, and end by evidence.

Whoever changes the ground of a duty calls `duties`; in this room alone rows come into being and fall away.

Face: acts, cards, changeover, changes, confirming, decisions, duties, judging, missing, overdue, passing, pressing,
    proofs, recurring, reminders, spoken, units.
Other rooms: acts, cards, decisions, duties, following, judging, making, papers, proofs, recipients, recurring,
    reminders, settling, titles, units.
"""
