"""Documents: drafted from what is known, filled in, submitted, reviewed, decided, issued, delivered; they close duties.

Face: cards, consequences, court_following, drafting, filling, follow_ups, following, hearing_papers, kinds,
    own_files, passing, people, printing, steps.
Other rooms: cards.
"""
