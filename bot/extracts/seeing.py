"""Finds and reads the writing in an image, with the models that come with their library. Never asks the network.

Runs in the process that looks at pictures. What matters is read twice, from two treatments of the image: where the
two do not agree, the characters are not certain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bot.extracts.agreement import Reading, agreed
from bot.extracts.rows import Spot

_SIDE = 1280
"""Pixels of the longer side on which writing is looked for; it is read on the whole image."""
_ASKEW = 7.0
"""Degrees from which the image is turned before it is looked at again."""
_DOUBT = 0.92
"""Mean certainty of a long line below which the image may stand on its head."""
_TRIED = 4
_LEAST = 0.35
"""Mean certainty below which a stretch is no writing."""
_MODELS = {"Det": "*_det_*.onnx", "Rec": "*_rec_*.onnx", "Cls": "*_cls_*.onnx"}
_WEIGHTY = frozenset("0123456789〇零一二三四五六七八九十院局庭府会厅室号时点年月日午半楼层司委部")
Image = Any
"""A picture as numbers."""


class Broken(Exception):
    """The libraries are there and do not work."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of writing: its text, how certain each character is, and its corners on the upright image."""

    text: str
    certain: tuple[float, ...]
    corners: tuple[tuple[float, float], ...]
    spot: Spot


class Eye:
    """The models, once they are loaded."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        cv2.setNumThreads(1)
        self._engine: Any = RapidOCR(params=_parameters())

    def look(self, image: Image) -> list[Seen]:
        """All writing of an upright image (colours, as numbers)."""
        grey = _stretched(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
        back = np.eye(3)
        quads = self._find(grey)
        if not len(quads):
            return []
        turn = _askew(quads)
        if turn:
            grey, matrix = _turned(grey, turn)
            back = np.linalg.inv(matrix)
            quads = self._find(grey)
        if self._on_its_head(grey, quads):
            grey, matrix = _turned(grey, 180.0)
            back = back @ np.linalg.inv(matrix)
            quads = [np.roll(_moved(quad, matrix), 2, axis=0) for quad in quads]
        return self._read_all(grey, quads, back)

    def _read_all(self, grey: Image, quads: Sequence[Image], back: Image) -> list[Seen]:
        even = _evened(grey)
        places = _spots(quads, grey.shape[1])
        found: list[Seen] = []
        for quad, (left, right, y, height) in zip(quads, places, strict=True):
            text, certain = self._read(_cut(grey, quad, 0.0))
            if not text.strip() or sum(certain) < _LEAST * len(certain):
                continue
            if _WEIGHTY & set(text):
                text, certain = agreed((text, certain), self._read(_cut(even, quad, 0.06)))
            corners = tuple((float(x), float(y)) for x, y in _moved(quad, back))
            found.append(Seen(text, certain, corners, Spot(text, left, right, y, height, len(found))))
        return found

    def _find(self, grey: Image) -> list[Image]:
        """The corners of each stretch of writing: from the top left, clockwise."""
        found = self._engine(_coloured(grey), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [] if boxes is None else [np.asarray(box, dtype=np.float32) for box in boxes]

    def _read(self, piece: Image) -> Reading:
        found = self._engine(_coloured(piece), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        text = str(found.txts[0]) if found.txts else ""
        certain = tuple(map(float, found.word_results[0].confs)) if text else ()
        if len(certain) != len(text):
            certain = (float(found.scores[0]),) * len(text) if text else ()
        return text, certain

    def _on_its_head(self, grey: Image, quads: Sequence[Image]) -> bool:
        """Whether the longest lines are read better from the other side."""
        longest = sorted(quads, key=lambda quad: -_length(quad))[:_TRIED]
        upright, turned = 0.0, 0.0
        for quad in longest:
            piece = _cut(grey, quad, 0.0)
            certain = _mean(self._read(piece)[1])
            if certain >= _DOUBT:
                return False
            upright += certain
            turned += _mean(self._read(cv2.rotate(piece, cv2.ROTATE_180))[1])
        return turned > upright


def _parameters() -> dict[str, Any]:
    params: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.use_preprocess_img": False,
        "Global.use_vertical_padding": False,
        "Global.text_score": 0.0,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.limit_type": "max",
        "Det.limit_side_len": _SIDE,
    }
    # A model that is named is never fetched from anywhere.
    return params | {f"{part}.model_path": _model(pattern) for part, pattern in _MODELS.items()}


def _model(pattern: str) -> str:
    spec = find_spec("rapidocr")
    folders = spec.submodule_search_locations or [] if spec else []
    found = sorted(file for folder in folders for file in (Path(folder) / "models").glob(pattern))
    if not found:
        raise Broken(f"no model {pattern}")
    return str(found[-1])


def _coloured(grey: Image) -> Image:
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _stretched(grey: Image) -> Image:
    """With all the light there is between black and white: what was taken in the dark is as any other."""
    low, high = np.percentile(grey, (0.5, 99.5))
    if high - low < 8:
        return grey
    scaled = (grey.astype(np.float32) - low) * (255.0 / (high - low))
    return np.clip(scaled, 0, 255).astype(np.uint8)


def _evened(grey: Image) -> Image:
    """Without shadows: each point against the paper around it."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 1), scale=235)


