"""What stands in a bulletin of ours, given its rows and totals (F7): whole, by unit, what to name, what was corrected.

Papers are Chinese, so what is said here is Chinese. Everything is worked out of rows; nobody types a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bot.domain.figures.rates import Base, Totals, change, is_below
from bot.domain.figures.rates import shown as percent

FULL = Decimal(100)
NOTHING = Totals()
LOWEST, MOVERS = 5, 5
"""Units that are listed at most as the lowest, and as those that rose or fell most."""
INSTANCES = {"first": "一审", "second": "二审", "retrial": "再审"}
COUNTED = {
    "attended": "负责人出庭",
    "excused": "有正当理由未出庭",
    "unexcused": "未出庭",
    "open": "待录结果",
    "exempt": "不计入",
    "not_heard": "未开庭",
    "outside": "不计入",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A count row as a bulletin shows it. `reason` is in words; `day` as papers write days."""

    id: int
    agency_id: int
    unit: str
    number: str
    instance: str
    counted: str
    day: str = ""
    leader: str = ""
    reason: str = ""
    principal: bool = False
    silent: bool = False
    """A leader came and did not speak."""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, or an area as a whole: its totals, and those of the period before."""

    key: int
    name: str
    now: Totals
    before: Totals = NOTHING
    base: Base = Base()

    @property
    def rate(self) -> Decimal | None:
        return self.base.rate(self.now)

    @property
    def rate_before(self) -> Decimal | None:
        return self.base.rate(self.before)

    @property
    def moved(self) -> Decimal | None:
        """By how many points it changed; None where one of both periods had nothing heard."""
        return change(self.rate, self.rate_before)


# -- the whole -----------------------------------------------------------------------------------------------------


def moved(now: Decimal | None, before: Decimal | None) -> str:
    """提高3.25个百分点, 下降1.00个百分点, 与上期持平; nothing where there is nothing to compare."""
    points = change(now, before)
    if points is None:
        return ""
    if not points:
        return "与上期持平"
    return f"{'提高' if points > 0 else '下降'}{abs(points):.2f}个百分点"


def compared(now: Decimal | None, before: Decimal | None) -> str:
    """71.43%（上期68.18%，提高3.25个百分点）."""
    words = moved(now, before)
    return f"{percent(now)}（上期{percent(before)}，{words}）" if words else percent(now)


def overall(now: Totals, before: Totals, base: Base, parts: Mapping[str, Totals]) -> str:
    """一、总体情况: one paragraph of everything that F7 wants of the whole; `parts` are the totals by instance."""
    if not now.heard:
        return "无开庭审理的行政案件。"
    rate = compared(base.rate(now), base.rate(before))
    said = [f"开庭审理行政案件{now.heard}件，行政机关负责人出庭{now.attended}件，出庭率{rate}"]
    if now.excused:
        said.append(f"{'扣除正当理由后' if base.excused else '未扣除正当理由的'}出庭率{percent(base.other_rate(now))}")
    said.append(
        f"主要负责人出庭{now.principal}件，主要负责人出庭率{percent(base.principal_rate(now))}"
        f"（占负责人出庭的{percent(now.principal_share)}）"
    )
    if now.attended:
        said.append(f"出庭负责人发言{now.spoke}件，出声率{percent(now.speaking_rate)}")
    known = [(INSTANCES[name], parts[name]) for name in INSTANCES if name in parts and parts[name].heard]
    if len(known) > 1:
        each = (f"{name}开庭{t.heard}件，出庭{t.attended}件，出庭率{percent(base.rate(t))}" for name, t in known)
        said.append("其中" + "，".join(each))
    if now.open:
        said.append(f"另有{now.open}件待录入庭审结果")
    return "；".join(said) + "。"


# -- by unit -------------------------------------------------------------------------------------------------------


def table(units: Iterable[Unit]) -> list[dict[str, str]]:
    """The annex by unit: the highest rate first; those with nothing heard last, with a dash."""
    return [
        {
            "unit": one.name,
            "heard": str(one.now.heard),
            "attended": str(one.now.attended),
            "rate": percent(one.rate),
            "change": moved(one.rate, one.rate_before).removesuffix("个百分点") or "—",
            "principal": str(one.now.principal),
            "principal_rate": percent(one.base.principal_rate(one.now)),
            "spoke": percent(one.now.speaking_rate),
            "lost": str(one.now.lost),
        }
        for one in ranked(units)
    ]


def ranked(units: Iterable[Unit]) -> list[Unit]:
    """The highest rate first, of equal ones whoever was heard more often; nothing heard stands last."""
    return sorted(units, key=lambda one: (one.rate is None, -(one.rate or 0), -one.now.heard, one.key))


def full(units: Iterable[Unit]) -> str:
    """The 100 % list: 县公安局、县人社局."""
    return "、".join(one.name for one in ranked(units) if one.rate == FULL)


def lowest(units: Iterable[Unit], target: float = 100.0) -> list[Unit]:
    """The lowest rates of those below the target, the lowest first; a target that is reached is not missed."""
    below = [one for one in units if is_below(one.rate, target)]
    return sorted(below, key=lambda one: (one.rate or 0, -one.now.heard, one.key))[:LOWEST]


def risers(units: Iterable[Unit]) -> list[Unit]:
    found = [one for one in units if one.moved is not None and one.moved > 0]
    return sorted(found, key=lambda one: (-(one.moved or 0), one.key))[:MOVERS]


def fallers(units: Iterable[Unit]) -> list[Unit]:
    found = [one for one in units if one.moved is not None and one.moved < 0]
    return sorted(found, key=lambda one: (one.moved or 0, one.key))[:MOVERS]


def with_rates(units: Iterable[Unit]) -> str:
    """县公安局（66.67%）、县人社局（75.00%）."""
    return "、".join(f"{one.name}（{percent(one.rate)}）" for one in units)


def with_moves(units: Iterable[Unit]) -> str:
    """县公安局（提高3.25个百分点）."""
    return "、".join(f"{one.name}（{moved(one.rate, one.rate_before)}）" for one in units)


# -- what to name --------------------------------------------------------------------------------------------------


def absent(rows: Iterable[Row]) -> list[Row]:
    """Cases to which no leader came, without or with a reason that counts."""
    return [one for one in rows if one.counted in ("unexcused", "excused")]


def adverse(rows: Iterable[Row], low: Iterable[Unit], late: Iterable[int]) -> tuple[int, ...]:
    """Units that a bulletin would name to their disadvantage: absent without a reason that counts, silent, lowest, or
    late with papers. Each of them is told first, alone."""
    found = {one.agency_id for one in rows if one.counted == "unexcused" or one.silent}
    return tuple(sorted(found | {one.key for one in low} | set(late)))


def problems(rows: Sequence[Row], late: int) -> str:
    """The words that 三、存在问题 begins with; a person writes on."""
    missed, silent = absent(rows), sum(one.silent for one in rows)
    without = sum(one.counted == "unexcused" for one in missed)
    said = []
    if missed:
        said.append(f"{len(missed)}件案件行政机关负责人未出庭，其中{without}件无正当理由")
    if silent:
        said.append(f"{silent}件案件负责人出庭未发言")
    if late:
        said.append(f"{late}项材料逾期报送")
    return "；".join(said) + "。" if said else ""


def losses(rows: Sequence[Row], *, known: bool = True, named: bool = True) -> str:
    """The words that 四、败诉情况 begins with; `known`: some outcome of these cases is on record; `named`: units may be
    named, else how many alone."""
    found = [one for one in rows if one.lost]
    if not found:
        return "无败诉案件。" if known else "上述案件的裁判结果尚未登记。"
    if not named:
        return f"败诉{len(found)}件。"
    units = [(name, len(list(group))) for name, group in groupby(sorted(found, key=_by_unit), key=lambda one: one.unit)]
    return f"败诉{len(found)}件：" + "、".join(f"{name}{count}件" for name, count in units) + "。"


def _by_unit(one: Row) -> tuple[str, int]:
    return one.unit, one.id


# -- by case -------------------------------------------------------------------------------------------------------


def case_row(one: Row, *, reason: bool = True) -> dict[str, str]:
    """A line of an annex: the words of its columns, and behind them the row that it stands for."""
    return {
        "row": str(one.id),
        "unit": one.unit,
        "case_number": one.number,
        "instance": INSTANCES.get(one.instance, "其他"),
        "day": one.day,
        "leader": one.leader,
        "counted": COUNTED.get(one.counted, one.counted),
        "reason": one.reason if reason else "",
        "principal": "是" if one.principal else "否",
    }


# -- corrections -----------------------------------------------------------------------------------------------------


def corrections(frozen: Iterable[Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """What became of rows since they were issued: what is counted otherwise, and what is counted no more.

    `frozen` as `case_row` gave them, `now` by the number of the row.
    """
    found = []
    for old in frozen:
        new = now.get(old.get("row", ""))
        was, present = old.get("counted", ""), (new or {}).get("counted", "") or "不再计入"
        if was != present:
            found.append(
                {"row": old.get("row", ""), "unit": old.get("unit", ""), "case_number": old.get("case_number", ""),
                 "was": was, "now": present}
            )  # fmt: skip
    return found


def said_last(
    issued: Iterable[tuple[Iterable[Mapping[str, str]], Iterable[Mapping[str, str]]]],
) -> dict[str, dict[str, str]]:
    """How each row was counted when it was printed last: (rows, corrections) of every bulletin, the oldest first."""
    found: dict[str, dict[str, str]] = {}
    for rows, corrected in issued:
        found |= {one["row"]: dict(one) for one in rows}
        for one in corrected:
            if one["row"] in found:
                found[one["row"]]["counted"] = one["now"]
    return found


def changes(old: Mapping[str, str], new: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """What a bulletin that is issued again says otherwise, figure by figure: 开庭件数：14→15."""
    names = [name for name in labels if str(old.get(name, "")) != str(new.get(name, ""))]
    return "；".join(f"{labels[name]}：{old.get(name) or '—'}→{new.get(name) or '—'}" for name in names)


__all__ = [
    "COUNTED", "FULL", "INSTANCES", "Row", "Unit", "absent", "adverse", "case_row", "changes", "compared",
    "corrections", "fallers", "full", "losses", "lowest", "moved", "overall", "percent", "problems", "ranked",
    "risers", "said_last", "table", "with_moves", "with_rates",
]  # fmt: skip
