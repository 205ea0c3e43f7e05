"""What another rule book, or another lead organ, ends and begins. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Changed:
    """A recurring duty that ends or begins with another rule book: its title, who owes it, its day to obey."""

    title_zh: str
    title_en: str
    agency: str
    obey: date


@dataclass(frozen=True, slots=True)
class Changeover:
    """What another rule book or lead organ ends and begins; with `kept`, what would end stays to its end."""

    ends: tuple[Changed, ...] = ()
    begins: tuple[Changed, ...] = ()
    kept: bool = False
