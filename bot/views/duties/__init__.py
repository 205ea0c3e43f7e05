"""Duties in words: cards, lists, reminders, what goes up the ladder.

Dates to obey are written here for all rooms.

Face: confirming, duties, escalations, lists, missing, reminders, spoken, together.
Other rooms: doing, duties.
"""
