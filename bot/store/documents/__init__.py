"""Documents, their frozen editions, what was done with them, their numbers, and what waits to be printed."""
