"""Numbers in Chinese words: cardinals, 两 or 二, decimals, and figures one by one."""

from __future__ import annotations

import re

from audiobuild.pronunciation.rules import Rule
from audiobuild.regex import lazy

_FIGURES = "零一二三四五六七八九"
_DIGIT = lazy(r"\d")

#: A number as written: figures, optionally in groups of three with commas, and optional decimals.
NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d|,\d)|\d+)(?:\.\d+)?"

#: The signs between the ends of a range.
TO = r"\s?(?:[-–—~～至到]|--|——)\s?"

#: Measure words that take 两, except in compounds where 二 is an ordinal: 二年级, 二本院校, 二人转.
MEASURE = (
    r"(?:个|位|名|人(?!转)|家|天|年(?!级|代)|周(?!目)|岁|次(?!元|方|项)|种|条|件|只|台|套|部|座|场|张|把(?!手)|本(?!院|大学|线)"
    r"|篇|层|间|所|支|枝|棵|颗|粒|辆|艘|架|节|堂|门|项|点|分(?!之|店|校)|秒|刻|小时|块|元|毛|角|斤|公斤|公里|里|米|厘米|毫米"
    r"|千米|吨|克(?!拉)|千克|毫克|升|毫升|亩|倍|成|批|组|对|双|队|群|股|瓶|杯|碗|盘|包|盒|箱|袋|桶|车|页|行|句|段|字|遍|回|趟|下"
    r"|声|步|顿|晚|夜|代人|届|轮|片|份|封|首|幅|道|笔|款|阵|排|列|样|省|市|国|州|边|端|侧|者|派|地|方|大类|类|头|匹|枚|滴|串"
    r"|美元|欧元|英镑|港元|日元|平方|立方|英里|英寸|英尺|公顷|处|手准备|分钟|个半|室|厅|卫|口|户|梯|手都|番|级台阶|面墙|拨|桌|摄氏度|度"
    r"|多|余|几|万|亿|千|百)"
)


def by_figure_zh(text: str, one: str = "一") -> str:
    """`text` with each figure replaced by its name: 985 as 九八五; `one` is 幺 in phone and room numbers."""
    return _DIGIT.sub(lambda found: _FIGURES[int(found[0])].replace("一", one), text)


def cardinal_zh(number: int) -> str:
    """A whole number in words: 十二, 一百零五, 两千, 两万零三百, 三万亿.

    2 is 两 at the start of thousands, 万 and 亿, and 二 elsewhere (现代汉语八百词).
    """
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            first, rest = divmod(number, size)
            head = "两" if first == 2 else cardinal_zh(first)
            return head + name + _rest(rest, size)
    if 2000 <= number < 3000:
        return "两" + _below_10000(number)[1:]
    words = _below_10000(number)
    if words.startswith("一十"):
        return words[1:]
    return words


def _rest(rest: int, size: int) -> str:
    """The words after 万 or 亿: "" for zero, and 零 first if the highest place is empty."""
    if not rest:
        return ""
    words = _below_10000(rest % 10**4)
    if rest >= 10**4:
        words = _below_10000(rest // 10**4) + "万" + _rest(rest % 10**4, 10**4)
    if rest < size // 10:
        return "零" + words
    return words


def _below_10000(number: int) -> str:
    if not number:
        return "零"
    words = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // size % 10
        if figure:
            words += _FIGURES[figure] + name
        elif words:
            words = words.rstrip("零") + "零"
    return words.rstrip("零")


def number_zh(text: str) -> str:
    """A written number (1,234 or 0.50) in words; figure by figure if it is long or starts with zero."""
    whole, dot, decimals = text.replace(",", "").partition(".")
    if len(whole) > 16 or (len(whole) > 1 and whole[0] == "0"):
        words = by_figure_zh(whole)
    elif dot:
        words = cardinal_zh(int(whole or 0)).replace("两", "二", int(whole or 0) < 10)
    else:
        words = cardinal_zh(int(whole))
    if dot:
        return f"{words}点{by_figure_zh(decimals)}"
    return words


def counted_zh(text: str) -> str:
    """A written number before a measure word: 2 as 两, 200 as 两百."""
    words = number_zh(text)
    return {"二": "两", "二百": "两百"}.get(words, words)


def _number(found: re.Match[str]) -> str:
    if found[2] is not None:
        return counted_zh(found[1])
    return number_zh(found[1])


#: Numbers that no other rule has read; 2 before a measure word is 两.
PLAIN_NUMBER = Rule(rf"({NUMBER})(?:(?=\s?({MEASURE})))?", _number, "12", "十二")
