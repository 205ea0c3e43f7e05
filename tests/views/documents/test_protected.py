"""Every message about a paper that goes from person to person only is sent so that nobody passes it on."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.documents.delivery import Way
from bot.law.facade import open_law
from bot.texts import translator
from bot.views.documents import letters, prints

TR = translator("zh_CN", ZoneInfo("Asia/Shanghai"), now=datetime(2026, 4, 1, tzinfo=UTC))


@pytest.mark.parametrize(("kind", "protected"), [("risk_report", True), ("loss_report", False)])
def test_its_delivery_and_the_word_that_it_could_not_be_printed(kind: str, protected: bool) -> None:
    known = open_law(None, None).kinds[kind]
    assert known.protected is protected
    way = Way(
        document=1, version=1, addressee="县政府", title=(known.zh, known.en), number="", may=False, ready=True,
        protected=known.protected,
    )  # fmt: skip
    assert letters.way(way, TR).protect is protected
    assert prints.failed(known, 1, TR).protect is protected
    assert prints.draft(known, 1, "稿.docx", b"x", b"", TR).protect is protected
