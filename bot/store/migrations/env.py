"""Alembic's environment. The connection comes from `bot.store.migrate`, never from a file."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from bot.store.base import Term
from bot.store.tables import metadata


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Revisions name database types only, so that they outlive the code."""
    if kind == "type" and isinstance(item, Term):
        return "sa.String(length=40)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
