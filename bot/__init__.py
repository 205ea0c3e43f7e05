"""Chuting (出庭): who must appear in court, who owes what by when, and why.

`bot.app`, the composition root, imports the top-level packages `handlers` and `jobs`, which in turn import
`bot.telegram` and `bot.services`. The packages are therefore mutually dependent by name, never by module;
the import contracts in pyproject.toml keep it so.
"""
