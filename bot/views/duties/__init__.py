"""Duties in words: cards, lists, reminders, what goes up the ladder.

Dates to obey are written here for all rooms.

Face: duties, escalations, lists, reminders, spoken, together.
Other rooms: duties.
"""
