"""Hearings in words: the card, lists, reminders; what leaders are asked; results.

When and where a hearing is, is said by the hall.

Face: appearances, changes, court, hearings, items, leaders, list_rows, naming, pressing, reminders,
    results, series, spoken.
Other rooms: appearances, pressing.
"""
