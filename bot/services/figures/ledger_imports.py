"""A bureau's own ledger comes in: looked at, its columns confirmed, what differs asked, then taken over at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.domain.figures import ledger_columns, ledger_rows
from bot.domain.figures.ledger_acts import LEDGER_IMPORTED
from bot.domain.figures.ledger_columns import COLUMNS, Heads
from bot.domain.figures.ledger_import import MOST_ROWS, OURS, THEIRS, WHOLE, Matched, Plan
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.extracts import Extract, Table, hidden_in
from bot.domain.hall.problems import Problem, problem
from bot.extracts import notes as extract_notes
from bot.services.figures.ledger_apply import Work
from bot.services.hall import access, notes
from bot.services.hall.desk import Desk
from bot.store.figures import files as store
from bot.store.tables import LedgerImport, LedgerMap

KEPT = timedelta(days=1)
MANY_ROWS = 100
"""Of so many it is said that they are being taken over, before they are."""
_AWAITED = "ledger:"
"""How the notes are named that say from whom a ledger is awaited."""
_WAITS = timedelta(hours=1)
_VERSIONS, _STEPS = "ledger.version:", 10_000
"""Notes of the version that a person's last ledger began with; more steps than anybody takes with one."""


def require_may(desk: Desk) -> None:
    """Raise `NotAllowed` unless the actor coordinates some agencies."""
    if not may(desk):
        raise NotAllowed


def may(desk: Desk) -> bool:
    """Whether the actor keeps a ledger of the units below: a coordinator does."""
    return desk.actor.may_somewhere(Action.JUDGE_DUTY)


def await_file(desk: Desk) -> None:
    """The next workbook of this person is a ledger. Raises NotAllowed."""
    require_may(desk)
    notes.put(desk.session, f"{_AWAITED}{desk.actor.person_id}", {"at": desk.now.isoformat()}, now=desk.now)


def is_awaited(desk: Desk) -> bool:
    at = str(notes.get(desk.session, f"{_AWAITED}{desk.actor.person_id}").get("at") or "")
    return bool(at) and at > (desk.now - _WAITS).isoformat()


def _awaited_no_more(desk: Desk) -> None:
    if is_awaited(desk):
        notes.put(desk.session, f"{_AWAITED}{desk.actor.person_id}", {}, now=desk.now)


# -- what came in --------------------------------------------------------------------------------------------------


def looks_like_ledger(desk: Desk, tables: Sequence[Table]) -> bool:
    """Whether a workbook tells what came of hearings, by headings that are known or were learnt here."""
    found = ledger_columns.best(tables, _learnt(desk))
    return found is not None and found[1].is_ledger


def begin(desk: Desk, name: str, tables: Sequence[Table], said: Sequence[Problem] = ()) -> Matched:
    """Keep what was read of a workbook, and say which column is taken to mean what.

    Raises:
        NotAllowed: the actor coordinates nobody. Refused: no sheet has the headings of a ledger, or it is too long.
    """
    require_may(desk)
    learnt = _learnt(desk)
    found = ledger_columns.best(tables, learnt)
    if found is None:
        raise Refused(
            "In “{name}” no ledger was found. It needs a row of headings with 案号 and at least two more, as 被告单位, "
            "开庭时间, 是否出庭.",
            name=name,
        )
    at, heads = found
    _check_length(tables[at])
    store.drop_import(desk.session, desk.actor.person_id)
    row = LedgerImport(
        person_id=desk.actor.person_id,
        name=name[:200],
        tables=[_stored(one) for one in tables],
        sheet=at,
        heads=_heads_stored(heads),
        made_at=desk.now,
        version=_first_version(desk),
    )
    desk.session.add(row)
    desk.session.flush()
    _awaited_no_more(desk)
    return _matched(row, heads, bool(learnt), (*said, *hidden_in(tables)))


def unread(name: str, found: Extract) -> Problem:
    """Why a workbook that was awaited gives no sheet, and what to send instead: of a PDF no ledger is taken."""
    said = {one.msgid for one in found.notes}
    if said & {extract_notes.unpacked(name, 0).msgid, extract_notes.too_heavy(name).msgid}:
        return problem(
            "“{name}” is too large when unpacked and was not read. Please send the sheet of the ledger alone, without "
            "pictures, as .xlsx.",
            name=name,
        )
    if extract_notes.damaged(name).msgid in said:
        return problem("“{name}” cannot be opened. Please save it anew as .xlsx and send it again.", name=name)
    if found.notes:
        return found.notes[0]
    if found.text:
        return problem("“{name}” is no .xlsx workbook, whatever its name says. Please save it as .xlsx.", name=name)
    return problem("The sheet is empty.")


