"""A case as one card with the pages behind it, its papers, and its history in words.

Its duties are shown by their own room's view.

Face: card, cases, claims, copies, effects, history, matters, pages, paper_files, papers, parties, series.
Other rooms: none.
"""
