"""Events and their guests as rows, and what is asked of them."""
