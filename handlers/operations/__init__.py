"""How the bot is doing, and what it holds."""
