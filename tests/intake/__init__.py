"""What people send, with what it must become: messages and files by kind, sent to the whole bot."""
