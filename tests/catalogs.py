"""What the catalogs lack, what nothing uses any more, and full catalogs for tools that want them.

`python -m tests.catalogs` lists the first two. `python -m tests.catalogs FOLDER` writes a template and one full catalog
for each language there: the shipped English one holds only what differs from its id.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.texts import LANGUAGES, LOCALES
from tests.asked import ASKS, OF_THE_LAW, Asked, asked, module, spoken, words_of

ROOT = Path(__file__).resolve().parent.parent
SILENT = ("bot.playground", "bot.store.migrations")


@cache
def sources() -> dict[str, ast.Module]:
    """Every module that may speak, by its name; migrations do not, and the playground knows no catalog."""
    paths = (path for folder in ("bot", "handlers", "jobs") for path in sorted((ROOT / folder).rglob("*.py")))
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    spoke = {name: path for name, path in named.items() if not name.startswith(SILENT)}
    return {name: ast.parse(path.read_text("utf-8")) for name, path in spoke.items()}


@cache
def of_the_code() -> tuple[Asked, frozenset[str]]:
    """What all modules together ask for, and every constant of theirs that may be an id."""
    modules = {name: module(tree) for name, tree in sources().items()}
    whole = Asked()
    for name, each in modules.items():
        found = asked(each.tree, OF_THE_LAW if name.startswith("bot.law.") else ASKS)
        whole.ids |= found.ids.union(*(words_of(table, name, modules) for table in found.tables))
        whole.tables |= found.tables
        whole.composed |= {f"{name}: {one}" for one in found.composed}
    return whole, frozenset[str]().union(*(spoken(each.tree) for each in modules.values()))


@cache
def catalog(language: str) -> Catalog:
    """One shipped catalog, as it stands."""
    with (LOCALES / language / "LC_MESSAGES" / "bot.po").open("rb") as file:
        return read_po(file, locale=language)


def ids(language: str) -> set[str]:
    """The ids of one shipped catalog; both of those with plural forms."""
    found: set[str] = set()
    for each in catalog(language):
        found.update([each.id] if isinstance(each.id, str) else each.id)
    return found - {""}


def missing() -> list[str]:
    """Ids that the code asks for and the Chinese catalog has not."""
    return sorted(of_the_code()[0].ids - ids("zh_CN") - {""})


def unused(language: str) -> list[str]:
    """Ids of a catalog that stand nowhere in the code."""
    return sorted(ids(language) - of_the_code()[1])


def full(language: str) -> Catalog:
    """Every id of the Chinese catalog with its text in this language: the shipped one, or the id itself."""
    own, whole = catalog(language), Catalog(language, domain="bot", project="chuting")
    for each in catalog("zh_CN"):
        if each.id:
            shipped = own.get(each.id)
            whole.add(each.id, shipped.string if shipped else each.id, flags=each.flags)
    return whole


def write(folder: Path) -> list[Path]:
    """Write `bot.pot` and one full catalog for each language below the folder."""
    template = Catalog(domain="bot", project="chuting")
    for each in catalog("zh_CN"):
        if each.id:
            template.add(each.id, flags=each.flags)
    made = {folder / "bot.pot": template}
    made |= {folder / language / "LC_MESSAGES" / "bot.po": full(language) for language in LANGUAGES}
    for path, whole in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, whole, sort_output=True, width=120)
    return list(made)


def main(arguments: list[str]) -> int:
    if arguments:
        print(*write(Path(arguments[0])), sep="\n")
        return 0
    found = [f"not in the Chinese catalog: {each}" for each in missing()]
    found += [f"used by nothing ({language}): {each}" for language in LANGUAGES for each in unused(language)]
    print(*found or ["The catalogs hold what the code asks for."], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
