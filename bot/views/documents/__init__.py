"""What is said of documents, and their cards.

Face: cards, event_papers, lists, news, plans.
Other rooms: none.
"""
