"""How many sue, beside whoever is named."""

import pytest

from bot.domain.cases.cases import mask_name, with_count


@pytest.mark.parametrize(
    ("name", "count", "said", "masked"),
    [
        ("张三", 1, "张三", "张某某"),
        ("张三", 3, "张三等3人", "张某某等3人"),
        ("张三、李四", 2, "张三、李四", "张某某、李某某"),
        ("张三、李四", 16, "张三、李四等16人", "张某某、李某某等16人"),
        ("张三等16人", 16, "张三等16人", "张某某等16人"),
        ("", 5, "", ""),
    ],
)
def test_whoever_is_named_is_said_with_all_the_others(name: str, count: int, said: str, masked: str) -> None:
    assert with_count(name, count) == said
    assert mask_name(with_count(name, count)) == masked
