"""Written forms in Chinese text that the number grammar reads wrong, each with its example."""

from __future__ import annotations

import re

from audiobuild.spoken.figures import by_figure_zh, cardinal_zh
from audiobuild.spoken.rules import ADDRESS, Rule
from audiobuild.spoken.tables import table

#: Units that follow a figure, where the grammar leaves them as letters.
UNITS = table(
    """
    GHz 吉赫兹, MHz 兆赫兹, kHz 千赫兹, Hz 赫兹, kWh 千瓦时, kW 千瓦, MW 兆瓦, GW 吉瓦, mAh 毫安时, V 伏, W 瓦, dB 分贝
    ms 毫秒, nm 纳米, μm 微米, km² 平方公里, m³ 立方米, cm³ 立方厘米, ℃ 摄氏度, °C 摄氏度, ℉ 华氏度, ‰ 千分点
    """
)
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))

#: Signs that are words between figures or letters; an empty value is silence on purpose.
SIGNS: dict[str, str] = table(
    """
    + 加, = 等于, % 百分号, ℃ 摄氏度, ° 度, × 乘, ÷ 除以, ≥ 大于等于, ≤ 小于等于, ≈ 约等于, ± 正负, ≠ 不等于
    ㎡ 平方米, ㎥ 立方米, √ 根号, ∞ 无穷, ‰ 千分号, $ 美元, ¥ 元, € 欧元, £ 英镑, № 第, ² 的平方, ³ 的立方
    α 阿尔法, β 贝塔, γ 伽马, δ 德尔塔, λ 兰姆达, μ 缪, π 派, σ 西格玛, Ω 欧姆, ω 欧米伽, θ 西塔, Δ 德尔塔
    ™, ®, ©, →, ←, ★, ☆, ●, ○, ◆, ◇, ■, □, ▲, △, ▼, ※, ✓
    """
) | {"&": " and ", "@": " at "}

_ADDRESS_SIGNS = table(". 点, / 斜杠, - 杠, _ 下划线, ? 问号, = 等于, # 井号, % 百分号, + 加") | {
    "&": " and ",
    "@": " at ",
}

_PER = table(
    "天 每天, 日 每日, 周 每周, 月 每月, 年 每年, 人 每人, 次 每次, 秒 每秒, 小时 每小时, 分钟 每分钟, 晚 每晚"
)


def _address(found: re.Match[str]) -> str:
    return by_figure_zh("".join(_ADDRESS_SIGNS.get(sign, sign) for sign in found[0].rstrip("/")))


def _phone(found: re.Match[str]) -> str:
    return by_figure_zh(found[0].replace("+", "加").replace("-", " ")).replace("一", "幺")


def _cardinals(found: re.Match[str]) -> str:
    return re.sub(r"\d+", lambda figures: cardinal_zh(int(figures[0])), found[0])


def _ordinal_range(found: re.Match[str]) -> str:
    return f"第{cardinal_zh(int(found[1]))}到{cardinal_zh(int(found[2]))}"


def _year_range(found: re.Match[str]) -> str:
    return f"{by_figure_zh(found[1])}到{by_figure_zh(found[2])}"


def _figures(found: re.Match[str]) -> str:
    return by_figure_zh(re.sub(r"[·.]", "", found[0]))


_YEAR = r"(?<!\d)((?:1[5-9]|20)\d\d)"

