"""Duties: looked at, reported done, decided; what is said about them."""
