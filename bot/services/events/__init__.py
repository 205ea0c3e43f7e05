"""Trainings, observations and meetings: held, moved, cancelled; invitations, answers, sign-in, what counts.

An observation follows its hearing; nothing in another room follows an event.

Face: answers, cards, counts, daily, ending, events, files, following, news, passing, rows, sign_in.
Other rooms: cards.
"""