#: First match first; what a rule leaves as figures the grammar reads afterwards.
RULES: tuple[Rule, ...] = (
    # addresses and numbers that are names
    Rule(r"(?i)\bhttps?://(?:www\.)?|\bwww\.", "", "https://x.org", "x点org"),
    Rule(ADDRESS, _address, "me@x-y.org/a", "me at x杠y点org斜杠a"),
    Rule(r"\+86[ -]?1\d\d[ -]?\d{4}[ -]?\d{4}", _phone, "+86 139 1234 5678", "加八六 幺三九 幺二三四 五六七八"),
    Rule(
        r"(?<![\d.])(?:985|211|996|007|618|315|360)(?=[高院工]|大促|购物|晚会|公司|$)",
        _figures,
        "985高校",
        "九八五高校",
    ),
    Rule(r"(?<!\d)(?:3[·.]15|5[·.]12|9[·.]11)(?=晚会|地震|事件|$)", _figures, "3·15晚会", "三一五晚会"),
    Rule(r"(?<=[一-鿿][A-Z])\d{5}(?!\d)", _phone, "京A12345", "京A幺二三四五"),
    Rule(r"(?<=[A-Z])\d{3,4}(?=次|航班)", _phone, "G1234次", "G幺二三四次"),
    Rule(r"(?<=[A-Za-z])\d{3,}(?![\d.])|(?<!\d)\d{3,4}(?=[PpiX](?![A-Za-z]))", _figures, "1080P", "一零八零P"),
    Rule(r"(?<![\d-])7-11(?![\d-]|[岁年月日天个人点周])", "七 十一", "7-11", "七 十一"),
    Rule(r"(?<!\d)24/7(?!\d)", "二十四 七", "24/7", "二十四 七"),
    Rule(r"(?<!\d)50/50(?!\d)", "五十 五十", "50/50", "五十 五十"),
    Rule(r"(?<!\d)7\s?[×xX*]\s?24", "七乘二十四", "7x24小时", "七乘二十四小时"),
    Rule(r"(?i)\bwi-?fi\b", "WiFi", "Wi-Fi", "WiFi"),
    Rule(r"(?<=[A-Z])#", " sharp", "C#", "C sharp"),
    # money and thousands
    Rule(
        r"(?<![\d,])(\d{1,3}),(\d{3})(?:,(\d{3}))?(?:,(\d{3}))?(?!\d|,\d)",
        r"\1\2\3\4",
        "1,234,567",
        "一百二十三万四千五百六十七",
    ),
    Rule(r"(?<=\d)\.00(?!\d)(?=[元万亿]|$)", "", "5.00元", "五元"),
    Rule(r"(?:US)?\$\s?(\d[\d.]*)([万亿]*)", r"\1\2美元", "US$5.5亿", "五点五亿美元"),
    Rule(r"€\s?(\d[\d.]*)([万亿]*)", r"\1\2欧元", "€300", "三百欧元"),
    Rule(r"£\s?(\d[\d.]*)([万亿]*)", r"\1\2英镑", "£20万", "二十万英镑"),
    Rule(r"[¥￥]\s?(\d[\d.]*)([万亿]*)", r"\1\2元", "¥3.2亿", "三点二亿元"),
    Rule(r"(\d)w\+", r"\1万多", "10w+", "十万多"),
    Rule(r"(\d)w(?![A-Za-z])", r"\1万", "3w", "三万"),
    Rule(r"(\d)\+(?!\d)", r"\1多", "99+", "九十九多"),
    # dates and times
    Rule(r"(?<!\d)0?0:00(?!\d)", "零点", "0:00", "零点"),
    Rule(r"(?<!\d)(?:(?:19|20)\d|[5-9])0s(?![a-zA-Z])", lambda m: f"{m[0][:-1]}年代", "1990s", "一九九零年代"),
    Rule(r"(?<!\d)((?:19|20)\d\d)年?\s?Q([1-4])", r"\1年第\2季度", "2024Q3", "二零二四年第三季度"),
    Rule(r"(?<=[年月日号])\s?[-–—~～]\s?(?=\d)", "到", "5月1日-7日", "五月一日到七日"),
    Rule(rf"{_YEAR}[-–—~～至到]{_YEAR}(?=年|$|\D)", _year_range, "1998-2003年", "一九九八到二零零三年"),
    Rule(r"(?<!\d)\d{1,2}月\d{1,2}(?=[日号])", _cardinals, "2月2日", "二月二日"),
    Rule(
        r"(?<![\d.A-Za-z:/-])(?:19[4-9]\d|20[0-4]\d)(?=$|[\s到至，。]|[^\W\d_a-zA-Z年%个元万亿次米吨名家台块条只件层多余几人天月日号分]|[-~～—](?:19|20)\d\d)",
        _figures,
        "在2013推出",
        "在二零一三推出",
    ),
    # ordinals and ranges
    Rule(r"第(\d{1,4})[-–—~～至到](\d{1,4})", _ordinal_range, "第5-8章", "第五到八章"),
    Rule(r"第\d{1,4}(?![\d.])", _cardinals, "第2天", "第二天"),
    Rule(r"\b[Nn]o\.\s?(\d{1,4})(?![\d.])", lambda m: "第" + cardinal_zh(int(m[1])), "No.1", "第一"),
    Rule(r"(\d%)\s*[-–—~～至]+\s*(\d)", r"\1到\2", "10%-20%", "百分之十到百分之二十"),
    Rule(
        r"(?<![\d.-])([1-9]\d{0,3}(?:\.\d+)?)[-–—~～]+([1-9]\d{0,3}(?:\.\d+)?)(?=[%℃°]|[一-鿿])",
        r"\1到\2",
        "3-5年",
        "三到五年",
    ),
    # numbers with letters and signs
    Rule(r"(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.])", r"\1点\2点\3", "1.2.3", "一点二点三"),
    Rule(r"(?<=[A-Za-z])-(?=\d)", " ", "GPT-4", "GPT 四"),
    Rule(r"(?<=[A-Za-z])86(?!\d)", "八六", "X86", "X八六"),
    Rule(r"(\d)\^(\d+)", r"\1的\2次方", "10^8", "十的八次方"),
    Rule(rf"(?<=\d)\s?({_UNIT})(?![A-Za-z])", lambda m: UNITS[m[1]], "3.5GHz", "三点五吉赫兹"),
    Rule(
        rf"(\d[\d.]*[万亿]?(?:次|个|人|元|件|条|篇|小时|分钟|度|杯|片|粒|公里|千米|米))\s?/\s?({'|'.join(_PER)})",
        lambda m: _PER[m[2]] + m[1],
        "3次/天",
        "每天三次",
    ),
)
