"""Whether what lies in the database can still be read."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Connection, func, inspect, select, table
from sqlalchemy.exc import DBAPIError

from bot.store.connecting import on_connection
from bot.store.trouble import damaged, is_damage

_SHOWN = 3


async def look_through(url: str) -> str:
    """Read everything once, beside whoever works with it; one sentence if it is damaged, else nothing.

    On SQLite this is `PRAGMA quick_check`; PostgreSQL checks each page that is read.

    Raises:
        DBAPIError, sqlite3.Error: it cannot be looked at, for other reasons.
    """
    try:
        return await on_connection(url, _faults, snapshot=True)
    except (DBAPIError, sqlite3.Error) as error:
        if not is_damage(error):
            raise
        return damaged(error)


def _faults(connection: Connection) -> str:
    if connection.dialect.name != "sqlite":
        for name in inspect(connection).get_table_names():
            connection.execute(select(func.count()).select_from(table(name)))
        return ""
    found = [str(line) for (line,) in connection.exec_driver_sql(f"PRAGMA quick_check({_SHOWN})")]
    if found == ["ok"]:
        return ""
    return damaged("; ".join(" ".join(line.split()) for line in found)[:200])
