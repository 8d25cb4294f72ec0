"""Ranges in Chinese text whose two ends both have their unit, and ranges of years or of counted things."""

from __future__ import annotations

import re

from audiobuild.pronunciation.rules import Rule
from audiobuild.pronunciation.zh.clauses import clause_before
from audiobuild.pronunciation.zh.numbers import MEASURE, TO, by_figure_zh, cardinal_zh
from audiobuild.regex import lazy

_STROKE = r"\s?[-–—~～]\s?"
_SAID = "零一二三四五六七八九十百千万两"
_HALF_DAY = "[上下]午|[早晚]上?|凌晨|清晨|中午|傍晚|当晚|深夜|半夜|次日|第二天"
_DAY = r"(?:周|星期|礼拜)[一二三四五六日天末]"
_YEAR4 = r"(?<![\d.$¥￥€£])(?:1\d{3}|2[01]\d\d)"
_OPEN = frozenset("（(〔[")
#: Numbers that are no years unless a word or brackets say so: round ones, and those of the distant past.
_ROUND = lazy(r"\d\d00 \d\d00|1[0-5]\d\d \d{4}|\d{4} 20[5-9]\d")
#: Behind a range of years; behind one in brackets; behind counted things.
_OF_YEARS = lazy(r"\s?(?:年(?!的?历史|之?前(?!后)|以前)|赛季|学年|财年|[届级款](?![一-鿿]?[人个])|期间|至今)")
_CLOSED = lazy(r"[，,、；;][^）)]*[）)]|\s?[）)〕\]]")
_COUNTED = lazy(
    rf"\s?(?:{MEASURE}(?<!间)|间(?!里|，|。)|[册株尾卡拍只期集克桩管针格档瓦伏帕赫目单票贯寸丈担捆筐袋摞圈桨卷例剂米枪炮圆]|马力|大卡|流明|像素|公?[升斤]"
    r"|多?[级阶]|倍|海里|不等|的?(?:价|预算|工资|收入|月薪|成本|投入|费用))"
)
#: Words of prices and amounts: numbers behind them, without a unit, are no years.
_PRICED = lazy(
    r"[价费租薪卖要花块元约每售达超收付交给赚挣涨降跌]|工资|收入|预算|成本|补贴|奖金|定金|押金|海拔|功率|转速|人数|热量|字数|产量|流量|浓度|频率|强度|像素|温度|容量"
    r"|重量|面积|距离|高度|长度|深度|范围|大概|大致|步|卡路里|亩产|销量|库存|存款|净赚|能挣|得分|分数"
)


def _years_or_counts(found: re.Match[str]) -> str:
    """1998到2003年 figure by figure, 1500到2000步 as numbers."""
    first, year, last = found.groups()
    if year or _are_years(found):
        return by_figure_zh(f"{first}{year}到{last}")
    if int(first) >= int(last):
        return found[0]
    return f"{cardinal_zh(int(first))}到{cardinal_zh(int(last))}"


def _are_years(found: re.Match[str]) -> bool:
    """Whether the numbers are years: by what follows them, else by their size and the words of their clause."""
    behind = found.end()
    if _OF_YEARS.match(found.string, behind):
        return True
    if found.string[max(0, found.start() - 1) : found.start()] in _OPEN:
        return _CLOSED.match(found.string, behind) is not None
    if _ROUND.fullmatch(f"{found[1]} {found[3]}"):
        return False
    if _COUNTED.match(found.string, behind):
        return False
    return _PRICED.search(clause_before(found)) is None


#: What is before an amount whose groups of three figures are divided by a wide comma; elsewhere it divides a list.
_BEFORE_AMOUNT = (
    r"(?:(?<=[付花收卖赚存欠给涨降捐]了)|(?<=[共有价约达要花卖为到超收付给赚存欠总计额款费入出进来得口数量重长高距])"
    r"|(?<![一-鿿\d，,])(?=[\d，]+(?:元|美元|块钱)))"
)

RANGES: tuple[Rule, ...] = (
    Rule(
        rf"(?<=\d)(\s?(?:[一-鿿]{{1,3}}|[A-Za-z]{{2,4}}|°[CF]|[mghLWVks%％℃])){_STROKE}(?=(?:[第负-]|零下)?\d[\d,.]*\1(?!\s?=))",
        r"\1到",
        "5杯-8杯",
        "五杯到八杯",
    ),
    Rule(
        rf"(?<=\d)([点时分])(半?){_STROKE}(?=(?:{_HALF_DAY})?\d{{1,2}}[点时分:])",
        r"\1\2到",
        "7点半-9点",
        "七点半到九点",
    ),
    Rule(
        rf"(?<=[{_SAID}])([一-鿿]{{1,2}}){_STROKE}(?=第?[{_SAID}]+\1)",
        r"\1到",
        "五楼~九楼",
        "五楼到九楼",
    ),
    Rule(rf"({_DAY}){_STROKE}(?={_DAY}|[一二三四五六日天](?![{_SAID}一-鿿]))", r"\1到", "周四-周日", "周四到周日"),
    Rule(rf"([初第高大小][{_SAID}]+){_STROKE}(?=[初第高大小][{_SAID}])", r"\1到", "初五-初八", "初五到初八"),
    Rule(rf"(?<=[{_SAID}])[~～](?=[{_SAID}])", "到", "七～八里", "七到八里"),
    Rule(r"(?<=[\d万亿])\s?[-–~～]\s?(?=[$¥￥€£]\d)", "到", "$5-$8", "五美元到八美元"),
    Rule(
        rf"({_YEAR4})(年?){TO}((?:1\d{{3}}|20\d\d))(?![\d.%A-Za-z℃°/:-]|[万亿]?元)",
        _years_or_counts,
        "1998-2003年",
        "一九九八到二零零三年",
    ),
    Rule(
        rf"(?:{_BEFORE_AMOUNT}|(?=[1-9]，\d{{3}}(?:元|美元|块钱))|(?=[1-9]\d*，0|[1-9]\d*，\d{{3}}，\d{{3}}(?!，)))"
        rf"(?<![\d，,.第])([1-9]\d{{0,2}})，(\d{{3}})(?:，(\d{{3}}))?(?![\d，,.])(?=\s?(?:{MEASURE}|[册名余。！？；]|美元|平方|$))",
        lambda m: "".join(filter(None, m.groups())),
        "共2，450册",
        "共两千四百五十册",
        "，",
    ),
)
