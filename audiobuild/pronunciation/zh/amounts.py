"""Amounts in Chinese words: money, units, percentages, temperatures, fractions, ratios, scores and ranges."""

from __future__ import annotations

import re

from audiobuild.pronunciation.rules import Rule
from audiobuild.pronunciation.tables import table
from audiobuild.pronunciation.zh.clauses import clause_before
from audiobuild.pronunciation.zh.numbers import MEASURE, NUMBER, TO, by_figure_zh, cardinal_zh, counted_zh, number_zh
from audiobuild.regex import lazy

#: Unit symbols and their names.
UNITS: dict[str, str] = table(
    """
    km 公里, KM 公里, Km 公里, m 米, dm 分米, cm 厘米, CM 厘米, mm 毫米, MM 毫米, μm 微米, µm 微米, um 微米, nm 纳米
    km² 平方公里, km^2 平方公里, km2 平方公里, m² 平方米, m^2 平方米, m2 平方米, ㎡ 平方米, cm² 平方厘米
    cm^2 平方厘米, mm² 平方毫米, mm^2 平方毫米, m³ 立方米, m^3 立方米, m3 立方米, ㎥ 立方米, cm³ 立方厘米
    cm^3 立方厘米, ha 公顷, kg 千克, KG 千克, Kg 千克, g 克, mg 毫克, μg 微克, µg 微克, ug 微克, t 吨, lb 磅
    oz 盎司, L 升, mL 毫升, ml 毫升, ML 毫升, dL 分升, μL 微升, cc 毫升, h 小时, hr 小时, hrs 小时, min 分钟, mins 分钟
    s 秒, sec 秒, ms 毫秒, μs 微秒, ns 纳秒, Hz 赫兹, kHz 千赫兹, KHz 千赫兹, MHz 兆赫兹, GHz 吉赫兹, THz 太赫兹, W 瓦
    kW 千瓦, KW 千瓦, MW 兆瓦, GW 吉瓦, kWh 千瓦时, KWh 千瓦时, MWh 兆瓦时, GWh 吉瓦时, Wh 瓦时, mAh 毫安时, Ah 安时
    V 伏, kV 千伏, KV 千伏, mV 毫伏, mA 毫安, Ω 欧姆, kΩ 千欧, MΩ 兆欧, dB 分贝, Pa 帕, hPa 百帕, kPa 千帕, MPa 兆帕
    mmHg 毫米汞柱, N 牛, kN 千牛, N·m 牛米, J 焦耳, kJ 千焦, cal 卡, kcal 千卡, Kcal 千卡, mol 摩尔, mmol 毫摩尔
    ℃ 摄氏度, °C 摄氏度, ℉ 华氏度, °F 华氏度, Mbps 兆比特每秒, Gbps 吉比特每秒, Kbps 千比特每秒, kbps 千比特每秒
    bps 比特每秒, fps 帧每秒, FPS 帧每秒, rpm 转每分钟, mph 英里每小时, ft 英尺, BP 个基点, bp 个基点, ppm P P M
    """
)
#: Units that are frequent in millionths only.
_MICRO = table("A 安, F 法, V 伏, W 瓦, mol 摩尔, Sv 西弗, Pa 帕, m 米, g 克, L 升, l 升, s 秒")
#: Words after the slash of a rate, in addition to the units: 元/斤, 次/天.
_PER = table(
    """
    天, 日, 周, 月, 年, 百公里, 季度, 人, 次, 秒, 分, 分钟, 时 小时, 小时, 晚, 夜, 斤, 公斤, 吨, 克, 千克, 毫克, 平方米
    平米, 平, 亩, 桶, 件, 个, 台, 套, 头, 瓶, 张, 份, 盒, 箱, 度, 片, 米, 公里, 千米, 升, 毫升, 立方米, 立方, 间, 场
    课时, 节, 位, 户, 家, 股, 单, 条, 篇, 字, 千字, 杯, 辆, 只, 包, 袋, 本, 平方公里, 万人, 人次, 月人, 班, 车, 桌
    期, 集
    """
) | {"sec": "秒", "bit": "比特", "d": "天", "day": "天", "wk": "周", "week": "周", "yr": "年", "year": "年"}
_BYTES = {
    "MB": "兆字节",
    "GB": "吉字节",
    "KB": "千字节",
    "kB": "千字节",
    "TB": "太字节",
    "Mb": "兆比特",
    "Gb": "吉比特",
}


