"""Bulletins: the court's taken in and reconciled, our own drafted, frozen and sent, candidates for letters.

Face: chasing, court, court_cards, differences, issued, issuing, letters, library, missing, names,
    offices, passing, principals, starting, summaries.
Other rooms: none.
"""
