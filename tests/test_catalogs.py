"""The catalogs are complete: every message id of the code, in both languages, with the same placeholders."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from bot.texts import LANGUAGES, LOCALES, translator

ROOT = Path(__file__).resolve().parent.parent
_PLACE = re.compile(r"\{(\w+)\}")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "tr": None, "plural": (1, 2), "Problem": None, "problem": None, "Refused": None,
}  # fmt: skip


def _message_ids() -> set[str]:
    """Ids that the code passes to the translator, found by pybabel's extractor."""
    found: set[str] = set()
    for folder in ("bot", "handlers", "jobs"):
        for path in (ROOT / folder).rglob("*.py"):
            if "playground" in path.parts:
                continue
            # The law's own `Problem` names files and rules, for operators.
            keywords = {"tr": None, "CalendarError": None} if "law" in path.parts else KEYWORDS
            for _, message, _, _ in extract_from_file("python", path, keywords=keywords):
                found.add(message if isinstance(message, str) else message[0])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_id_of_the_code_is_in_the_catalog(language: str) -> None:
    tr = translator(language)
    missing = sorted(m for m in _message_ids() if m and m not in tr.words and m not in tr.plurals)
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_fuzzy_or_empty_and_placeholders_agree(language: str) -> None:
    path = LOCALES / language / "LC_MESSAGES" / "bot.po"
    catalog = read_po(io.BytesIO(path.read_bytes()), locale=language)
    for entry in catalog:
        if not entry.id:
            continue
        ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        strings = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        assert not entry.fuzzy, entry.id
        assert strings, f"empty: {entry.id}"
        assert all(strings), f"empty: {entry.id}"
        for string in strings:
            assert set(_PLACE.findall(string)) <= {p for i in ids for p in _PLACE.findall(i)}, entry.id
        if isinstance(entry.id, str):
            assert set(_PLACE.findall(strings[0])) == set(_PLACE.findall(entry.id)), entry.id


def test_both_catalogs_hold_the_same_entries() -> None:
    chinese, english = (translator(language) for language in LANGUAGES)
    assert set(chinese.words) == set(english.words)
    assert set(chinese.plurals) == set(english.plurals)
