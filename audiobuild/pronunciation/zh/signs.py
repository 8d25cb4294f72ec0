"""The signs #, @ and & in Chinese text, and calling codes after a plus sign."""

from __future__ import annotations

import re

from audiobuild.pronunciation.rules import Rule
from audiobuild.pronunciation.zh.clauses import clause_before
from audiobuild.pronunciation.zh.numbers import by_figure_zh
from audiobuild.regex import lazy

_FAR = 31  # characters of a topic between its signs, with the first of them
#: The beginning of a topic (#双11#), or a key of a telephone (按1#), before a number and its sign.
_NO_NUMBER = lazy(r"(?<![\dA-Za-z])#[^#\n]*$|(?:[按拨摁*]|输入)了?$")
#: Words of a ranking: a number behind them is a place in it.
_RANKING = lazy(r"榜|排名|排行|[名位]列|销量|票房|全[国球网]|世界|亚洲|行业|[稳高]居|拿下|口碑|人气")
_CODE_BEFORE = lazy(r"区号|国码|国[家际]代码|国际(?:长途|冠码)")
_CODE_BEHIND = lazy(r"\s?(?:的(?:陌生|境外|国际)?|这[个种])?(?:号码?|电话|手机|座机|来电|短信|[开打]头)")


def _number(found: re.Match[str]) -> str:
    """3#楼 as 3号楼; the end of a topic and the key of a telephone are unchanged."""
    if _NO_NUMBER.search(found.string[max(0, found.start() - _FAR) : found.start()]):
        return found[0]
    return f"{found[1]}号"


def _place(found: re.Match[str]) -> str:
    """排行榜#1 as 第1, #1选手 as 1号选手; the number of a colour is unchanged."""
    if "色" in clause_before(found):
        return found[0]
    return f"第{found[1]}" if _RANKING.search(clause_before(found)) else f"{found[1]}号"


def _both(found: re.Match[str]) -> str:
    """A&B as A和B; letters that do not follow each other are a name: C&A, B&B."""
    first, second = found.groups()
    return f"{first}和{second}" if ord(second) == ord(first) + 1 else found[0]


def _code(found: re.Match[str]) -> str:
    """区号+86 figure by figure; a sum is unchanged."""
    if _CODE_BEFORE.search(clause_before(found)) or _CODE_BEHIND.match(found.string, found.end()):
        return f"加{by_figure_zh(found[1], '幺' if len(found[1]) > 1 else '一')}"
    return found[0]


#: The rules of signs; they are tried before those of numbers.
MARKED: tuple[Rule, ...] = (
    Rule(r"(?<![A-Za-z\d.#])(\d{1,3})\s?#(?![A-Za-z\d])", _number, "3#楼", "三号楼", "#"),
    Rule(
        r"(?<![A-Za-z\d_#&/])(?<![A-Za-z]\s)#\s?(\d{1,3})(?![\d#A-Za-z.]|[^\s#，。！？；、]{1,30}#)",
        _place,
        "#1选手",
        "一号选手",
        "#",
    ),
    Rule(r"第(\d{1,2})/(?=\d{1,2}[节章课页集讲期届名位条款排组层批轮场])", r"第\1、", "第3/4节", "第三、四节", "/"),
    Rule(r"(?<=[一-鿿])\s?@\s?(?=[一-鿿，。！？；]|$)|(?<!\w)@\s?(?=[一-鿿])", "艾特", "他@了我", "他艾特了我", "@"),
    Rule(
        r"(?<=[一-鿿\d])\s?&\s?(?=[一-鿿A-Za-z\d])(?![a-z]{2,6};)|(?<=[A-Za-z])\s?&\s?(?=[一-鿿])",
        "和",
        "研发&销售",
        "研发和销售",
        "&",
    ),
    Rule(r"(?<![A-Za-z\d&])([A-CXY])\s?&\s?([B-DYZ])(?![A-Za-z\d&])", _both, "A&B两组", "A和B两组", "&"),
    Rule(r"(?<![A-Za-z\d)）])\+(\d{1,4})(?![\d.%％℃°元块分年岁]|[ -]\d)", _code, "区号+86", "区号加八六", "+"),
)
