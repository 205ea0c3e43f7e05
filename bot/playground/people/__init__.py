"""Being people: making them and their groups, writing, pressing, reading, waiting, and playing a run again.

Each file is a part of the class that a test holds in its hand, and each builds on the one before: ``cast``,
``presence``, ``speaking``, ``touching``, ``groups``, ``reading``, ``replay``. Others take the last one.
"""
