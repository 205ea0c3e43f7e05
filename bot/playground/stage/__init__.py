"""The simulated clock, and what may be asked of a bot that lets itself be driven by it.

``stage`` is the protocol that the bot's side fulfils; ``driver`` is the one hand on the clock.
"""
