"""Every stored file has a row: those of drafts wait, those of circulars that went out are kept with them"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ADD = """
    INSERT INTO stored_file (hash, name, mime, size, telegram_file_id, subject, sent_by, received_at)
    SELECT CAST(:hash AS VARCHAR(64)), CAST(:name AS VARCHAR(200)), CAST(:mime AS VARCHAR(100)),
           CAST(:size AS INTEGER), CAST(:id AS VARCHAR(200)), CAST(:subject AS VARCHAR(60)), {who}, {when}
    FROM {table} WHERE {key} = :key
"""


def upgrade() -> None:
    connection = op.get_bind()
    for person_id, data, context in connection.execute(sa.text("SELECT person_id, data, context FROM draft")).all():
        for file in _files_in([_plain(data), _plain(context)]):
            _add("draft", "person_id", person_id, file, "", "person_id", "updated_at")
    circulars = sa.text("SELECT id, parts, begun_at FROM circular")
    for circular_id, parts, begun_at in connection.execute(circulars).all():
        for file in _files_in(_plain(parts)):
            subject = f"circular:{circular_id}" if begun_at is not None else ""
            _add("circular", "id", circular_id, file, subject, "author_id", "created_at")


def downgrade() -> None:
    op.execute("DELETE FROM stored_file WHERE subject = '' OR subject LIKE 'circular:%'")


def _add(table: str, key: str, value: int, file: dict[str, Any], subject: str, who: str, when: str) -> None:
    statement = sa.text(_ADD.format(table=table, key=key, who=who, when=when))
    values = {
        "hash": file["hash"], "name": str(file.get("name", ""))[:200], "mime": str(file.get("mime", ""))[:100],
        "size": int(file.get("size", 0)), "id": str(file.get("id", ""))[:200], "subject": subject, "key": value,
    }  # fmt: skip
    op.get_bind().execute(statement, values)


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _files_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("hash"), str) and len(value["hash"]) == 64:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _files_in(one)
