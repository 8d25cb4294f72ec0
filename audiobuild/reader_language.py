"""The language and the Chinese characters in which readers of a text are addressed."""

from __future__ import annotations

from collections.abc import Container

TRADITIONAL = "zh-Hant"
_WRITE_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
# Characters that only one of the two scripts has, in the same order; what both have (后, 里, 面, 干) proves nothing.
_ONLY_TRADITIONAL = (
    "這個們來時說會對國過為開還沒學發經現點動長問無間實話題樣當見讓嗎電車東邊聽寫讀書愛門馬風飛魚萬錢買賣歲麼"
)
_ONLY_SIMPLIFIED = (
    "这个们来时说会对国过为开还没学发经现点动长问无间实话题样当见让吗电车东边听写读书爱门马风飞鱼万钱买卖岁么"
)


def reader_language(language: str, known: Container[str]) -> str:
    """The one of the `known` languages for readers of a text in `language` (a BCP 47 tag); "" when none is."""
    if language.lower().startswith(_WRITE_TRADITIONAL) and TRADITIONAL in known:
        return TRADITIONAL
    primary = language.split("-")[0].lower()
    return primary if primary in known else ""


def written_language(language: str, text: str) -> str:
    """The `language` of a text as its readers need to know it: zh-Hant for Chinese in traditional characters."""
    if language != "zh":
        return language
    traditional = sum(map(text.count, _ONLY_TRADITIONAL))
    return TRADITIONAL if traditional > sum(map(text.count, _ONLY_SIMPLIFIED)) else language
