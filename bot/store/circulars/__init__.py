"""Circulars, receipts and answers as rows, and what is asked of them."""
