"""Formatted text as Telegram counts it: HTML and Markdown read into entities, links and commands found, UTF-16 units.

Pure: a text in, a text with its entities out. ``formatted`` holds the value that the others make.
"""
