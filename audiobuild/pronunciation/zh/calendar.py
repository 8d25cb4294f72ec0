"""Years, dates and times of day in Chinese words."""

from __future__ import annotations

import re

from audiobuild.pronunciation.rules import Rule
from audiobuild.pronunciation.zh.clauses import clause_before
from audiobuild.pronunciation.zh.numbers import MEASURE, TO, by_figure_zh, cardinal_zh, counted_zh, number_zh
from audiobuild.regex import lazy

_YEAR4 = r"(?<![\d.])(?:1\d{3}|2[01]\d\d)"
#: After these words a round number of years is a duration, not a date: 有2000年历史, 约1500年.
_LENGTH = r"(?<=[有近约达上距今历经过了整满用花共])"
_SEASON = r"(?:年?[初底末]|[上下]半年|[春夏秋冬][天季节]?|那[年会阵时]|前后|开始|毕业|入[学职行]|出生|成立|的时候)"


def _years(found: re.Match[str]) -> str:
    return by_figure_zh(f"{found[1]}到{found[2]}")


_NEAR = 8  # characters in which the words that decide are looked for
#: Shows a decade, not seconds: words of taste and time before the number, or the noun after it.
_DECADE_BEFORE = lazy(r"[爱听]|喜欢|怀旧|怀念|复古|回到|经典|风格|时代|流行|致敬|生于|出生|模仿|迷恋|属于")
_DECADE_BEHIND = lazy(
    r"的(?!倒计时|广告|短?视频|时间|时长|间隔|延迟|曝光|冷却|片段|录音|演示|限时|休息|语音|静音)|"
    r"的?[^，。；！？]{0,5}(?:歌|曲|[音配]乐|风|港|剧|影|片|磁带|唱片|复古|流行|时尚|人|孩|童|生|回?忆|摇滚|迪斯科|辣妹|装|味|感|年代|文化"
    r"|美学|动画|游戏机|经典|元素|色彩|玩具|车|发型|杂志|明星|演唱会)|末|初|中期|后期"
)
_LASTS = lazy(
    r"计时|[等转烤煮蒸泡煎炸焖晾憋撑跑放震响播]|持续|间隔|延[迟时]|超时|限时|用时|时长|静置|加热|曝光|冲洗|搅拌|每隔|不到|只要|坚持"
)


def _decade_or_seconds(found: re.Match[str]) -> str:
    """90s的歌 is of the nineties, 等90s a time."""
    number = cardinal_zh(int(found[1]))
    before = clause_before(found)[-_NEAR:]
    if found["sure"] or found[1] < "50":
        return f"{number}{'年代' if found['sure'] else '秒'}"
    if _LASTS.search(before):
        return f"{number}秒"
    if _DECADE_BEFORE.search(before) or _DECADE_BEHIND.match(found.string, found.end()):
        return f"{number}年代"
    return f"{number}秒"


