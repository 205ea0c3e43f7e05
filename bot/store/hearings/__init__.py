"""Hearings, appearances and results as rows, and what is asked of them."""
