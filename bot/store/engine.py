"""Opens the database that an address names."""

from __future__ import annotations

from bot.store.database import Database, sync_url
from bot.store.postgres import PostgresDatabase
from bot.store.sqlite import SqliteDatabase


def open_database(url: str) -> Database:
    """Open the database named by an SQLAlchemy URL with its async driver."""
    if url.startswith("sqlite"):
        return SqliteDatabase(sync_url(url))
    return PostgresDatabase(url)
