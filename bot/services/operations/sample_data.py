"""The sample counties as their files tell them. No database here: the playground's own process reads casts with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "samples"
FIRST = "sishui"
"""The county that is shown where nobody chooses one."""
SISHUI = FOLDER / f"{FIRST}.toml"


def titles() -> dict[str, str]:
    """The counties that can be chosen, by name, with their titles; the first one first. One for each rule book."""
    found = {path.stem: str(_plain(path)["title"]) for path in sorted(FOLDER.glob("*.toml"))}
    return {FIRST: found.pop(FIRST), **found}


def english_title(name: str) -> str:
    """The title of a county for those who read no Chinese."""
    return str(_plain(path_of(name))["english"])


def path_of(name: str) -> Path:
    """The file of a county.

    Raises:
        ValueError: there is none of this name; one sentence says which there are.
    """
    names = list(titles())
    if name not in names:
        raise ValueError(f"There is no sample county {name!r}; there are {', '.join(names)}.")
    return FOLDER / f"{name}.toml"


def read(path: Path = SISHUI) -> dict[str, Any]:
    """The file as plain data, with its people: its own, or those of another county in the posts of this one.

    Raises:
        OSError: it cannot be opened.
        tomllib.TOMLDecodeError: it is not TOML.
    """
    data = _plain(path)
    if "cast" not in data:
        return data
    words, posts = data["cast"].get("words", {}), {one["telegram_id"]: one["posts"] for one in data.get("post", ())}
    people = _plain(path.with_name(f"{data['cast']['of']}.toml"))["person"]
    return {**data, "person": [_in_place(person, posts, words) for person in people]}


def _plain(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _in_place(person: Mapping[str, Any], posts: Mapping[int, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """A person of another county here: in the posts told for the account, else in the same ones under this place's
    names for them."""
    own = posts.get(person.get("telegram_id", 0))
    same = [{**post, "post": words.get(post.get("post", ""), post.get("post", ""))} for post in person["posts"]]
    return {**person, "posts": own or same}


def cast(path: Path = SISHUI) -> list[dict[str, Any]]:
    """Everybody who has an account: name, role, post, agency (short name), telegram_id, language, phone; `latin` and
    `english` are the names of person and agency for those who read no Chinese."""
    data = read(path)
    agencies = {agency["key"]: agency for agency in data["agency"]}
    return [_member(person, agencies) for person in data["person"] if "telegram_id" in person]


def _member(person: Mapping[str, Any], agencies: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    first = person["posts"][0]
    agency = agencies.get(first.get("agency", ""), {})
    return {
        "name": person["name"],
        "latin": person["latin"],
        "role": first["role"],
        "post": first.get("post", ""),
        "agency": agency.get("short", ""),
        "english": agency.get("english", ""),
        "telegram_id": person["telegram_id"],
        "language": person.get("language", "zh_CN"),
        "phone": person.get("phone", ""),
    }
