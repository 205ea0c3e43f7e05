"""What people send, with what it must become: one file of messages a kind, walked through the real understanding."""
