"""The inbox and the outbox as rows: planned, claimed, settled, counted."""
