"""What comes in and what goes out, durably: the inbox, the outbox, leases, manners, proofs, what is forgotten.

Whoever wants something said plans it with `outbox`; nobody else writes to its tables.

Face: delivery, inbox, leadership, leasing, manners, outbox, retention, sending.
Other rooms: delivery, inbox, manners, outbox, sending.
"""