def _date(found: re.Match[str]) -> str:
    year, month, day = found[1], int(found[2]), int(found[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return found[0]
    return f"{by_figure_zh(year)}年{cardinal_zh(month)}月{cardinal_zh(day)}日"


def _month_day(found: re.Match[str]) -> str:
    days = re.split(TO, found[2])
    return f"{cardinal_zh(int(found[1]))}月" + "到".join(cardinal_zh(int(day)) for day in days)


def _clock(hour: str, minute: str, second: str | None) -> str:
    words = counted_zh(str(int(hour))) + "点"
    if int(minute) or second:
        words += _with_zero(minute) + "分"
    if second:
        words += _with_zero(second) + "秒"
    return words


def _with_zero(figures: str) -> str:
    """Minutes or seconds in words, with 零 below ten."""
    if 0 < int(figures) < 10:
        return "零" + cardinal_zh(int(figures))
    return cardinal_zh(int(figures))


def _noon(mark: str | None, hour: str) -> str:
    if not mark:
        return ""
    if mark[0] in "aA":
        return "上午"
    if 6 <= int(hour) < 12:
        return "晚上"
    return "下午"


#: Words that make two numbers with a colon the score of a game; they come before or after them in the clause.
_GAME = lazy(
    r"(?:第[一二三四五六七八九十\d]+|[首头末决这那两前后一二三四五六七八九])局|局[他我你她两双]|(?:第[一二三四五\d]|[首头末决])盘|[上下]半场|决胜[局盘]|[局盘赛]点|本[局盘]"
    r"|抢[七十]|加时|点球|[打战踢扳追追]成|比分|大比分"
)
_SCORED = lazy(
    r"\s?(?:先|就|又|再|惊?[惜险轻小大完]?(?:取?胜)|拿下|[打战踢逼追扳]?平(?![安时均常台静原])|落败|反超|[胜输赢取]|失[利守]|不敌|告负)(?!利店)"
)
_BEGINS = lazy(r"\s?(?:才|就|准时|左右)?(?:开|进行|结束|到|出|见|播|直播|集合|之?[前后]|[进退]场|吃|上|下)")


def _is_score(found: re.Match[str]) -> bool:
    """22:20 in 头一局22:20拿下; a minute with a leading zero, a half of the day or a beginning make it a time."""
    _, minute, second, half = found.groups()
    if second or half or minute[0] == "0":
        return False
    if _BEGINS.match(found.string, found.end()):
        return False
    if _SCORED.match(found.string, found.end()):
        return True
    return _GAME.search(clause_before(found)) is not None


def _time_or_score(found: re.Match[str]) -> str:
    if _is_score(found):
        return found[0]
    return _time(found)


def _time(found: re.Match[str]) -> str:
    hour, minute, second, mark = found.groups()
    return _noon(mark, hour) + _clock(hour, minute, second)


#: Words of how long something takes; a time of day with seconds is not next to them.
_TAKES = (
    r"用时|耗时|历时|[时片全总]长|成绩|配速|完赛|马拉松|铁三|[跑骑游爬走](?:了|出|进|完|到)|纪录"
    r"|录[音像]|[视音]频|花了|用了"
)
_TAKES_BEFORE = lazy(_TAKES)
_TAKES_BEHIND = lazy(rf"(?:的|冲线|跑完|{_TAKES})")


def _duration(found: re.Match[str]) -> str:
    """2:45:30 of a marathon as hours, minutes and seconds; a time of day is unchanged."""
    if _TAKES_BEFORE.search(clause_before(found)) or _TAKES_BEHIND.match(found.string, found.end()):
        return f"{counted_zh(found[1])}小时{number_zh(found[2])}分{number_zh(found[3])}秒"
    return found[0]


def _hour(found: re.Match[str]) -> str:
    return _noon(found[2], found[1]) + counted_zh(found[1]) + "点"


def _minutes_seconds(found: re.Match[str]) -> str:
    return f"{counted_zh(found[1])}分{number_zh(found[2])}秒"


def _half(found: re.Match[str]) -> str:
    return f"{by_figure_zh(found[1])}年{'上下'[int(found[2]) - 1]}半年"


def _figures(found: re.Match[str]) -> str:
    return by_figure_zh(found[0])


_TIME = r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?!\d|:\d|\.\d)(?:\s?([AaPp])\.?[Mm]\b\.?)?"
#: Next to these words, two numbers with a colon are a ratio or a score.
_NO_TIME = r"(?<!比分)(?<!比例)(?<!比例为)(?<!比例是)(?<!比分是)(?<!比为)(?<!尺)(?<!比)(?<!按)(?<!按照)"

YEARS: tuple[Rule, ...] = (
    Rule(
        r"(?<!\d)((?:19|20)\d\d)[./-](0[1-9]|1[0-2])(?![\d./%-]|\s?[元万亿])",
        lambda m: f"{by_figure_zh(m[1])}年{cardinal_zh(int(m[2]))}月",
        "2020.03",
        "二零二零年三月",
    ),
    Rule(
        r"(?<=光绪|康熙|乾隆|道光|同治|咸丰|嘉庆|雍正|顺治|宣统|万历|嘉靖|洪武|永乐|崇祯|贞观|开元|民国|昭和|平成|令和|明治)\d{1,2}(?=年)",
        lambda m: cardinal_zh(int(m[0])),
        "光绪26年",
        "光绪二十六年",
        "年",
    ),
    Rule(
        r"(?<!\d)((?:19|20)\d\d)\s?[-/.]\s?(\d\d?)\s?[-/.]\s?(\d\d?)(?![\d.-])[日号]?",
        _date,
        "2024-05-06",
        "二零二四年五月六日",
    ),
    Rule(
        r"(?<!\d)((?:19|20)\d\d)[-–—~/](\d\d)(?=年|赛季|学年|财年|年度)",
        _years,
        "2023-24赛季",
        "二零二三到二四赛季",
    ),
    Rule(r"(?<=[前元公])(\d{1,4})(?=年)", lambda m: by_figure_zh(m[1]), "公元前221年", "公元前二二一年", "年"),
    Rule(r"(?<!\d)((?:19|20)\d\d)年?\s?[Qq]([1-4])(?!\d)", r"\1年第\2季度", "2024Q3", "二零二四年第三季度"),
    Rule(r"(?<!\d)((?:19|20)\d\d)年?\s?[Hh]([12])(?!\d)", _half, "2023H1", "二零二三年上半年"),
    Rule(r"(?<!\d)\d\d(?=年\s?[QqHh][1-4](?!\d))", _figures, "24年Q2", "二四年第二季度", "年"),
    Rule(r"(?<=Q[1-4])\s?[-–—~～]\s?(?=Q[1-4])", "到", "Q1-Q3", "第一季度到第三季度", "Q"),
    Rule(r"(?<![A-Za-z])Q([1-4])(?![\dA-Za-z.])", r"第\1季度", "Q3财报", "第三季度财报", "Q"),
    Rule(
        r"(?<!\d)((?:1[5-9]|20)\d0)(?:'?s(?![A-Za-z])|年代)",
        lambda m: by_figure_zh(m[1]) + "年代",
        "1990s",
        "一九九零年代",
    ),
    Rule(
        r"(?<!\d)([1-9]0)(?:(?P<sure>'s(?:年代)?|s年代)|s)(?![A-Za-z])",
        _decade_or_seconds,
        "90s金曲",
        "九十年代金曲",
        "s",
    ),
    Rule(rf"{_LENGTH}(\d00\d?)(?=年)", lambda m: counted_zh(m[1]), "有2000年历史", "有两千年历史", "年"),
    Rule(
        r"(?<!\d)([1-9]\d{0,2}00)(?=年(?:的?历史|以上|以前|以来|前[的，。]|间|左右|的?时间|之久))",
        lambda m: counted_zh(m[1]),
        "2000年的历史",
        "两千年的历史",
        "年",
    ),
    Rule(rf"{_YEAR4}(?=\s?年)", _figures, "2013年", "二零一三年", "年"),
    Rule(r"(?<!\d)['’‘](\d\d)(?=年|届|级|$|\D)", lambda m: by_figure_zh(m[1]), "'08年", "零八年"),
    Rule(r"(?<![\d.])0\d(?=年|届|级)", _figures, "08年", "零八年"),
    Rule(
        r"(?<![\d.多有近约达第上过了用花干活共整满])(?:[6-9][1-9]|[89]9)(?=年(?!级|度|代|龄|的?历史|以上|里|间|之久))",
        _figures,
        "98年毕业",
        "九八年毕业",
        "年",
    ),
    Rule(
        rf"(?<![\d.多有近约达第上过了用花干活共整满])[0-4]\d(?=年(?:\d|{_SEASON}))",
        _figures,
        "15年底",
        "一五年底",
        "年",
    ),
    Rule(r"(?<!\d)\d[05](?=(?:[、和与到至~-]\d[05])*后(?![来面]))", _figures, "80、90后", "八零、九零后", "后"),
    Rule(r"(?<![\d第.])[6-9]\d(?=届|级(?!别|台阶))", _figures, "97届", "九七届"),
    Rule(
        r"(?<![\d.])[012]\d(?=年(?:疫情|春节|国庆|元旦|高考|中考|金融危机|奥运|世博|地震|非典|股灾|大学|年底|年初))",
        _figures,
        "19年疫情",
        "一九年疫情",
        "年",
    ),
)

BARE_YEARS: tuple[Rule, ...] = (
    Rule(
        rf"(?<![\d.A-Za-z:/$¥￥€£+-])(?:19[0-9]\d|20[0-4]\d)(?![\d%％‰°.:/+A-Za-z-]|\s?{MEASURE}|{TO}\d|[号路室房])",
        _figures,
        "在2013推出",
        "在二零一三推出",
    ),
    Rule(r"(?<=[^\d\W])(?:19[5-9]\d|20[0-4]\d)(?=[级届版款赛财])", _figures, "的2024款", "的二零二四款"),
)

DATES: tuple[Rule, ...] = (
    Rule(r"(?<=[年月日号])\s?[-–—~～]\s?(?=\d)", "到", "5月1日-7日", "五月一日到七日"),
    Rule(
        rf"(?<![\d.])(\d{{1,2}}){TO}(\d{{1,2}})(?=月(?!饼))",
        lambda m: f"{cardinal_zh(int(m[1]))}到{cardinal_zh(int(m[2]))}",
        "10-12月",
        "十到十二月",
        "月",
    ),
    Rule(
        r"(?<![\d/.])(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=[那这当]天|[当今明]晚|早|上午|中午|下午|晚上|之[前后]|前(?!的)|"
        r"[一-鿿]{1,3}节|圣诞|国庆|元旦|五一|开始|截止|上线|发布|开[售业播服])",
        lambda m: f"{cardinal_zh(int(m[1]))}月{cardinal_zh(int(m[2]))}日",
        "3/15那天",
        "三月十五日那天",
        "/",
    ),
    Rule(
        rf"(?<!\d)(0?[1-9]|1[0-2])月(\d{{1,2}}(?:{TO}\d{{1,2}})?)(?=[日号])",
        _month_day,
        "2月2日",
        "二月二日",
        "月",
    ),
    Rule(
        rf"(?<!\d)(0?\d|[12]\d|3[01])(?=(?:{TO}\d{{1,2}})?[日号](?![线楼院门室房桌机店床台仓厅馆]))",
        lambda m: cardinal_zh(int(m[1])),
        "2号",
        "二号",
    ),
    Rule(r"(?<!\d)(0?[1-9]|1[0-2])(?=月(?!饼|子|嫂))", lambda m: cardinal_zh(int(m[1])), "2月", "二月", "月"),
)

TIMES: tuple[Rule, ...] = (
    Rule(
        r"(?<![\d:.])([1-9]\d?):([0-5]\d):([0-5]\d)(?![\d:])", _duration, "用时4:02:33", "用时四小时零二分三十三秒", ":"
    ),
    Rule(
        r"(?<=用时|耗时|配速|跑出|跑进)([是为了]?\s?)(\d{1,2}):([0-5]\d)(?![\d:])",
        lambda m: f"{m[1]}{counted_zh(m[2])}分{number_zh(m[3])}秒",
        "配速5:30",
        "配速五分三十秒",
        ":",
    ),
    Rule(
        rf"{_NO_TIME}{_TIME}(?={TO}[\d上下晚次])\s?[-–—~～至到]+\s?",
        lambda m: _time(m) + "到",
        "9:30-11:45",
        "九点三十分到十一点四十五分",
        ":",
    ),
    Rule(
        rf"{_NO_TIME}{_TIME}(?!\s?(?:[战击]?[胜败负赢输]|领先|落后|的比|比例|大胜|完胜|惜败|逆转))",
        _time_or_score,
        "10:05",
        "十点零五分",
        ":",
    ),
    Rule(r"(?<![\d.:])(1[0-2]|[1-9])\s?([AaPp])\.?[Mm]\b\.?", _hour, "3pm", "下午三点"),
    Rule(r"(?<!\d)(\d{1,3})['′’](\d{1,2}(?:\.\d+)?)(?:[\"″”]|''|′′)", _minutes_seconds, "3'25\"", "三分二十五秒"),
)
