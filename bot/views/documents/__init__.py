"""What is said of documents, and their cards.

Face: breaches, cards, letters, lists, news, prints.
Other rooms: none.
"""
