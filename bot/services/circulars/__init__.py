"""Circulars: composed, approved, sent, corrected; receipts, answers, reminders, the evidence.

What another room lets go out goes through `carried`; what goes out is the outbox's.

Face: approvals, boards, cards, circulars, control, edits, evidence, exports, hours, later, letters, passing,
receipts, sending, steps.
Other rooms: carried.
"""
