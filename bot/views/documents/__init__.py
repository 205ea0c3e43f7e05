"""What is said of documents, and their cards.

Face: breaches, cards, leader_forms, letters, lists, news, prints.
Other rooms: none.
"""
