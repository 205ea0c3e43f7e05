"""What the answer to who must appear rests on is kept with it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    # Empty: judged before the grounds were kept, so that whatever changes has it judged anew.
    op.add_column("appearance", sa.Column("grounds", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("appearance") as table:
        table.drop_column("grounds")
