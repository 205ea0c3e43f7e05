"""Circulars: composed, approved, sent, corrected; receipts, answers, reminders, the evidence.

No other room needs one; what goes out is the outbox's.

Face: approvals, boards, cards, carried, circulars, control, edits, evidence, exports, letters, passing, receipts,
sending, steps.
Other rooms: carried.
"""
