"""Duties as rows, and what is asked of them."""
