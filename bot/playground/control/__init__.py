"""The control API and the chat page over HTTP, for people and for tests in other processes.

``views`` read, ``deeds`` do something as somebody, ``stage`` asks the stage, ``stream`` tells what happens;
``handlers`` lists all routes. The server takes ``handlers.routes`` and nothing else.
"""
