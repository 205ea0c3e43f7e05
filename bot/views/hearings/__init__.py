"""Hearings in words: the card, lists, reminders; what leaders are asked; results.

When and where a hearing is, is said by the hall.

Face: appearances, court, hearings, leaders, reminders, results, spoken.
Other rooms: appearances.
"""
