"""What happens in a chat, whoever does it: messages put there, changed and removed, keyboards, reactions, menus.

Methods of the bot and deeds of people both come here, so that both look the same in the chat.
"""