def _numbers(values: Any) -> Image:
    return np.asarray(values, dtype=np.float32)


def _length(quad: Image) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))


def _tall(quad: Image) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _angle(quad: Image) -> float:
    """Degrees by which its upper and lower side fall to the right."""
    along = (quad[1] - quad[0]) + (quad[2] - quad[3])
    return math.degrees(math.atan2(float(along[1]), float(along[0])))


def _askew(quads: Sequence[Image]) -> float:
    """Degrees by which the image is to be turned; nought where the writing lies nearly level."""
    lying = [quad for quad in quads if _length(quad) > 1.5 * _tall(quad)]
    standing = [quad for quad in quads if _tall(quad) > 1.5 * _length(quad)]
    if sum(map(_tall, standing)) > sum(map(_length, lying)):
        return 90.0
    angles = sorted((_angle(quad), _length(quad)) for quad in lying)
    half, passed = sum(length for _, length in angles) / 2, 0.0
    for angle, length in angles:
        passed += length
        if passed >= half:
            return angle if abs(angle) > _ASKEW else 0.0
    return 0.0


def _turned(grey: Image, degrees: float) -> tuple[Image, Image]:
    """The image turned anticlockwise, nothing of it lost, and the matrix that takes a point along."""
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, tall = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix[0, 2] += (wide - width) / 2
    matrix[1, 2] += (tall - height) / 2
    turned = cv2.warpAffine(grey, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return turned, np.vstack([matrix, [0, 0, 1]])


def _moved(quad: Image, matrix: Image) -> Image:
    return (np.hstack([quad, np.ones((4, 1))]) @ matrix.T)[:, :2].astype(np.float32)


def _cut(grey: Image, quad: Image, more: float) -> Image:
    """What lies within four corners, straightened; with so much more of its height above and below."""
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2 * more
    corners = _numbers([quad[0] - down, quad[1] - down, quad[2] + down, quad[3] + down])
    wide = max(8, int(max(_length(quad), float(np.linalg.norm(quad[2] - quad[3])))))
    tall = max(8, int(max(_tall(quad), float(np.linalg.norm(quad[2] - quad[1]))) * (1 + 2 * more)))
    target = _numbers([[0, 0], [wide, 0], [wide, tall], [0, tall]])
    matrix = cv2.getPerspectiveTransform(corners, target)
    return cv2.warpPerspective(grey, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _spots(quads: Sequence[Image], width: int) -> list[tuple[float, float, float, float]]:
    """Left, right, middle and height of each on a page without slope: what lies level is in one row.

    The slope of the writing changes over a page that was seen from aside, nearly evenly from place to place.
    """
    middles = _numbers([quad.mean(axis=0) for quad in quads])
    slopes = _numbers([math.tan(math.radians(max(-45.0, min(45.0, _angle(quad))))) for quad in quads])
    weights = _numbers([max(0.0, _length(quad) - 2 * _tall(quad)) for quad in quads])
    slope_of = _plane(middles, slopes, weights)
    found = []
    for quad, (x, y) in zip(quads, middles, strict=True):
        level = float(y) - slope_of(float(x), float(y)) * (float(x) - width / 2)
        found.append((float(quad[:, 0].min()), float(quad[:, 0].max()), level, _tall(quad)))
    return found


def _plane(middles: Image, slopes: Image, weights: Image) -> Any:
    """How the slope depends on the place; the same everywhere where there is little to go by."""
    if (weights > 0).sum() < 6:
        total = float(weights.sum())
        mean = float((slopes * weights).sum()) / total if total else 0.0
        return lambda x, y: mean
    root = np.sqrt(weights)
    centre, spread = middles.mean(axis=0), middles.std(axis=0) + 1.0
    terms = np.column_stack([np.ones(len(middles)), (middles - centre) / spread])
    solved = np.linalg.lstsq(terms * root[:, None], slopes * root, rcond=None)[0]
    return lambda x, y: float(
        solved[0] + solved[1] * (x - centre[0]) / spread[0] + solved[2] * (y - centre[1]) / spread[1]
    )
