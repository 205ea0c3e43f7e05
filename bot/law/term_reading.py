"""Reads how a last day follows from a trigger: the table `term` of a rule."""

from datetime import date

from bot.domain.law.rules import Roll, Rule, Term, Unit
from bot.law import schema
from bot.law.condition_reading import known_facts
from bot.law.problems import nearest
from bot.law.reader import Reader, Table

_UNITS = {unit.value: unit for unit in Unit}
_ROLLS = {roll.value: roll for roll in Roll}
_SHAPES = ("fixed", "last_working_day", "own", "same_day", "n")


def read_term(reader: Reader, table: object, *, anchored: bool = False) -> Term:
    """Return the term that `table` writes; mistakes are noted by `reader`. `anchored`: another term counts from it."""
    if not isinstance(table, dict):
        reader.wrong('term: write a table such as {n = 2, unit = "calendar"}')
        return Term()
    reader.keys(table, schema.TERM_KEYS, "term")
    shapes = [shape for shape in _SHAPES if shape in table]
    if len(shapes) != 1 and shapes != ["own", "n"]:
        reader.wrong("term: write exactly one of n, fixed, last_working_day, own, same_day")
    anchor = table.get("anchor")
    if anchored and anchor is not None:
        reader.wrong("term: the term that is counted from cannot have an anchor itself")
        anchor = None
    fixed = _month_day(reader, table["fixed"]) if "fixed" in table else None
    return Term(
        n=reader.number(table, "n", 0),
        unit=_UNITS.get(reader.choice(table, "unit", _UNITS, "calendar"), Unit.CALENDAR),
        backwards=reader.choice(table, "direction", ("after", "before"), "after") == "before",
        count_trigger_day=reader.flag(table, "count_trigger_day", False),
        roll=_ROLLS.get(reader.choice(table, "roll", _ROLLS, _usual_roll(table)), Roll.NEXT),
        fixed=fixed,
        year_offset=reader.number(table, "year_offset", 0, most=10),
        last_working_day=reader.flag(table, "last_working_day", False),
        own=reader.flag(table, "own", False),
        cap_own=reader.flag(table, "cap_own", False),
        same_day=reader.flag(table, "same_day", False),
        anchor=read_term(reader, anchor, anchored=True) if anchor is not None else None,
        count_from=reader.text(table, "count_from", required=False) or None,
        from_text=not reader.flag(table, "default", False),
    )


def _usual_roll(table: Table) -> str:
    """Fixed dates and hearing days stay where they are; what is counted backwards moves earlier."""
    if "fixed" in table or "same_day" in table or "last_working_day" in table:
        return "none"
    return "previous" if table.get("direction") == "before" else "next"


def _month_day(reader: Reader, text: object) -> tuple[int, int] | None:
    try:
        found = date.fromisoformat(f"2001-{text}")
    except ValueError:
        reader.wrong('term: fixed must be a month and a day such as "12-31"')
        return None
    return found.month, found.day


def check_count_from(reader: Reader, rule: Rule, name: str) -> None:
    """Complain where a term counts from a fact that is no date its triggers understand."""
    dates = [fact.name for fact in known_facts(rule.triggers, decision=False).values() if fact.kind == "date"]
    if name not in dates:
        reader.wrong(f"term: count_from: {nearest(name, dates)}")
