"""The `law` commands, a file a kind; `shared` holds their options. Whoever runs them takes the group in `bot.law.cli`.

Only what a command needs is imported inside it, so that `law count` starts quickly.
"""
