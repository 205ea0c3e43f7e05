"""Count rows of many units over five years, put in by bulk statements, with what they are compared with."""

from __future__ import annotations

from sqlalchemy import Connection, text

from bot.domain.figures.rates import NAMES
from bot.store.figures.tables import ALL

QUARTERS = 20
_FIRST_YEAR = 2022
_SQLITE = "WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {n})"
_POSTGRES = "WITH g(n) AS (SELECT generate_series(1, {n}))"
UNIT = 100
"""Ids of units come after this one."""


def fill(connection: Connection, rows: int, units: int, government: int) -> None:
    """Units of a government that is there, `rows` cases with one row each, the totals, and a rollup made by hand."""
    postgres = connection.dialect.name == "postgresql"
    series = _POSTGRES if postgres else _SQLITE
    _units(connection, series, units, government)
    if postgres:
        connection.execute(text(f"SELECT setval('agency_id_seq', {units + UNIT + 1})"))
    _cases(connection, series, rows)
    connection.execute(text(_rows_sql(rows, units, postgres)))
    sums = ", ".join(f"sum({_SUMS[name]})" for name in NAMES)
    connection.execute(
        text(f"""
        INSERT INTO count_total (agency_id, quarter, instance, {", ".join(NAMES)})
        SELECT agency_id, quarter, instance, {sums} FROM count_row GROUP BY agency_id, quarter, instance
    """)
    )
    connection.execute(
        text(f"""
        INSERT INTO count_total (agency_id, quarter, instance, {", ".join(NAMES)})
        SELECT agency_id, quarter, '{ALL}', {", ".join(f"sum({name})" for name in NAMES)} FROM count_total
        GROUP BY agency_id, quarter
    """)
    )
    rolled = ", ".join(f"sum({name}) AS {name}" for name in NAMES)
    connection.execute(
        text(f"""
        CREATE TABLE rollup AS SELECT agency_id, quarter, {rolled} FROM count_total
        WHERE instance = '{ALL}' GROUP BY agency_id, quarter
    """)
    )
    connection.execute(text("CREATE INDEX ix_rollup ON rollup (quarter, agency_id)"))


_SUMS = {
    "heard": "CASE WHEN counted IN ('attended', 'excused', 'unexcused', 'open') THEN 1 ELSE 0 END",
    **{
        name: f"CASE WHEN counted = '{name}' THEN 1 ELSE 0 END"
        for name in ("attended", "excused", "unexcused", "exempt", "open")
    },
    "principal": "CASE WHEN principal THEN 1 ELSE 0 END",
    "spoke": "CASE WHEN counted = 'attended' AND spoke THEN 1 ELSE 0 END",
    "online": "CASE WHEN counted = 'attended' AND mode = 'online' THEN 1 ELSE 0 END",
    "lost": "CASE WHEN counted <> 'exempt' AND lost THEN 1 ELSE 0 END",
}


def _units(connection: Connection, series: str, units: int, government: int) -> None:
    path = connection.execute(text("SELECT path FROM agency WHERE id = :id"), {"id": government}).scalar_one()
    connection.execute(
        text(f"""
        INSERT INTO agency (id, version, name, short_name, kind, parent_id, approval_needed, path)
        {series.format(n=units)} SELECT n + {UNIT}, 1, '单位' || n || '局', '单位' || n || '局', 'department',
            {government}, false, '{path}' || (n + {UNIT}) || '/' FROM g
    """)
    )


def _cases(connection: Connection, series: str, rows: int) -> None:
    connection.execute(
        text(f"""
        INSERT INTO "case" (id, version, number, instance, court, cause, plaintiff, plaintiff_count, original_number,
                            facts, created_at)
        {series.format(n=rows)}
        SELECT n, 1, '（2026）豫0482行初' || n || '号', 'first', '', '', '', 1, '', '{{}}', '2026-01-01' FROM g
    """)
    )


def _rows_sql(rows: int, units: int, postgres: bool) -> str:
    start = (_POSTGRES if postgres else _SQLITE).format(n=rows)
    quarter = f"n % {QUARTERS}"
    year, q = f"({_FIRST_YEAR} + ({quarter}) / 4)", f"(({quarter}) % 4)"
    month = f"(q * 3 + 1 + n / {QUARTERS} % 3)"
    two = f"substr('0' || {month}, -2)" if not postgres else f"lpad(({month})::text, 2, '0')"
    at = f"y || '-' || {two} || '-15 01:30:00'" + ("::timestamptz" if postgres else "")
    at = f"({at})" if not postgres else f"(y || '-' || {two} || '-15 01:30:00+00')::timestamptz"
    return f"""
        INSERT INTO count_row (case_id, agency_id, instance, court, cause, capacity, case_kind, heard, not_heard,
            counted, why, reason, leader_id, leader_name, rank, principal, principal_owed, spoke, mode, not_first,
            first_held_at, hearings, quarter, month, year, lost, book, edition, touched_at)
        {start}, h AS (SELECT n, {year} AS y, {q} AS q, n * 1103 % 1009 AS m FROM g)
        SELECT n, {UNIT} + 1 + (n / {QUARTERS}) % {units}, CASE WHEN m % 7 = 0 THEN 'second' ELSE 'first' END,
            '法院' || (m % 9), '案由' || (m / 9 % 40), 'defendant', 'litigation', true, '',
            CASE WHEN m % 10 < 7 THEN 'attended' WHEN m % 10 = 7 THEN 'excused' WHEN m % 10 = 8 THEN 'unexcused'
                 WHEN m % 20 = 9 THEN 'open' ELSE 'exempt' END,
            '[]', '', NULL, '', 'deputy', m % 10 = 3, false, m % 3 > 0,
            CASE WHEN m % 11 = 0 THEN 'online' ELSE 'in_court' END, false, {at}, '[]', y || 'Q' || (q + 1),
            y || '-' || {two}, y, m % 5 = 0, 'ruzhou-2022', '', {at}
        FROM h
    """
