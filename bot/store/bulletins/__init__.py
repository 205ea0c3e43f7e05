"""Bulletins of courts and of bureaus, their figures and differences, candidates for letters."""
