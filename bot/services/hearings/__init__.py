"""Hearings: entered, read from lists, moved, ended; who appears, what they answered, what came of it.

Others are told through the wiring when a hearing changed, and ask `cards`, `lists` and `results`.

Face: absences, answers, appearances, cards, clashing, court_lists, deputies, hearings, held, ics, joining, lists,
naming, party_changes, plans, reading, rejudging, results.
Other rooms: cards, lists, plans, results.
"""
