"""Bulletins as values: what a court or the bureau reported, what differs, who may get a letter.

Face: comparing, court_figures, court_reading, letters.
Other rooms: none.
"""
