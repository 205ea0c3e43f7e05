"""What the page is made of, read as files; and what happens where there is no browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.playground.page_visit import require_browser

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "bot" / "playground" / "static"


def test_a_missing_browser_is_loud_and_in_ci_a_failure() -> None:
    nowhere = Path("/nowhere/chromium")
    with pytest.raises(pytest.fail.Exception, match="NO BROWSER"):
        require_browser(nowhere, ci=True)
    with pytest.raises(pytest.skip.Exception, match="NO BROWSER"):
        require_browser(nowhere, ci=False)


def _keys(book: str) -> list[str]:
    return re.findall(r'^ {2}"?([\w.]+)"?: "', (STATIC / "words" / f"{book}.js").read_text("utf-8"), re.MULTILINE)


def test_both_dictionaries_have_the_same_words_and_every_word_used_exists() -> None:
    zh, en = _keys("zh"), _keys("en")
    assert zh == en
    assert len(zh) == len(set(zh))
    scripts = "\n".join(path.read_text("utf-8") for path in (STATIC / "js").glob("*.js"))
    used = set(re.findall(r'\bt\("([\w.]+)"', scripts))
    assert used - set(zh) == set()


def test_placeholders_agree() -> None:
    books = [(STATIC / "words" / f"{book}.js").read_text("utf-8").splitlines()[2:-1] for book in ("zh", "en")]
    for zh, en in zip(*books, strict=True):
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), zh


def test_the_tour_has_words_for_each_step() -> None:
    tour = json.loads((STATIC / "tour.json").read_text("utf-8"))
    for step in tour["steps"]:
        assert {f"tour.{step['id']}.title", f"tour.{step['id']}.text"} <= set(_keys("zh"))
        for sequence in step["done"]:
            for matcher in sequence:
                re.compile(matcher.get("label", "").replace("{leader", "x"))


def test_nothing_writes_markup_or_asks_the_outside() -> None:
    for path in [*(STATIC / "js").glob("*.js"), STATIC / "index.html", *(STATIC / "css").glob("*.css")]:
        text = path.read_text("utf-8")
        for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert danger not in text, f"{danger} in {path.name}"
        for address in re.findall(r"https?://[\w.]+", text):
            assert address == "http://www.w3.org", f"{address} in {path.name}"
