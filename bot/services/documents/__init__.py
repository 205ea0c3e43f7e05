"""Documents: drafted from what is known, filled in, submitted, reviewed, decided, issued, delivered; they close duties.

Face: breach_cards, breaches, bulletins, cards, delivering, drafting, filling, following, kinds, own_files, passing,
    replies, steps, units.
Other rooms: none.
"""
