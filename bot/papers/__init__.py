"""Papers as Word files: templates, what may stand in them, how they are filled, and what the first page looks like.

`press` fills templates in a process of its own (`child`), `preview` draws a page in another: a template that makes a
library crash, hang or grow takes that process with it and nothing else. `shelf` knows which templates there are,
`checking` says what is wrong with one. docxtpl, Jinja and lxml are never imported into the bot's own process.
"""
