"""Words that come with data, as the titles of a county's own papers do: no catalog holds them."""

from __future__ import annotations


class Worded(str):
    """An English text that carries its Chinese: it may stand wherever a message id does."""

    zh: str

    def __new__(cls, zh: str, en: str) -> Worded:
        made = super().__new__(cls, en or zh)
        made.zh = zh
        return made