def _first_version(desk: Desk) -> int:
    """Far above those of the person's ledgers before: on SQLite the id of a row that went is given again, and a button
    of the last ledger must mean none of this."""
    key = f"{_VERSIONS}{desk.actor.person_id}"
    version = int(notes.get(desk.session, key).get("first") or 0) + _STEPS
    notes.put(desk.session, key, {"first": version}, now=desk.now)
    return version


def _check_length(table: Table) -> None:
    if table.cut or len(table.seen) > MOST_ROWS + 10:
        raise Refused(
            "The sheet “{title}” has more than {n} rows. Please send it in parts, for example one year at a time.",
            title=table.title,
            n=MOST_ROWS,
        )


def _stored(one: Table) -> dict[str, Any]:
    return {"title": one.title, "first_day": one.first_day.isoformat(), "rows": [[n, list(c)] for n, c in one.seen]}


def _table(stored: Mapping[str, Any]) -> Table:
    rows = tuple((int(number), tuple(map(str, cells))) for number, cells in stored["rows"])
    return Table(str(stored["title"]), rows, first_day=date.fromisoformat(stored["first_day"]))


def _heads_stored(heads: Heads) -> dict[str, Any]:
    return {"first": heads.first, "depth": heads.depth, "words": list(heads.words), "fields": list(heads.fields)}


def _heads(row: LedgerImport) -> Heads:
    one = row.heads
    return Heads(one["first"], one["depth"], tuple(one["words"]), tuple(one["fields"]))


def _matched(row: LedgerImport, heads: Heads, learnt: bool = False, said: Sequence[Problem] = ()) -> Matched:
    table = row.tables[row.sheet]
    count = len(table["rows"]) - heads.first - heads.depth
    titles = tuple(str(one["title"]) for one in row.tables)
    return Matched(row.id or 0, row.version, row.name, table["title"], titles, heads, count, learnt, tuple(said))


def _mine(desk: Desk, import_id: int, version: int) -> LedgerImport:
    """The actor's import for a change. Raises NotAllowed, or Stale where another was sent or it was changed since."""
    require_may(desk)
    row = store.import_of(desk.session, desk.actor.person_id)
    if row is None or row.id != import_id or row.version != version:
        raise Stale
    return row


def _revised(desk: Desk, row: LedgerImport) -> None:
    row.revise()
    desk.session.add(row)
    desk.session.flush()


# -- which column is what ------------------------------------------------------------------------------------------


def matched(desk: Desk, import_id: int, version: int) -> Matched:
    """As it stands. Raises as the others."""
    row = _mine(desk, import_id, version)
    return _matched(row, _heads(row))


def say_column(desk: Desk, import_id: int, version: int, column: int, name: str) -> Matched:
    """A column means this field (or nothing, ""); another column of the same field means it no more."""
    row = _mine(desk, import_id, version)
    heads = _heads(row)
    if column >= len(heads.fields) or (name and name not in COLUMNS):
        raise Stale
    fields = ["" if one == name and name != "hearing" else one for one in heads.fields]
    fields[column] = name
    row.heads = {**row.heads, "fields": fields}
    _revised(desk, row)
    return _matched(row, _heads(row))


def require_column(found: Matched, column: int) -> None:
    """Raise Stale where the sheet has no such column."""
    if column >= len(found.heads.words):
        raise Stale


def use_sheet(desk: Desk, import_id: int, version: int, sheet: int) -> Matched:
    """Another sheet is the ledger. Raises Refused where it has no headings."""
    row = _mine(desk, import_id, version)
    if sheet >= len(row.tables):
        raise Stale
    table = _table(row.tables[sheet])
    heads = ledger_columns.heads_of(table.rows, _learnt(desk))
    if heads is None:
        raise Refused("The sheet “{title}” has no headings of a ledger.", title=table.title)
    _check_length(table)
    row.sheet, row.heads = sheet, _heads_stored(heads)
    _revised(desk, row)
    return _matched(row, heads)


def _learnt(desk: Desk) -> dict[str, str]:
    """What headings mean here, as it was said before, of the actor's own bureaus."""
    found: dict[str, str] = {}
    for agency_id in desk.actor.agencies():
        row = store.map_of(desk.session, agency_id)
        found |= {key: str(name) for key, name in (row.headings if row else {}).items()}
    return found


def _learn(desk: Desk, heads: Heads) -> None:
    said = {
        key: name for word, name in zip(heads.words, heads.fields, strict=True) if (key := ledger_columns.key_of(word))
    }
    for agency in access.within(desk, Action.JUDGE_DUTY):
        if agency.id in desk.actor.agencies():
            row = store.map_of(desk.session, agency.id or 0) or LedgerMap(agency_id=agency.id or 0)
            row.headings = {**row.headings, **said}
            desk.session.add(row)
    desk.session.flush()


