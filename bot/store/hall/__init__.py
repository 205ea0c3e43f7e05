"""Drafts, the audit trail and notes as rows, and what is asked of them."""
