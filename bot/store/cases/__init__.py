"""Cases, parties, papers and stored files as rows, and what is asked of them."""
