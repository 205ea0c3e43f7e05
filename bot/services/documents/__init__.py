"""Documents: drafted from what is known, filled in, submitted, reviewed, decided, issued, delivered; they close duties.

Face: cards, drafting, filling, following, kinds, own_files, passing, people, steps.
Other rooms: cards.
"""
