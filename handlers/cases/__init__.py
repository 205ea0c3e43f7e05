"""Cases and papers: entered, corrected, looked at."""
