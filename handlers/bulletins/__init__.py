"""Bulletins: entered, reconciled, drafted, issued."""
