"""Tables and their queries by room; beside the rooms, what a database is, its engines, migrations and backup."""
