"""One count of doubts for a message, whatever caused them; when Telegram last said that somebody cannot be reached"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place on both engines: the outbox may hold a million rows, and others refer to both tables.
    op.execute("ALTER TABLE outbox RENAME COLUMN unanswered TO doubts")
    op.execute(
        "UPDATE outbox SET doubts = 1 WHERE uncertain > 0 AND doubts = 0 AND state IN ('planned', 'claimed', 'held')"
    )
    op.execute(f"ALTER TABLE person ADD COLUMN refused_at {_instant()}")


def downgrade() -> None:
    op.execute("ALTER TABLE person DROP COLUMN refused_at")
    op.execute("ALTER TABLE outbox RENAME COLUMN doubts TO unanswered")


def _instant() -> str:
    return "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
