"""What happens to a page between the printer and the chat: it lies askew, in bad light, and is packed too small."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

Corner = tuple[float, float]


@dataclass(frozen=True)
class Degree:
    """How badly a page is treated. Angles in degrees, shares of the page's width, noise in grey levels."""

    name: str
    angle: float = 0.0
    perspective: float = 0.0
    noise: int = 0
    light: float = 1.0
    shadow: float = 0.0
    blur: float = 0.0
    longest: int = 0
    """Pixels to which a chat shrinks the longer side; nought for none."""
    quality: int = 90


DEGREES = (
    Degree("scan"),
    Degree("rotated", angle=4.0, noise=6, quality=70),
    Degree("perspective", angle=1.5, perspective=0.07, noise=8, shadow=0.25, longest=1280, quality=80),
    Degree("low light", angle=2.0, perspective=0.03, noise=16, light=0.45, shadow=0.4, blur=0.8, quality=55),
    Degree(
        "all of it", angle=5.0, perspective=0.06, noise=18, light=0.5, shadow=0.45, blur=1.0, longest=1280, quality=45
    ),
)


def damaged(page: Image.Image, degree: Degree, seed: int) -> bytes:
    """The page as a JPEG."""
    chance = random.Random(f"damage {degree.name} {seed}")
    if degree.angle or degree.perspective:
        page = _on_a_table(page, degree, chance)
    page = _lit(page, degree, chance)
    if degree.blur:
        page = page.filter(ImageFilter.GaussianBlur(degree.blur))
    if degree.noise:
        page = _grainy(page, degree.noise, chance)
    if degree.longest:
        page.thumbnail((degree.longest, degree.longest))
    stream = io.BytesIO()
    page.convert("RGB").save(stream, "JPEG", quality=degree.quality)
    return stream.getvalue()


def _on_a_table(page: Image.Image, degree: Degree, chance: random.Random) -> Image.Image:
    """Turned, seen from aside, with something darker around."""
    width, height = page.size
    border = width // 8
    angle = math.radians(degree.angle * chance.choice((-1, 1)) * chance.uniform(0.7, 1.0))
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        dx, dy = x - width / 2, y - height / 2
        turned = (dx * math.cos(angle) - dy * math.sin(angle), dx * math.sin(angle) + dy * math.cos(angle))
        push = [chance.uniform(-1, 1) * degree.perspective * width for _ in range(2)]
        corners.append((turned[0] + width / 2 + border + push[0], turned[1] + height / 2 + border + push[1]))
    size = (width + 2 * border, height + 2 * border)
    back = _homography(corners, [(0, 0), (width, 0), (width, height), (0, height)])
    return page.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC, fillcolor=92)


def _homography(source: list[Corner], target: list[Corner]) -> list[float]:
    """The eight numbers that take each corner of the source to its target."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = rows[at][at]
        rows[at] = [value / pivot for value in rows[at]]
        for other in range(8):
            if other != at and rows[other][at]:
                factor = rows[other][at]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]


def _lit(page: Image.Image, degree: Degree, chance: random.Random) -> Image.Image:
    if degree.shadow:
        falls = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(page.size)
        falls = falls.point(lambda grey: round(255 - degree.shadow * grey))
        page = ImageChops.multiply(page, falls)
    return ImageEnhance.Brightness(page).enhance(degree.light) if degree.light != 1.0 else page


def _grainy(page: Image.Image, noise: int, chance: random.Random) -> Image.Image:
    """Each point is a little lighter or darker; the mean of four draws is nearly the noise of a sensor."""
    count = page.size[0] * page.size[1]
    grains = [Image.frombytes("L", page.size, chance.randbytes(count)) for _ in range(4)]
    mean = Image.blend(Image.blend(grains[0], grains[1], 0.5), Image.blend(grains[2], grains[3], 0.5), 0.5)
    # The mean of four has a standard deviation of 37 grey levels around 127.
    lighter = mean.point(lambda grey: max(0, round((grey - 127) * noise / 37)))
    darker = mean.point(lambda grey: max(0, round((127 - grey) * noise / 37)))
    return ImageChops.subtract(ImageChops.add(page, lighter), darker)
