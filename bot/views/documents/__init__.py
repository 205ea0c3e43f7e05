"""What is said of documents, and their cards.

Face: breaches, cards, event_papers, letters, lists, news, plans, prints.
Other rooms: none.
"""
