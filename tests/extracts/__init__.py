"""Files that people send, read; the hostile ones in a process of their own."""
