"""What people send, with what must become of it; each file of texts has a test that walks it through the bot."""
