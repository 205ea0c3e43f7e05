"""Duties: they begin with an event, follow every correction, are spoken of in time, and end by evidence.

Whoever changes the ground of a duty calls `duties`; rows are written nowhere else.

Face: acts, cards, changes, decisions, duties, overdue, recurring, reminders, units.
Other rooms: acts, cards, duties, making, recurring, reminders, settling.
"""
