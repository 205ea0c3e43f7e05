"""The morning's message, the to-do card, the weeks, and what a search found.

Made of what the other rooms say of one duty or hearing.

Face: digests, finding, home, lost, menu, todo, weeks.
Other rooms: none.
"""
