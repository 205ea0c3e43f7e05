"""Count rows of many units over five years, put in by bulk statements, with what they are compared with."""

from __future__ import annotations

from sqlalchemy import Connection, text

from bot.domain.figures.rates import NAMES

QUARTERS = 20
_FIRST_YEAR = 2022
_SQLITE = "WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {n})"
_POSTGRES = "WITH g(n) AS (SELECT generate_series(1, {n}))"
_UNIT = 10
"""Ids of units begin here."""


def fill(connection: Connection, rows: int, units: int) -> None:
    """A government with its units, `rows` cases with one row each, the totals, and a rollup made by hand."""
    postgres = connection.dialect.name == "postgresql"
    series = _POSTGRES if postgres else _SQLITE
    _people_and_units(connection, series, units, postgres)
    _cases(connection, series, rows)
    connection.execute(text(_rows_sql(rows, units, postgres)))
    sums = ", ".join(f"sum({_SUMS[name]})" for name in NAMES)
    connection.execute(
        text(f"""
        INSERT INTO count_total (agency_id, quarter, instance, {", ".join(NAMES)})
        SELECT agency_id, quarter, instance, {sums} FROM count_row GROUP BY agency_id, quarter, instance
    """)
    )
    rolled = ", ".join(f"sum({name}) AS {name}" for name in NAMES)
    connection.execute(
        text(f"""
        CREATE TABLE rollup AS SELECT agency_id, quarter, {rolled} FROM count_total GROUP BY agency_id, quarter
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


def _people_and_units(connection: Connection, series: str, units: int, postgres: bool) -> None:
    connection.execute(
        text("""
        INSERT INTO agency (id, version, name, short_name, kind, approval_needed, path, rulebook)
        VALUES (1, 1, '县人民政府', '县政府', 'government', false, '/1/', 'ruzhou-2022')
    """)
    )
    start = series.format(n=units)
    connection.execute(
        text(f"""
        INSERT INTO agency (id, version, name, short_name, kind, parent_id, approval_needed, path)
        {start} SELECT n + {_UNIT}, 1, '单位' || n, '单位' || n, 'department', 1, false, '/1/' || (n + {_UNIT}) || '/'
        FROM g
    """)
    )
    if postgres:
        connection.execute(text(f"SELECT setval('agency_id_seq', {units + _UNIT + 1})"))


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
        {start}, h AS (SELECT n, {year} AS y, {q} AS q FROM g)
        SELECT n, {_UNIT} + 1 + (n / {QUARTERS}) % {units}, CASE WHEN n % 7 = 0 THEN 'second' ELSE 'first' END,
            '法院' || (n % 9), '案由' || (n / 3 % 40), 'defendant', 'litigation', true, '',
            CASE WHEN n % 10 < 7 THEN 'attended' WHEN n % 10 = 7 THEN 'excused' WHEN n % 10 = 8 THEN 'unexcused'
                 WHEN n % 20 = 9 THEN 'open' ELSE 'exempt' END,
            '[]', '', NULL, '', 'deputy', n % 10 = 3, false, n % 3 > 0,
            CASE WHEN n % 11 = 0 THEN 'online' ELSE 'in_court' END, false, {at}, '[]', y || 'Q' || (q + 1),
            y || '-' || {two}, y, n % 5 = 0, 'ruzhou-2022', '', {at}
        FROM h
    """
