"""Planned messages stay out of the indexes over what was sent: a million of them cost less to plan"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SENT = {
    "ix_outbox_sent_at": (["sent_at"], "sent_at IS NOT NULL"),
    "ix_outbox_person_sent": (["person_id", "sent_at"], "sent_at IS NOT NULL"),
    "ix_outbox_edits": (["edits"], "edits IS NOT NULL"),
    "ix_outbox_message": (["chat_id", "message_id"], "message_id IS NOT NULL"),
}


def upgrade() -> None:
    for name, (columns, only) in SENT.items():
        op.drop_index(name, "outbox")
        op.create_index(name, "outbox", columns, sqlite_where=sa.text(only), postgresql_where=sa.text(only))
    # Without the state, which changes twice in the life of every message.
    op.drop_index("ix_outbox_subject", "outbox")
    op.create_index("ix_outbox_subject", "outbox", ["subject"])


def downgrade() -> None:
    op.drop_index("ix_outbox_subject", "outbox")
    op.create_index("ix_outbox_subject", "outbox", ["subject", "state"])
    for name, (columns, _) in SENT.items():
        op.drop_index(name, "outbox")
        op.create_index(name, "outbox", columns)