# -- what it would do, and doing it --------------------------------------------------------------------------------


def plan(desk: Desk, import_id: int, version: int) -> Plan:
    """The columns are right: what taking the rows over would do, and what is to be asked. The columns are learnt.

    Raises:
        NotAllowed, Stale. Refused: no column holds the case number.
    """
    row = _mine(desk, import_id, version)
    heads = _heads(row)
    if "number" not in heads.fields:
        raise Refused("No column holds the case number. Please say which one does.")
    if not row.rows:
        table = _table(row.tables[row.sheet])
        row.rows = ledger_rows.as_json(ledger_rows.read(table.rows, heads, desk.today, table.first_day, table.title))
        _learn(desk, heads)
        _revised(desk, row)
    return _run(desk, row, does=False)


def rematch(desk: Desk, import_id: int, version: int) -> Matched:
    """The columns are looked at again. Raises as `plan`."""
    row = _mine(desk, import_id, version)
    row.rows, row.choices = {}, {}
    _revised(desk, row)
    return _matched(row, _heads(row))


def choose(desk: Desk, import_id: int, version: int, at: int, what: str, *, whole: bool) -> Plan:
    """What becomes of the difference at this place among those that are open, or of all of its field."""
    row = _mine(desk, import_id, version)
    found = _run(desk, row, does=False)
    if at >= len(found.open) or what not in (OURS, THEIRS):
        raise Stale
    one = found.open[at]
    said = {f"{WHOLE}{one.field}": [what]} if whole else {one.key: [what, one.ours, one.theirs]}
    row.choices = {**row.choices, **said}
    _revised(desk, row)
    return _run(desk, row, does=False)


def about_to_take(desk: Desk, import_id: int, version: int) -> Matched | None:
    """What a person confirmed, where it takes a while to take it over; None where it is done at once.

    Raises:
        NotAllowed, Stale.
    """
    row = _mine(desk, import_id, version)
    return _matched(row, _heads(row)) if len(row.rows.get("entries", ())) >= MANY_ROWS else None


def apply(desk: Desk, import_id: int, version: int) -> tuple[Plan, bool, Matched | None]:
    """Take it over, in this one transaction; the plan, and whether it was done. It was not where something differs of
    which nobody has said what is to become, as when a case changed meanwhile. The next sheet of the workbook that is a
    ledger comes up behind it.

    Raises:
        NotAllowed, Stale. Refused: the sentence says why; nothing was done then.
    """
    row = _mine(desk, import_id, version)
    if not row.rows:
        raise Stale
    before = _run(desk, row, does=False)
    if before.open:
        return before, False, None
    done = _run(desk, row, does=True)
    counts = {name: getattr(done, name) for name in ("rows", "cases", "hearings", "results", "filled", "changed")}
    desk.audit(LEDGER_IMPORTED, new=counts)
    following = _next(desk, row)
    if following is None:
        store.drop_import(desk.session, desk.actor.person_id)
    return done, True, following


def _next(desk: Desk, row: LedgerImport) -> Matched | None:
    """The next sheet that is a ledger, to be looked at as the first one was; None where there is none."""
    learnt = _learnt(desk)
    for at in range(row.sheet + 1, len(row.tables)):
        table = _table(row.tables[at])
        heads = ledger_columns.heads_of(table.rows, learnt)
        if heads is not None and heads.is_ledger and len(table.rows) <= MOST_ROWS + 10:
            row.sheet, row.heads, row.rows, row.choices = at, _heads_stored(heads), {}, {}
            _revised(desk, row)
            return _matched(row, heads, bool(learnt))
    return None


def _run(desk: Desk, row: LedgerImport, *, does: bool) -> Plan:
    entries = list(ledger_rows.entries_of(row.rows))
    errors = ledger_rows.errors_of(row.rows)
    begun = Plan(
        row.id or 0, row.version, row.name, rows=len({one.row for one in entries}), errors=errors,
        remarks=ledger_rows.errors_of(row.rows, "remarks"), left_out=int(row.rows.get("left_out", 0)),
    )  # fmt: skip
    return Work(desk, row.choices, does, begun).run(entries)


def drop(desk: Desk, import_id: int = 0, version: int = 0) -> None:
    """The person thinks better of it: of this one, or (0) of sending any.

    Raises Stale: another one was sent since, or something else was done with it."""
    if import_id:
        _mine(desk, import_id, version)
    store.drop_import(desk.session, desk.actor.person_id)
    _awaited_no_more(desk)


def prune(desk: Desk) -> None:
    """Ledgers that somebody sent long ago and never answered about: they hold names."""
    store.forget_imports(desk.session, desk.now - KEPT)
