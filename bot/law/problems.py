"""What is wrong with a rule book, said so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the file, the rule (or "" for the file as a whole) and what to write instead."""

    file: str
    rule: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.rule}" if self.rule else self.file
        return f"{where}: {self.message}"


class RuleBookError(ValueError):
    """A rule book cannot be used; `problems` says where and why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: object, choices: Iterable[object]) -> str:
    """Return a sentence that names the choices, the most similar one first where there is one."""
    # Imported here: only a mistake needs it, and loading must stay quick.
    from difflib import get_close_matches

    known = sorted(str(choice) for choice in choices)
    close = get_close_matches(str(word), known, n=1)
    if close:
        return f'unknown "{word}", did you mean "{close[0]}"?'
    return f'unknown "{word}", write one of: {", ".join(known)}'
