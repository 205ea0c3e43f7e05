"""Four ways in which a court prints that somebody is to appear, each a page of grey paper."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from tests.pictures.facts import WEEKDAYS, Facts

SIZE = (1240, 1754)
"""A page of A4 at 150 dots an inch."""
_PAPER, _INK, _MARGIN = 250, 25, 130


@cache
def font_file(style: str = "Serif") -> tuple[str, int]:
    """A font file with Chinese letters, and which of its faces; as fontconfig finds it.

    Raises LookupError where there is none.
    """
    asked = f"Noto {style} CJK SC:lang=zh-cn"
    found = subprocess.run(["fc-match", "-f", "%{file}\n%{index}\n%{lang}", asked], capture_output=True, text=True)
    file, index, languages = (found.stdout + "\n\n\n").split("\n")[:3]
    if "zh-cn" not in languages:
        raise LookupError("No font with Chinese letters: install fonts-noto-cjk")
    return file, int(index or 0) & 0xFFFF


@cache
def _font(size: int, style: str = "Serif") -> ImageFont.FreeTypeFont:
    file, index = font_file(style)
    return ImageFont.truetype(file, size, index=index)


class Page:
    """A sheet on which lines are put one below the other."""

    def __init__(self) -> None:
        self.image = Image.new("L", SIZE, _PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.y = 130

    def centred(self, text: str, size: int, *, gap: int = 30) -> None:
        self.pen.text((SIZE[0] // 2, self.y), text, _INK, _font(size), anchor="ma")
        self.y += size + gap

    def at(self, x: int, text: str, size: int = 34, style: str = "Serif") -> None:
        self.pen.text((x, self.y), text, _INK, _font(size, style))

    def right(self, text: str, size: int = 34, *, gap: int = 26) -> None:
        self.pen.text((SIZE[0] - _MARGIN, self.y), text, _INK, _font(size), anchor="ra")
        self.y += size + gap

    def paragraph(self, text: str, size: int = 34, *, indent: int = 2, style: str = "Serif") -> None:
        """Text that breaks at the margin, wherever that is."""
        per_line = (SIZE[0] - 2 * _MARGIN) // size
        text = "　" * indent + text
        while text:
            taken = per_line
            while self.pen.textlength(text[: taken + 1], _font(size, style)) <= SIZE[0] - 2 * _MARGIN:
                taken += 1
                if taken >= len(text):
                    break
            self.at(_MARGIN, text[:taken], size, style)
            text = text[taken:]
            self.y += round(size * 1.75)

    def table(self, rows: list[tuple[str, str]], *, label: int = 260, height: int = 92) -> None:
        left, right = _MARGIN, SIZE[0] - _MARGIN
        for name, value in rows:
            lines = self._broken(value, right - left - label - 40)
            tall = max(height, 30 + 50 * len(lines))
            self.pen.rectangle((left, self.y, left + label, self.y + tall), outline=_INK, width=2)
            self.pen.rectangle((left + label, self.y, right, self.y + tall), outline=_INK, width=2)
            middle = self.y + tall // 2
            self.pen.text((left + label // 2, middle), name, _INK, _font(34), anchor="mm")
            for n, line in enumerate(lines):
                y = middle + round((n - (len(lines) - 1) / 2) * 50)
                self.pen.text((left + label + 20, y), line, _INK, _font(34), anchor="lm")
            self.y += tall

    def _broken(self, text: str, width: int) -> list[str]:
        lines = [""]
        for letter in text:
            if self.pen.textlength(lines[-1] + letter, _font(34)) > width:
                lines.append("")
            lines[-1] += letter
        return lines

    def seal(self, x: int, y: int) -> None:
        """A round stamp over what stands there, as grey as red is in a photo."""
        self.pen.ellipse((x, y, x + 230, y + 230), outline=150, width=7)
        self.pen.text((x + 115, y + 115), "★", 150, _font(70), anchor="mm")


def table(facts: Facts) -> Image.Image:
    """The classic form with cells."""
    page, when = Page(), facts.when
    page.centred(facts.court, 50)
    page.centred("传　票", 64, gap=60)
    half = "上午" if when.hour < 12 else "下午"
    page.table(
        [
            ("案　号", facts.number),
            ("案　由", f"{facts.plaintiff}诉{facts.agency}{facts.cause}"),
            ("被传唤人", facts.agency),
            ("工作单位或住址", "本辖区府前路18号"),
            ("传唤事由", "开庭"),
            ("应到时间", f"{when.year}年{when.month}月{when.day}日{half}{when.hour}时{when.minute:02}分"),
            ("应到处所", f"本院{facts.room}"),
            (
                "注意事项",
                "1.被传唤人必须准时到达应到处所。2.本票由被传唤人携带来院报到。3.被传唤人收到传票后，应在送达回证上签名或盖章。",
            ),
        ]
    )
    page.y += 60
    page.right("审判员　周文静")
    page.right("书记员　赵一鸣")
    page.seal(800, page.y - 40)
    page.right("二〇二六年三月二十日")
    return page.image


def paragraph(facts: Facts) -> Image.Image:
    """A notice in whole sentences."""
    page, when = Page(), facts.when
    page.centred(facts.court, 46)
    page.centred("开庭通知书", 56)
    page.right(facts.number, gap=50)
    page.paragraph(f"{facts.agency}：", indent=0)
    weekday = WEEKDAYS[when.weekday()]
    page.paragraph(
        f"本院受理的原告{facts.plaintiff}与被告{facts.agency}{facts.cause}一案，定于{when.year}年{when.month}月{when.day}日"
        f"（星期{weekday}）{when.hour}时{when.minute:02}分在本院{facts.room}公开开庭审理。请你单位准时到庭参加诉讼，"
        "行政机关负责人应当依法出庭应诉；不能出庭的，应当委托相应的工作人员出庭，不得仅委托律师出庭。"
    )
    page.paragraph("特此通知。")
    page.y += 60
    page.seal(820, page.y - 60)
    page.right("二〇二六年三月十八日")
    page.paragraph("联系人：书记员赵一鸣　　电话：0537-4220000", 28, indent=0)
    return page.image


def notice(facts: Facts) -> Image.Image:
    """A notice to appear, with labels and a colon."""
    page, when = Page(), facts.when
    page.centred(facts.court, 46)
    page.centred("出庭通知书", 60)
    page.right(facts.number, gap=40)
    page.paragraph(f"{facts.agency}：", indent=0)
    page.paragraph(f"{facts.plaintiff}诉你单位{facts.cause}一案，本院决定开庭审理，现将有关事项通知如下：")
    page.paragraph(f"开庭时间：{when:%Y-%m-%d} {when:%H:%M}")
    page.paragraph(f"开庭地点：{facts.court}{facts.room}")
    page.paragraph("请携带营业执照或者机构代码证明、法定代表人身份证明书及授权委托书，提前十五分钟到庭。")
    page.y += 40
    page.right("二〇二六年三月十八日")
    page.seal(850, page.y - 170)
    return page.image


def compact(facts: Facts) -> Image.Image:
    """What an e-service platform prints: small, close, in letters without feet."""
    page, when = Page(), facts.when
    page.y = 90
    page.paragraph("电子送达回执　　第1页 共1页", 24, indent=0, style="Sans")
    page.centred("传票", 44, gap=16)
    for label, value in (
        ("法院", facts.court),
        ("案号", facts.number),
        ("案由", facts.cause),
        ("受送达人", facts.agency),
        ("传唤事由", "开庭审理"),
        ("开庭时间", f"{when:%Y年%m月%d日 %H:%M}"),
        ("开庭地点", facts.room),
    ):
        page.paragraph(f"{label}：{value}", 27, indent=0, style="Sans")
    page.paragraph("请凭本传票及有效证件准时到庭。无正当理由拒不到庭的，依法缺席判决。", 24, indent=0, style="Sans")
    page.paragraph("本页面由系统生成，与纸质文书具有同等效力。", 22, indent=0, style="Sans")
    return page.image


LAYOUTS: dict[str, Callable[[Facts], Image.Image]] = {
    "table": table, "paragraph": paragraph, "notice": notice, "compact": compact,
}  # fmt: skip
