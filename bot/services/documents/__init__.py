"""Documents: drafted from what is known, filled in, submitted, reviewed, decided, issued, delivered; they close duties.

Face: cards, consequences, drafting, event_papers, filling, follow_ups, following, kinds, own_files, passing, periodic,
    plans, steps.
Other rooms: none.
"""