def _any(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_UNIT = _any(UNITS)
_BELOW = _any(_PER | UNITS)
_DEGREES = r"℃|°C|摄氏度|度"
_SCALE = r"(?:[万亿千百]{1,2}|\s?(?:million|billion|trillion|bn|[KkMB](?![A-Za-z])))"
_SCALES = {"million": 10**6, "M": 10**6, "billion": 10**9, "bn": 10**9, "B": 10**9, "trillion": 10**12}
_SCALES |= {"k": 1000, "K": 1000}
#: A number or a range of two, each with an optional 万 or 亿.
_AMOUNT = rf"(?:{NUMBER}[万亿千百]{{0,2}}\s?[-–—~～至到]\s?)?{NUMBER}[万亿千百]{{0,2}}[多余]?"


def _scaled(number: str, scale: str | None) -> str:
    """A number with its scale: 1.5 M as 一百五十万, 2 亿 as 两亿."""
    scale = (scale or "").strip()
    if scale in _SCALES:
        whole, _, decimals = number.replace(",", "").partition(".")
        exact = int(whole + decimals) * _SCALES[scale]
        return _large(exact // 10 ** len(decimals))
    if scale:
        return counted_zh(number) + scale
    return number_zh(number)


def _large(number: int) -> str:
    """A round number as newspapers write it: 12 亿, 3.4 亿, 150 万."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size and not number * 100 % size:
            whole, rest = divmod(number, size)
            decimals = f"{rest * 100 // size:02d}".rstrip("0")
            if not decimals:
                return counted_zh(str(whole)) + name
            return f"{number_zh(f'{whole}.{decimals}')}{name}"
    return cardinal_zh(number)


def _amount(text: str, counted: bool = True) -> str:
    """An amount, or a range of two, in words."""
    parts = re.split(r"\s?[-–—~～至到]\s?", text)
    words = []
    for part in parts:
        found = re.match(rf"({NUMBER})(.*)", part)
        assert found
        words.append((counted_zh if counted else number_zh)(found[1]) + found[2])
    return "到".join(words)


def _currency(found: re.Match[str]) -> str:
    sign, amount, scale, below = found.groups()
    name = _CURRENCIES[sign.replace(" ", "")]
    price = _currency_amount(amount, scale, name)
    if below:
        return f"每{_unit_name(below)}{price}"
    return price


def _currency_amount(amount: str, scale: str | None, name: str) -> str:
    if scale and scale.strip() in _SCALES:
        return _scaled(amount, scale) + name
    amount = re.sub(r"\.(?:00|(\d)0)(?!\d)", lambda m: f".{m[1]}" if m[1] else "", amount)
    return _amount(amount) + (scale or "") + name


_CURRENCIES = table(
    """
    $ 美元, US$ 美元, USD 美元, ¥ 元, ￥ 元, RMB 元人民币, CNY 元人民币, € 欧元, EUR 欧元, £ 英镑, GBP 英镑
    HK$ 港元, HKD 港元, NT$ 新台币, A$ 澳元, C$ 加元, S$ 新加坡元, JPY 日元, JP¥ 日元, ₩ 韩元, ₽ 卢布, ₹ 卢比
    ฿ 泰铢, ₿ 比特币
    """
)
_MONEYED = lazy(r"估值|市值|身家|[融投赚亏赔卖花]|营收|流水|利润|收入|规模|资产|票房|播放|用户|GMV")


def _net_scale(found: re.Match[str]) -> str:
    """估值5e as 五亿, as chats write it; elsewhere the letter stays."""
    return f"{found[1]}亿" if _MONEYED.search(clause_before(found)) else found[0]


_CODES = {"RMB": "人民币", "CNY": "人民币", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"}


def _measured(found: re.Match[str]) -> str:
    amount, unit = found.groups()
    words = _amount(amount) + _unit_name(unit)
    if unit in ("℃", "°C") and found.string[: found.start()].endswith(("-", "−")):
        return f"零下{words}"
    return words


def _unit_name(unit: str) -> str:
    if unit in UNITS:
        return UNITS[unit]
    return _PER[unit] or unit


def _rate(found: re.Match[str]) -> str:
    """60km/h as 每小时六十公里; per square second as 米每二次方秒."""
    amount, unit, below, last = found.groups()
    top = UNITS.get(unit, unit)
    if below in ("s²", "s^2", "s2"):
        return f"{_amount(amount)}{top}每二次方秒"
    every = f"每{_unit_name(last)}" if last else ""
    return f"{every}每{_unit_name(below)}{_amount(amount)}{top}"


def _rate_of_many(found: re.Match[str]) -> str:
    """6L/100km as 每百公里六升."""
    amount, unit, many, below = found.groups()
    number = "百" if many == "100" else counted_zh(many)
    return f"每{number}{_unit_name(below)}{_amount(amount)}{UNITS.get(unit, unit)}"


def _rating(found: re.Match[str]) -> str:
    given, most, unit = found.groups()
    unit = unit or "分"
    return f"{number_zh(given)}{unit}，满分{cardinal_zh(int(most))}{unit}"


def _of_decimals(found: re.Match[str]) -> str:
    return f"{number_zh(found[1])}比{number_zh(found[2])}"


def _figure_number(found: re.Match[str]) -> str:
    return f"{number_zh(found[1])}杠{number_zh(found[2])}"


def _bare_rate(found: re.Match[str]) -> str:
    return f"{UNITS.get(found[1], found[1])}每{_unit_name(found[2])}"


def _deviation(found: re.Match[str]) -> str:
    """60±2分 as 六十正负二分."""
    number, more, unit = found.groups()
    return f"{number_zh(number)}正负{number_zh(more)}{UNITS[unit] if unit else ''}"


_DISMISSED_BEFORE = lazy(r"[赔补]|裁|离职|辞退|优化|公司|HR|拿")
_DISMISSED_BEHIND = lazy(r"\s?的?(?:赔|补|礼包)")


def _months_of_pay(found: re.Match[str]) -> str:
    """2N of a compensation, which is no force."""
    if _DISMISSED_BEFORE.search(clause_before(found)) or _DISMISSED_BEHIND.match(found.string, found.end()):
        return f"{number_zh(found[1])}N"
    return found[0]


#: What is measured in megabytes and megabits, before or after the number.
_DATA = r"宽带|光纤|带宽|网速|网络|流量|内存|缓存|文件|附件|图片?|照片|视频|录音|安装包|软件|App|APP|下载|上传|压缩包?"
_DATA_BEFORE = lazy(_DATA)
_DATA_BEHIND = lazy(rf"\s?的?(?:{_DATA})")


def _mega(found: re.Match[str]) -> str:
    """100M宽带 as 一百兆."""
    if _DATA_BEFORE.search(clause_before(found)) or _DATA_BEHIND.match(found.string, found.end()):
        return f"{_amount(found[1])}兆"
    return found[0]


def _signed(sign: str | None) -> str:
    return {"-": "负", "−": "负", "+": "正", "±": "正负"}.get((sign or "").strip(), "")


def _percent(found: re.Match[str]) -> str:
    sign, number, mark = found.groups()
    words = number_zh(number)
    if mark == "%" and float(number.replace(",", "")) == 100:
        words = "百"
    return f"{_signed(sign)}{_PER_MARK[mark]}{words}"


_PER_MARK = {"%": "百分之", "％": "百分之", "‰": "千分之", "‱": "万分之"}


def _percent_range(found: re.Match[str]) -> str:
    first, mark, second = found[1], found[3], found[2]
    name = _PER_MARK[mark]
    return f"{name}{number_zh(first)}到{name}{number_zh(second)}"


def _fraction(found: re.Match[str]) -> str:
    above, below = found[1], found[2]
    if int(above) < int(below) and below[0] != "0":
        return f"{cardinal_zh(int(below))}分之{cardinal_zh(int(above))}"
    return f"{number_zh(above)} {number_zh(below)}"


def _ratio(found: re.Match[str]) -> str:
    return "比".join(number_zh(part) for part in re.split(r"\s?[:：∶-]\s?", found[0]))


def _score_or_range(found: re.Match[str]) -> str:
    """3-5年 as a range; a score if the second number is not larger: 3-2."""
    first, second = found[1].rstrip("万亿千百"), found[3]
    scale = found[1][len(first) :]
    rising = scale or float(first.replace(",", "")) < float(second.replace(",", ""))
    measure = re.match(rf"\s?{MEASURE}", found.string[found.end() :])
    say = counted_zh if measure else number_zh
    if rising or measure or found[2].strip() not in "-–":
        return f"{(counted_zh if scale else say)(first)}{scale}到{say(second)}"
    return f"{number_zh(first)}比{number_zh(second)}"


def _about(found: re.Match[str]) -> str:
    """2、3年 as 两三年: consecutive numbers are an estimate, others an enumeration."""
    first, second = int(found[1]), int(found[2])
    if second != first + 1 and (first, second) != (3, 5):
        return found[0]
    return counted_zh(found[1]) + counted_zh(found[2])


_POWERS = {"2": "平方", "3": "立方"}


def _power(found: re.Match[str]) -> str:
    base, exponent = found.groups()
    if base != "10" and exponent in _POWERS:
        return f"{number_zh(base)}的{_POWERS[exponent]}"
    if exponent[0] == "-":
        return f"{number_zh(base)}的负{number_zh(exponent.lstrip('-'))}次方"
    return f"{number_zh(base)}的{number_zh(exponent)}次方"


_WON = (
    r"\s?(?:[战击]?[胜败负赢输平]|领先|落后|获胜|取胜|战胜|击败|大胜|完胜|险胜|小胜|惜败|不敌|力克|逆转|淘汰|战平|的?比分"
    r"|告负|横扫|绝杀)"
)

MONEY: tuple[Rule, ...] = (
    Rule(
        rf"(?<![A-Za-z])({_any(_CURRENCIES)})\s?({_AMOUNT})({_SCALE})?(?:元|块)?(?:\s?/\s?({_BELOW}))?(?!\d)",
        _currency,
        "US$5.5亿",
        "五点五亿美元",
    ),
    Rule(
        rf"({NUMBER})({_SCALE})?\s?({'|'.join(_CODES)})(?![A-Za-z])",
        lambda m: _scaled(m[1], m[2]) + _CODES[m[3]],
        "50USD",
        "五十美元",
    ),
    Rule(
        rf"({NUMBER})\s?({_SCALE.replace('[万亿千百]{1,2}|', '')})\s?(?=美元|欧元|英镑|美金|人民币|港币|元)",
        lambda m: _scaled(m[1], m[2]),
        "$3 million美元",
        "三百万美元美元",
    ),
    Rule(r"(?<=\d)\.00(?=[元块])", "", "5.00元", "五元", ".00"),
    Rule(r"(\d+)块(\d)(?![\d毛分万千百.])", lambda m: f"{counted_zh(m[1])}块{number_zh(m[2])}", "2块5", "两块五", "块"),
    Rule(r"(?<=\d)[wW]\+", "万多", "10w+", "十万多", "+"),
    Rule(r"(?<![A-Za-z\d.])(\d{1,3})[wW](?=[1-9](?![\dA-Za-z.]))", r"\1万", "涨到1w5", "涨到一万五"),
    Rule(r"(?<![A-Za-z\d.-])(\d+(?:\.\d+)?)e(?![A-Za-z\d+-])", _net_scale, "估值5e", "估值五亿", "e"),
    Rule(r"(?<=\d)w(?![A-Za-z0-9])|(?<=\d)W(?=[元块人粉阅播用销])", "万", "3w", "三万"),
    Rule(r"(?<![A-Za-z\d.])(?<![A-Za-z] )(\d{2,})\+(?=[A-Za-z]{2})", r"\1多", "200+KOL", "两百多K O L", "+"),
    Rule(rf"(\d[万亿千百]?|[%％])\+(?=\s?{MEASURE})", r"\1多", "20+家", "二十多家", "+"),
    Rule(r"(\d[万亿千百]?|[%％])\+(?=[^\d\w.]|[一-鿿]|$)", r"\1加", "35+找工作", "三十五加找工作", "+"),
)

AMOUNTS: tuple[Rule, ...] = (
    Rule(
        rf"(?:(?<=[图表题例式])|(?<=[图表题例式]\d-\d[和、与及至到]))(?<![代发手钟外]表)(?<!试图)\s?(\d{{1,2}})[-–—](\d{{1,2}})"
        rf"(?![\d.-]|\s?[张幅道个份条组篇种项名位次年月天分米厘块元秒]|{_WON}|[这那都均]|分别|共)",
        _figure_number,
        "见图9-2",
        "见图九杠二",
    ),
    Rule(rf"({NUMBER})\s?\^\s?(-?\d+)", _power, "10^8", "十的八次方", "^"),
    Rule(
        r"(?<![\dA-Za-z])(\d{1,2})([米秒m])(\d{1,2})(?![\d.万千百个A-Za-z]|厘米)",
        lambda m: counted_zh(m[1]) + m[2].replace("m", "米") + by_figure_zh(m[3]),
        "1米75",
        "一米七五",
    ),
    Rule(r"(?<=\d[kKwWMG万亿])\s?[-–—~～]\s?(?=\d)", "到", "15k-25k", "十五k到二十五k"),
    Rule(
        r"(?<![\d.])(\d+)\s?h(?:rs?)?\s?(\d{1,2})\s?m(?:in)?s?(?![A-Za-z])",
        lambda m: f"{counted_zh(m[1])}小时{counted_zh(m[2])}分钟",
        "1h30min",
        "一小时三十分钟",
        "h",
    ),
    Rule(
        rf"(?<![\d.、第])([1-8])、([2-9])(?=\s?{MEASURE}|[十百千])",
        _about,
        "2、3年",
        "两三年",
        "、",
    ),
    Rule(r"(?<![A-Za-z\d])[-−](?=\d+[楼层])", "负", "电梯到-1楼", "电梯到负一楼"),
    Rule(r"(?<!\d)([1-9]\d)(?=折(?!线|叠))(?<!0)", lambda m: by_figure_zh(m[1]), "85折", "八五折", "折"),
    Rule(
        rf"({_AMOUNT})\s?({_UNIT}|[一-鿿]{{1,2}})\s?/\s?(\d{{1,4}})\s?({_BELOW})(?![A-Za-z\d/])",
        _rate_of_many,
        "3g/50mL",
        "每五十毫升三克",
        "/",
    ),
    Rule(
        rf"({_AMOUNT})\s?({_UNIT}|[一-鿿]{{1,3}}?|{_any(_BYTES)})\s?/\s?(s²|s\^2|s2|{_BELOW})(?:/({_BELOW}))?(?![A-Za-z\d])",
        _rate,
        "60km/h",
        "每小时六十公里",
        "/",
    ),
    Rule(rf"(?<![A-Za-z])({_UNIT})/({_BELOW})(?![A-Za-z\d])", _bare_rate, "单位是mg/L", "单位是毫克每升", "/"),
    Rule(
        r"(?<![A-Za-z\d.])(?:[μµ](?:mol|Sv|Pa|[mgLlsAVFW])(?![A-Za-z])|(?:[ncmk]m|[mk]g|[mn]s|k[WV]|[MG]W|[kMG]Hz)(?=级))",
        lambda m: UNITS.get(m[0]) or f"微{_MICRO.get(m[0][1:], m[0][1:])}",
        "误差几μm",
        "误差几微米",
    ),
    Rule(
        rf"(?<=\d|[℃CF度])\s?[-–—~～]\s?(?=-?\d+(?:\.\d+)?\s?(?:{_DEGREES}))(?<!\d)(?!\d)|(?<=\d)\s?[-–—~～]\s?(?=-\d)",
        "到",
        "-9~-4℃",
        "零下九到零下四摄氏度",
    ),
    Rule(
        rf"-(?=\d+(?:\.\d+)?(?:\s?[-~～到至]\s?-?\d+(?:\.\d+)?)?\s?(?:{_DEGREES}))(?<!\d-)",
        "零下",
        "-10℃",
        "零下十摄氏度",
        "-",
    ),
    Rule(
        r"(?<![A-Za-z\d.])(\d(?:\.5)?)\s?N(?![A-Za-z\d·])",
        _months_of_pay,
        "赔了2N",
        "赔了二N",
        "N",
    ),
    Rule(rf"({NUMBER})\s?±\s?({NUMBER})\s?({_UNIT})?(?![A-Za-z\d%％‰])", _deviation, "60±2分", "六十正负二分", "±"),
    Rule(
        rf"({_AMOUNT})\s?({_UNIT})(?![A-Za-z\d])",
        _measured,
        "3.5GHz",
        "三点五吉赫兹",
    ),
    Rule(rf"({_AMOUNT})\s?M(?![A-Za-z\d/])", _mega, "100M宽带", "一百兆宽带", "M"),
    Rule(rf"({NUMBER})\s?[%％]?{TO}({NUMBER})\s?([%％‰])", _percent_range, "10%-20%", "百分之十到百分之二十"),
    Rule(rf"(?:(?<![A-Za-z0-9%）)])([-−+±]\s?))?({NUMBER})\s?([%％‰‱])", _percent, "99.99%", "百分之九十九点九九"),
    Rule(
        rf"({NUMBER})°(?!C|F)(?:(\d+)[′'’])?(?:(\d+)[″\"])?",
        lambda m: (
            f"{number_zh(m[1])}度" + (f"{number_zh(m[2])}分" if m[2] else "") + (f"{number_zh(m[3])}秒" if m[3] else "")
        ),
        "北纬39°54′",
        "北纬三十九度五十四分",
        "°",
    ),
    Rule(
        r"(?<![\d/.])(\d+)又(\d+)/(\d+)(?![\d/])",
        lambda m: f"{number_zh(m[1])}又{number_zh(m[3])}分之{number_zh(m[2])}",
        "1又1/2",
        "一又二分之一",
        "/",
    ),
    Rule(
        r"(?<![\d/.])(\d{1,2}\.\d{1,2})\s?/\s?(5|10|100)(?![\d/.])([分星]?)",
        _rating,
        "评分6.8/10",
        "评分六点八分，满分十分",
        "/",
    ),
    Rule(r"(?<![\d/.])(\d+\.\d+)\s?/\s?(\d+(?:\.\d+)?)(?![\d/.])", _of_decimals, "3.5/2", "三点五比二", "/"),
    Rule(r"(?<![\d/.A-Za-z])(\d{1,4})\s?/\s?(\d{1,8})(?![\d/]|\.\d)", _fraction, "1/3", "三分之一", "/"),
    Rule(r"(?<![\d:.])\d+(?:\.\d+)?(?:\s?[:：∶]\s?\d+(?:\.\d+)?)+(?![\d])", _ratio, "3:2", "三比二"),
    Rule(rf"(?<![\d.-])\d{{1,3}}[-–]\d{{1,3}}(?={_WON})", _ratio, "3-2获胜", "三比二获胜"),
    Rule(r"(?<=比分[是为])\d{1,3}[-–]\d{1,3}|(?<=比分)\d{1,3}[-–]\d{1,3}", _ratio, "比分3-5", "比分三比五", "比分"),
)

_SAID = "零一二三四五六七八九十两"

SUMS: tuple[Rule, ...] = (
    Rule(
        r"(?<=[A-Za-z)）])\s?\^\s?(\d+)",
        lambda m: "的" + (_POWERS.get(m[1]) or number_zh(m[1]) + "次方"),
        "x^2",
        "x的平方",
        "^",
    ),
    Rule(r"(?<=[\dA-Za-z)）])\s?[-−–]\s?(?=[\dA-Za-z(（.]+\s?=)", "减", "5-3=2", "五减三等于二", "="),
    Rule(rf"(?<=[\d{_SAID}米寸尺克升时kKwW])\s?[*xX×]\s?(?=[\d{_SAID}])", "乘", "3*4", "三乘四"),
    Rule(r"(?<=[\dA-Za-z)）一-鿿])\s?÷\s?", "除以", "10÷2", "十除以二", "÷"),
    Rule(rf"(?<![\w)）>=-])[~～](?=\s?[\d{_SAID}百])", "约", "~100元", "约一百元"),
    Rule(rf"(?<![<A-Za-z])<(?=\s?[\d.{_SAID}百])|(?<=[A-Za-z\d一-鿿])\s<\s", "小于", "<5天", "小于五天", "<"),
    Rule(
        rf"(?<![->=A-Za-z])>(?=\s?[\d.{_SAID}百])|(?<=[A-Za-z\d一-鿿])\s>\s|(?<=\d)>(?=\d)",
        "大于",
        ">100",
        "大于一百",
        ">",
    ),
    Rule(r"(?<=\w)\s?(?:→|⇒|->|=>)\s?(?=\w)", "到", "A→B", "A到B"),
    Rule(rf"({NUMBER}[万亿千百]?)({TO})({NUMBER})(?![\d.])", _score_or_range, "3-5年", "三到五年"),
    Rule(r"(?:(?<![\w)）])|(?<=[的是为到约达至在]))[-−](?=\d)", "负", "-5", "负五"),
    Rule(r"(?<![\w)）])\+(?=\d)", "正", "+5", "正五", "+"),
)
