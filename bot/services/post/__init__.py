"""What comes in and what goes out, durably: the inbox, the outbox, leases, manners, proofs, what is forgotten.

Whoever wants something said plans it with `outbox`; rooms that edit what they sent make those few rows themselves.

Face: delivery, inbox, leadership, leasing, manners, on_screen, outbox, reach, retention, runs, sending.
Other rooms: delivery, inbox, manners, outbox, sending.
"""
