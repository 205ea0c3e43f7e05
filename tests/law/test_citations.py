"""Places in the texts, as an English reader meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.law.citations import cited_in_english
from bot.law.checking import check_all
from tests.houses import LAW
from tests.law.test_checking import BOOK


@pytest.mark.parametrize(
    ("section", "cited"),
    [
        ("第三条第三款", "art. 3(3)"),
        ("第四条第二款第四项", "art. 4(2)(4)"),
        ("第十二条第一款第（一）项", "art. 12(1)(1)"),
        ("第一百零四条", "art. 104"),
        ("第一百一十条", "art. 110"),
        ("第八十七条、第九十条、第九十一条", "arts. 87, 90, 91"),
        ("四（四）", "part 4(4)"),
        ("二（一）、（二）", "part 2(1), (2)"),
        ("六", "part 6"),
        ("十一", "part 11"),
        ("附则", "supplementary provisions"),
        ("庭前督促", ""),
        ("（二）", ""),
        ("第三条，见附件", ""),
    ],
)
def test_a_place_is_cited_in_english(section: str, cited: str) -> None:
    assert cited_in_english(section) == cited


def test_each_rule_that_is_shipped_is_cited_in_english() -> None:
    rules = [rule for book in LAW.library.books.values() for rule in book.rules]
    assert all(rule.source.en.isascii() for rule in rules), [r.source.en for r in rules if not r.source.en.isascii()]
    [answer] = {rule.source.en for rule in rules if rule.id == "CN-ANSWER"}
    assert answer == "Administrative Litigation Law, art. 67"


def test_the_check_asks_for_what_is_missing_in_english(tmp_path: Path) -> None:
    (tmp_path / "somewhere.toml").write_text(BOOK, "utf-8")
    assert not check_all(tmp_path).problems
    bare = BOOK.replace('short_title_en = "Somewhere Measures"\n', "").replace('section = "一"', 'section = "开头"')
    (tmp_path / "somewhere.toml").write_text(bare, "utf-8")
    told = "\n".join(str(one) for one in check_all(tmp_path).problems)
    assert 'write short_title_en = "..."' in told
    assert 'QQ1: section "开头" cannot be cited in English: write section_en = "..."' in told
