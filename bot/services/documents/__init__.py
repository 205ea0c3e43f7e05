"""Documents: drafted from what is known, filled in, submitted, reviewed, decided, issued, delivered; they close duties.

Face: breach_cards, breaches, bulletins, cards, consequences, court_following, delivering, drafting, event_papers,
    filling, follow_ups, following, grounds, heard, hearing_papers, in_cases, kinds, leader_forms, leavers, lists,
    naming, own_files, passing, people, periodic, plans, printing, replies, steps, units.
Other rooms: breaches, bulletins, counted, drafting, from_figures, lists, material, printing.
"""
