"""A case as one card, its papers, and its history in words.

Its duties are shown by their own room's view.

Face: cases, claims, effects, history, paper_files, papers, parties, series.
Other rooms: none.
"""
