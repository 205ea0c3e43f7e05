"""Hearings: entered, read from lists, moved, ended; who appears, what they answered, what came of it.

Others are told through the wiring when a hearing changed, and ask `cards`, `lists` and `results`.

Face: absences, answer_days, answers, appearances, awaiting, cards, certificates, changing, clashing, consequences,
    court, court_lists, deputies, hearings, held, ics, joining, leavers, lists, naming, party_changes,
    passing, permissions, plans, preparing, pressing, reading, rejudging, results, results_said, said_leaders,
    series, signatures, spoken.
Other rooms: absences, appearances, awaiting, cards, consequences, hearings, lists, plans, preparing, pressing,
    recorded, results, spoken.
"""
