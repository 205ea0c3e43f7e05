"""Documents: drafted from what is known, filled in, submitted, reviewed, decided, issued, delivered; they close duties.

Face: cards, closing, drafting, filling, following, kinds, numbers, passing, sources, steps.
Other rooms: cards, drafting, kinds, steps.
"""
