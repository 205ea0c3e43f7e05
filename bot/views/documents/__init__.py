"""What is said of documents, and their cards.

Face: breaches, cards, event_papers, leader_forms, letters, lists, news, plans, prints.
Other rooms: none.
"""
