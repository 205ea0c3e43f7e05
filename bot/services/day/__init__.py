"""What a day looks like for one person: the digest, the to-do card, the weeks, and finding things.

It reads every room and changes none.

Face: digests, finding, home, said, todo, todo_cards, todo_changes, weeks.
Other rooms: none.
"""
