"""Case numbers as short as a line of a list allows."""

from __future__ import annotations

from bot.domain.reading.casenumbers import parse_case_number


def short(number: str) -> str:
    """行初12号, for those who know their courts; the number as it stands where it is no whole one."""
    found = parse_case_number(number)
    return f"{found.type_code}{found.number}号" if found else number
