"""Draws a picture of figures. matplotlib is imported here, and this only in a process of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import font_manager, ft2font
from matplotlib.figure import Figure

from bot.domain.figures.charts import Bar, Chart, Panel

WIDTH, DPI = 4.8, 225
"""Inches and pixels to the inch: 1080 pixels; as wide as a phone, letters are as large there as in a message."""
_BAR, _HEAD, _TREND, _FOOT = 0.27, 0.72, 1.7, 0.28
"""Inches: a bar with its gap; title and axis of a panel; a trend; the line below."""
_TITLE = 0.44
"""Inches of the heading."""
_LABEL = 11
"""Characters of a unit's name at most."""
_BEYOND, _RIGHT = 103.0, 148.0
"""On the axis of percents: where what stands behind the bars begins, and where it ends."""


@dataclass(frozen=True)
class Ink:
    """Colours that are told apart also by whoever cannot tell red from green."""

    paper: str
    text: str
    faint: str
    grid: str
    good: str
    low: str
    target: str


LIGHT = Ink("#ffffff", "#1c2833", "#5d6d7e", "#e5e8eb", "#2471a3", "#d98032", "#a93226")
DARK = Ink("#17212b", "#e8edf2", "#9aa7b4", "#2b3a47", "#5dade2", "#f0b27a", "#ec7063")


def drawn(chart: Chart, font: str, face: int) -> bytes:
    """The picture as a PNG."""
    _use(font, face)
    ink = DARK if chart.dark else LIGHT
    heights = [_height(panel) for panel in chart.panels]
    whole = sum(heights) + _TITLE + _FOOT
    figure = Figure(figsize=(WIDTH, whole), dpi=DPI, facecolor=ink.paper)
    figure.text(0.03, 1 - 0.24 / whole, chart.title, fontsize=11, color=ink.text, weight="bold", va="center")
    top = whole - _TITLE
    for panel, height in zip(chart.panels, heights, strict=True):
        _panel(figure, panel, (top - height) / whole, height / whole, ink)
        top -= height
    figure.text(0.03, 0.13 / whole, chart.foot, fontsize=6.5, color=ink.faint, va="center")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", facecolor=ink.paper)
    return stream.getvalue()


def _use(font: str, face: int) -> None:
    """Minus signs and the like come from the same font."""
    font_manager.fontManager.addfont(font)
    family = ft2font.FT2Font(font, face_index=face).family_name
    matplotlib.rcParams.update({"font.family": [family], "axes.unicode_minus": False, "path.simplify": True})


def _height(panel: Panel) -> float:
    return _HEAD + (max(1, len(panel.bars)) * _BAR if panel.kind == "bars" else _TREND)


def _panel(figure: Figure, panel: Panel, bottom: float, height: float, ink: Ink) -> None:
    inches = figure.get_figheight() * height
    low, high = (0.26 if panel.kind == "bars" else 0.42) / inches, 0.4 / inches
    left = 0.35 if panel.kind == "bars" else 0.1
    axes = figure.add_axes((left, bottom + height * low, 0.96 - left, height * (1 - low - high)))
    figure.text(0.03, bottom + height * (1 - 0.14 / inches), panel.title, fontsize=9, color=ink.text, va="center")
    if panel.more:
        figure.text(0.97, bottom + height * (1 - 0.14 / inches), panel.more, fontsize=7, color=ink.faint, ha="right",
                    va="center")  # fmt: skip
    axes.set_facecolor(ink.paper)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(ink.grid)
    axes.tick_params(colors=ink.faint, labelsize=7, length=0)
    (_bars if panel.kind == "bars" else _trend)(axes, panel, ink)


def _said(bar: Bar) -> str:
    rate = "—" if bar.rate is None else f"{bar.rate:.2f}%"
    return f"{rate}  {bar.note}" if bar.note else rate


def _colour(bar: Bar, panel: Panel, ink: Ink) -> str:
    return ink.low if panel.target is not None and bar.rate is not None and bar.rate < panel.target else ink.good


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"


def _bars(axes: Any, panel: Panel, ink: Ink) -> None:
    """The first on top; what has no rate has no bar, so that it is not taken for nought."""
    places = range(len(panel.bars))
    axes.barh(places, [bar.rate or 0 for bar in panel.bars], height=0.62,
              color=[_colour(bar, panel, ink) for bar in panel.bars])  # fmt: skip
    for place, bar in zip(places, panel.bars, strict=True):
        axes.text(_BEYOND, place, _said(bar), va="center", fontsize=7, color=ink.text)
    axes.set_yticks(list(places), [_cut(bar.label) for bar in panel.bars], fontsize=8, color=ink.text)
    axes.set_ylim(len(panel.bars) - 0.4, -0.6)
    axes.set_xlim(0, _RIGHT)
    axes.set_xticks([0, 20, 40, 60, 80, 100], [f"{n}%" for n in (0, 20, 40, 60, 80, 100)])
    axes.grid(axis="x", color=ink.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    if panel.target is not None:
        axes.axvline(panel.target, color=ink.target, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.text(panel.target, -0.62, panel.target_label, fontsize=7, color=ink.target, ha="center", va="bottom")


def _trend(axes: Any, panel: Panel, ink: Ink) -> None:
    """Periods from left to right; where nothing was heard the line is broken."""
    places = list(range(len(panel.bars)))
    axes.plot(places, [float("nan") if bar.rate is None else bar.rate for bar in panel.bars], color=ink.good,
              linewidth=1.6, marker="o", markersize=4)  # fmt: skip
    behind = {"facecolor": ink.paper, "edgecolor": "none", "pad": 0.8}
    for place, bar in zip(places, panel.bars, strict=True):
        height = bar.rate if bar.rate is not None else 0
        said = "—" if bar.rate is None else f"{bar.rate:.2f}%"
        axes.text(place, height + 5, said, ha="center", va="bottom", fontsize=7, color=ink.text, bbox=behind, zorder=4)
    labels = [f"{bar.label}\n{bar.note}" if bar.note else bar.label for bar in panel.bars]
    axes.set_xticks(places, labels, fontsize=7, color=ink.faint, linespacing=1.4)
    axes.set_xlim(-0.5, len(panel.bars) - 0.5)
    axes.set_ylim(0, 122)
    axes.set_yticks([0, 50, 100], ["0%", "50%", "100%"])
    axes.grid(axis="y", color=ink.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    if panel.target is not None:
        axes.axhline(panel.target, color=ink.target, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.text(len(panel.bars) - 0.52, panel.target - 3, panel.target_label, fontsize=7, color=ink.target,
                  ha="right", va="top")  # fmt: skip
