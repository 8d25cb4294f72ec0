"""Made interviews whose reading is known: styles x names x noise x languages, for fitting and for property tests.

`make(seed)` gives one. Nothing is taken from a published text. `held=True` uses shapes and names that the fit never
saw; `clean=True` leaves the noise out. VERSION is recorded with the weights.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

VERSION = "2026-11-30.4"


@dataclass(frozen=True, slots=True)
class Interview:
    """A script, who speaks each turn, and what each turn says (its first paragraph)."""

    text: str
    name: str
    turns: tuple[tuple[str, str], ...]
    shape: str

    @property
    def labels(self) -> frozenset[str]:
        """The labels as written."""
        return frozenset(label for label, _ in self.turns)


NAMES = {
    "zh": (
        "安妮 波波 沐沐 可乐 豆豆 阿宝 阿布 米粒 大雷 团子 二毛 木木 丹丹 海燕 小满",
        "船长 厨师 铁匠 学徒 店主 邮差 渔夫 护士 鼓手 园丁 馆员 守塔人 消防员",
        "王安 李桐 张晓梅 陈远 林建国 周澜 吴一舟 沈知秋 欧阳青禾",
        "陈老师 林教授 周医生 吴师傅 贺女士 温导演",
        "Tony Lisa Amy Kevin Mia Leo Zoe Max Iris Momo",
        "甲 乙 丙 丁",
        "夜猫子 半盏茶 老K 小A 西瓜皮 lin_77 江边客",
    ),
    "en": (
        "Ann Bob Mira Tom Sara Lena Hugo Priya Sam Joe Kit Nell Otto Ruth Gus",
        "Ann_Ibsen Tom_Lane Mira_Keller Nadia_Osei Oskar_Doyle Lena_Marsh Hugo_Novak",
        "ANN BOB MIRA LANE DOYLE OSEI MARSH HUGO_VARGA",
        "Captain Baker The_Baker Keeper Nurse Old_Sailor Student Second_Mate Cook",
        "Reece,_Psy.D Lane,_M.A. Keller,_MD Doyle,_Ph.D.",
        "Dr._Lane Prof._Osei Ms._Doyle Mr._Novak",
        "MK TD LJ AB RW JD SO HN",
        "K L M T H W J",
        "night_owl owl77 kitten mara.b lemonade",
    ),
    "ja": ("佐藤澄 高橋美咲 三原健 小林遥 大野直人", "ミカ ハル ケン さくら アヤ", "店主 船長 職人 漁師"),
}
HELD_NAMES = {
    "zh": ("杭州 南站 水獭 松鼠 月亮 甲班长 铁柱 翠花 阿婆 外公 二嫂",),
    "en": ("Otter Badger Grandma Uncle_Pete Row_7 Saffron Moth Aunt_May Neighbour Juniper Big_Jim",),
    "ja": ("京都 次郎さん 隣人 ばあば 編集長 ツバメ",),
}
HOSTS = {
    "zh": "主持人 主播 记者 问 Q 采访者 江城晚报 本刊".split(),
    "en": ["Host", "Q", "Interviewer", "Moderator", "The Weekly"],
    "ja": "聞き手 司会 Q 編集部".split(),
}
THINGS = {
    "zh": "灯塔 旧船 面馆 果园 桥 书店 花圃 夜市 山路 鱼塘 剧场 钟楼 磨坊 手稿".split(),
    "en": "lighthouse boat bakery orchard bridge choir market trail theatre clock mill harbour kiln".split(),
    "ja": "灯台 船 店 果樹園 橋 本屋 工場 市場 山道 時計台".split(),
}
ASKED = {
    "zh": "您为什么离开{a}？|{a}里最难的是什么？|您怎么看{a}和{b}？|谁教您修{a}的？|说说{a}吧。|"
    "那{b}呢？|请讲讲{a}的事。",
    "en": "Why did you leave the {a}?|"
    "What is the hardest part of the {a}?|"
    "Who taught you about the {a}?|"
    "Tell me about the {a}.|And the {b}?|How do the {a} and the {b} fit together?",
    "ja": "なぜ{a}を離れたのですか？|{a}で一番難しいことは何ですか？|{a}について教えてください。|では{b}は？",
}
SAID = {
    "zh": "我在{a}旁边住了很久，慢慢就懂了。|没有人知道{a}后来怎么样了。|"
    "先修{a}，再修{b}，一步也省不了。|是我姑姑教的。|"
    "那时候{a}还很新，现在旧了！|说实话我没想过。|大概有三十个人，都站在{a}前面。|"
    "谁会为了{a}回来呢？可是她回来了。|对，在{b}那里。",
    "en": "I lived by the {a}, and slowly I understood it.|"
    "Nobody knows what became of the {a}.|My aunt did.|"
    "We mend the {a} first and then the {b}.|Not a clue.|"
    "It was new then, and now it is old!|Yes, by the {b}.|"
    "Who would come back for a {a}? But she did.|There were thirty people in front of the {a}.",
    "ja": "{a}のそばに住んでいました。|{a}がどうなったか、誰も知りません。|"
    "まず{a}を直して、それから{b}です。|叔母に教わりました。|よく分かりません。",
}
TERMS = {
    "zh": "成本 优点 缺点 步骤 材料 温度 第一层 好处 风险 工具 木料 上午 下午 预算 颜色".split(),
    "en": "Cost Tools Upside Downside Wood Glaze Morning Budget Colour Rule Salt Monday Risk".split(),
    "ja": "材料 手順 長所 短所 費用 午前 午後 道具".split(),
}
LEADS = {
    "zh": (
        "步骤很简单|我只说一句|原因是|他说|她问我|换句话说|我的规矩是|常言道|师傅问|我答|墙上写着|比如|问题的另一面"
    ).split("|"),
    "en": (
        "The rule is simple|He said|She told me|In other words|I always say|The sign read|I asked|Here is the thing"
    ).split("|"),
    "ja": "手順は簡単です|彼は言った|つまり|母の口癖は|例えば".split("|"),
}
FIELDS = {
    "zh": (
        "日期：2024年5月1日|地点：江城|采访：林一帆|摄影：陈舟|来源：江城晚报|时长：42分钟|编号：A-17|节目：夜班"
    ).split("|"),
    "en": (
        "Date: May 1, 2024|INTERVIEW: Marta Ibsen|Location: Harbour Street|Source: The Weekly|Length: 42 minutes"
    ).split("|"),
    "ja": "日時：2024年5月1日|場所：港町|構成：中川健|出典：週刊港".split("|"),
}
YES = {
    "zh": "对。 嗯 是的 没错 好的".split(),
    "en": ["Yeah.", "Exactly.", "Right.", "Okay.", "Sure", "Oh wow"],
    "ja": "はい ええ うん".split(),
}
MIXED = ["我对 TiDB 的了解很少。", "从 Linux 开始，我就没有停过。", "最后用 Kafka 解决了问题。", "这个 Bug 是我写的。"]
SHAPES = {
    "colon": "{n}{c}{t}", "bold_in": "**{n}{c}** {t}", "bold_out": "**{n}**{c}{t}", "alone": "{n}\n{t}",
    "alone_colon": "{n}{c}\n\n{t}", "bracket": "【{n}】{t}", "bar": "{n} | {t}", "timed": "{n} (00:{s:02d}){c}\n{t}",
    "timed_bare": "{n}  00:{s:02d}\n{t}", "bold_alone": "**{n}**\n\n{t}", "wide": "{n}\t{t}", "quoted": "{n}「{t}」",
}  # fmt: skip
HELD_SHAPES = {
    "dash": "{n} — {t}", "item": "- {n}{c}{t}", "heading": "#### {n}\n\n{t}", "italic": "*{n}{c}* {t}",
    "time_before": "[00:{s:02d}] {n}{c}{t}", "bracket_colon": "[{n}]{c}{t}", "slash": "{n} / {t}",
}  # fmt: skip


_ONCE = {"zh": "阿秀", "en": "Gil", "ja": "ナオ"}  # somebody who speaks once


class _Writer:
    """Writes one interview with the random numbers of its seed."""

    def __init__(self, seed: int, held: bool, clean: bool) -> None:
        self.random = random.Random(seed)
        self.language = self.random.choices(["zh", "en", "ja"], [6, 4, 1])[0]
        self.held, self.clean = held, clean
        self.noise = set() if clean else {name for name in _NOISE if self.random.random() < 0.3}

    def sentence(self, table: dict[str, str]) -> str:
        first, second = self.random.sample(THINGS[self.language], 2)
        return self.random.choice(table[self.language].split("|")).format(a=first, b=second)

    def answer(self) -> str:
        blank = " " if self.language == "en" else ""
        return blank.join(self.sentence(SAID) for _ in range(self.random.choice([1, 1, 2, 3])))

    def cast(self) -> list[str]:
        """The host and one to five guests, no name part of another."""
        pools = HELD_NAMES[self.language] if self.held else NAMES[self.language]
        pool = [name.replace("_", " ") for name in self.random.choice(pools).split()]
        guests = self.random.sample(pool, min(len(pool) - 1, self.random.choice([1, 1, 2, 2, 3, 4, 5])))
        host = self.random.choice(HOSTS[self.language])
        if self.random.random() < 0.4:
            host = next(name for name in pool if name not in guests)
        if host in ("Q", "问") and len(guests) == 1 and self.random.random() < 0.6:
            guests = ["A" if host == "Q" else "答"]
        return [host, *guests]

    def order(self, cast: list[str]) -> list[str]:
        """Who speaks when: after the host one or two guests, or all of a panel in turn."""
        panel = len(cast) > 2 and self.random.random() < 0.3
        order: list[str] = []
        for _ in range(self.random.randint(2, 14) if self.random.random() < 0.85 else self.random.randint(20, 60)):
            few = self.random.sample(cast[1:], self.random.randint(1, min(2, len(cast) - 1)))
            order += [cast[0], *(cast[1:] if panel else few)]
        if len(cast) > 3 and self.random.random() < 0.4:  # one of the panel says little
            rare = [place for place, name in enumerate(order) if name == cast[-1]]
            gone = set(rare[self.random.randint(1, 4) :])
            order = [name for place, name in enumerate(order) if place not in gone]
        if "once" in self.noise and len(cast) > 2:
            order.insert(self.random.randint(2, len(order)), _ONCE[self.language])
        return order

    def beside(self) -> list[str]:
        """What may stand in an answer below its first paragraph."""
        extra = [self.answer() for _ in range(self.random.choice([0, 0, 0, 1, 3])) if "long" in self.noise]
        colon = ": " if self.language == "en" else "："
        if "leads" in self.noise and self.random.random() < 0.3:
            extra.append(self.random.choice(LEADS[self.language]) + colon + self.sentence(SAID))
        if "terms" in self.noise and self.random.random() < 0.3:
            bullet = self.random.choice(["- ", "", "1. "])
            terms = self.random.sample(TERMS[self.language], self.random.randint(2, 4))
            extra.append("\n".join(bullet + term + colon + self.sentence(SAID) for term in terms))
        if "quotes" in self.noise and self.random.random() < 0.3:
            name = self.random.choice(NAMES[self.language][0].split())
            extra.append(f"> {name}{colon}{self.sentence(SAID)}")
        if "yes" in self.noise and self.random.random() < 0.3:
            extra.append(self.random.choice(YES[self.language]))
        if "mixed" in self.noise and self.language == "zh" and self.random.random() < 0.3:
            extra.append(self.random.choice(MIXED))
        return extra

    def top(self) -> list[str]:
        lines = ["夜班" if self.language == "zh" else "The Night Shift" if self.language == "en" else "夜の仕事", ""]
        if "fields" in self.noise:
            lines += [*self.random.sample(FIELDS[self.language], self.random.randint(1, 4)), ""]
        if "lede" in self.noise:
            lines += [self.answer() + self.answer(), ""]
        return lines


_NOISE = ("once", "long", "leads", "terms", "quotes", "yes", "mixed", "fields", "lede", "seldom", "tight")


def make(seed: int, held: bool = False, clean: bool = False) -> Interview:
    """One interview; without noise every third is read without any label."""
    writer = _Writer(seed, held, clean)
    if not (held or clean) and writer.random.random() < 0.12:
        return _unlabelled(writer)
    shape = writer.random.choice(list(HELD_SHAPES if held else SHAPES))
    pattern = (HELD_SHAPES if held else SHAPES)[shape]
    cast = writer.cast()
    lines, turns = writer.top(), []
    colon = ": " if writer.language == "en" or writer.random.random() < 0.1 else "："
    airy = "tight" not in writer.noise or "\n" in pattern
    for number, name in enumerate(writer.order(cast)):
        host = name == cast[0]
        asks = host and not ("seldom" in writer.noise and writer.random.random() < 0.7)
        text = writer.sentence(ASKED) if asks else writer.answer()
        lines.append(pattern.format(n=name, c=colon, t=text, s=number % 60))
        lines += [""] if airy else []
        for extra in [] if host else writer.beside():
            lines += [extra, ""] if airy else [extra]
        turns.append((name, text))
    name = f"made-{seed}" + (".md" if "*" in pattern or "#" in pattern or "> " in "\n".join(lines) else ".txt")
    return Interview("\n".join(lines) + "\n", name, tuple(turns), shape)


def _unlabelled(writer: _Writer) -> Interview:
    """Bold questions with answers below, or prose: no head in it is a label."""
    lines = writer.top()
    bold = writer.random.random() < 0.7
    headed = writer.random.random() < 0.4
    for _ in range(writer.random.randint(3, 12)):
        lines += [f"**{writer.sentence(ASKED)}**", ""] if bold else []
        if headed and writer.random.random() < 0.5:
            lines += [f"## {writer.random.choice(TERMS[writer.language])}", ""]
        lines += [writer.answer(), ""]
        for extra in writer.beside():
            lines += [extra, ""]
    return Interview("\n".join(lines) + "\n", "made.md", (), "none")
