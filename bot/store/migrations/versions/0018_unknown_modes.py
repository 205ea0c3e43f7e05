"""Of hearings that a ledger told of nobody said how they were held; their cases are counted anew at the next start"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TOLD = "CAST(notes AS TEXT) LIKE '%\"imported\"%'"


def upgrade() -> None:
    op.execute(sa.text(f"UPDATE hearing SET mode = '' WHERE mode = 'in_court' AND {_TOLD}"))
    # What is counted by no edition of a rule book is counted anew.
    op.execute(
        sa.text("UPDATE count_row SET edition = '' WHERE case_id IN (SELECT case_id FROM hearing WHERE mode = '')")
    )


def downgrade() -> None:
    op.execute(sa.text("UPDATE count_row SET mode = 'in_court' WHERE mode = '' AND counted = 'attended'"))
    op.execute(sa.text("UPDATE hearing SET mode = 'in_court' WHERE mode = ''"))
