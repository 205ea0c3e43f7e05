"""Hearings: entered, moved, answered, reported; what is said about them."""
