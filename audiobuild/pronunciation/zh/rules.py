"""The normalization rules for Chinese text, in the order in which they are tried."""

from __future__ import annotations

import re

from audiobuild.pronunciation.rules import Rule
from audiobuild.pronunciation.tables import table
from audiobuild.pronunciation.zh.amounts import AMOUNTS, MONEY, SUMS
from audiobuild.pronunciation.zh.calendar import BARE_YEARS, DATES, TIMES, YEARS
from audiobuild.pronunciation.zh.names import ADDRESSES, MODELS, NAMES, ORDINALS, PRODUCTS
from audiobuild.pronunciation.zh.numbers import PLAIN_NUMBER
from audiobuild.pronunciation.zh.ranges import RANGES
from audiobuild.pronunciation.zh.signs import MARKED
from audiobuild.regex import lazy

_TAG = lazy(r"<[/\w ]{1,20}$")


def _greater(found: re.Match[str]) -> str:
    """大于, unless the sign closes a tag or a type: List<int>."""
    if _TAG.search(found.string, max(0, found.start() - 22), found.start()):
        return found[0]
    return "大于"


#: Signs read as words between figures or letters; an empty value is silent on purpose.
SIGNS: dict[str, str] = table(
    """
    + 加, = 等于, % 百分号, ℃ 摄氏度, ° 度, × 乘, ÷ 除以, ≥ 大于等于, ≤ 小于等于, ≈ 约等于, ± 正负, ≠ 不等于
    ㎡ 平方米, ㎥ 立方米, √ 根号, ∞ 无穷, ‰ 千分号, $ 美元, ¥ 元, € 欧元, £ 英镑, № 第, ² 的平方, ³ 的立方, α 阿尔法
    β 贝塔, γ 伽马, δ 德尔塔, ε 艾普西龙, ζ 截塔, η 伊塔, θ 西塔, ι 约塔, κ 卡帕, λ 兰姆达, μ 缪, ν 纽, ξ 克西, π 派
    ρ 柔, σ 西格玛, τ 套, υ 宇普西龙, φ 斐, χ 希, ψ 普西, ω 欧米伽, Γ 伽马, Δ 德尔塔, Θ 西塔, Λ 兰姆达, Π 派
    Σ 西格玛, Φ 斐, Ψ 普西, Ω 欧米伽, 〇 零, ™, ®, ©, →, ←, ↑, ↓, ★, ☆, ●, ○, ◆, ◇, ■, □, ▲, △, ▼, ※, ✓, ✔, ✗, ✘, ♥, ♡
    ♂ 男, ♀ 女, ∑ 西格玛
    """
) | {"&": " and ", "@": " at "}

#: The first match is used; anything no rule matches is read as a plain number.
RULES: tuple[Rule, ...] = (
    *(*ADDRESSES, *MARKED, *PRODUCTS, *RANGES, *YEARS, *DATES, *TIMES, *NAMES, *BARE_YEARS, *MONEY, *AMOUNTS),
    *(*ORDINALS, *MODELS, *SUMS),
    Rule(r"(?<=[\w)）])\s?==\s?(?=[\w(（-])", "等于", "c==d", "c等于d", "=="),
    Rule(r"(?<=[\w)）])\s?!=\s?(?=[\w(（-])", "不等于", "c!=d", "c不等于d", "!="),
    Rule(r"(?<=[\dA-Za-z一-鿿)）])\s?(?:<=|≤)\s?(?=[-+]?[\dA-Za-z一-鿿])", "小于等于", "c<=8", "c小于等于八"),
    Rule(r"(?<=[\dA-Za-z一-鿿)）])\s?(?:>=|≥)\s?(?=[-+]?[\dA-Za-z一-鿿])", "大于等于", "c>=d", "c大于等于d"),
    Rule(
        r"(?<=[\dA-Za-z一-鿿])\s?[<＜]\s?(?=[-+]?\d|[一-鿿]|[A-Za-z]+(?![A-Za-z ]*>))",
        "小于",
        "p<0.05",
        "p小于零点零五",
    ),
    Rule(
        r"(?<=[\dA-Za-z一-鿿])\s?[>＞]\s?(?=[-+]?\d|[一-鿿A-Za-z])",
        _greater,
        "c>d",
        "c大于d",
    ),
    Rule(r"(?<=[A-Za-z])#", " sharp", "C#", "C sharp", "#"),
    Rule(r"(?<=[一-鿿A-Za-z\d])\s?/\s?(?=[一-鿿])|(?<=[一-鿿])\s?/\s?(?=[A-Za-z\d])", "、", "和/或", "和、或", "/"),
    Rule(r"(?<=[A-Za-z])/(?=[A-Za-z])", " ", "TCP/IP", "T C P I P", "/"),
    PLAIN_NUMBER,
    Rule(f"[{''.join(SIGNS)}]", lambda found: SIGNS[found[0]], "Ω", "欧米伽"),
)
