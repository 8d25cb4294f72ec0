"""Thirty scripts whose people's sexes are known, for judging how the cast decides them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from audiobuild.script import read_bytes


class Known(NamedTuple):
    """A script, and the sex of each speaker by label: f or m."""

    text: str
    sexes: Mapping[str, str]


def _talk(title: str, lede: str, host: str, *guests: str) -> str:
    turns = "".join(f"{host}：第{n}个问题是什么？\n{who}：我说说第{n}个。\n" for n in "一二" for who in guests)
    return f"{title}\n{lede}\n{turns}"


def _english(title: str, lede: str, host: str, *guests: str) -> str:
    turns = "".join(f"{host}: What is it, then?\n\n{who}: It is a long story.\n\n" for _ in "12" for who in guests)
    return f"# {title}\n\n{lede}\n\n{turns}"


KNOWN = (
    Known(_talk("灯塔", "陶渡在北礁住了十九年。他说灯是给船看的。", "记者", "陶渡"), {"陶渡": "m"}),
    Known(_talk("面馆", "钟离秋十六岁学做面，她的师傅是她父亲。", "记者", "钟离秋"), {"钟离秋": "f"}),
    Known(_talk("双胞胎", "何田（女）和何野（男）在同一天出生。", "记者", "何田", "何野"), {"何田": "f", "何野": "m"}),
    Known(_talk("夫妻店", "店主周远山和妻子苏青。周远山说他管和面，苏青说她管收钱。", "记者", "周远山", "苏青"), {"周远山": "m", "苏青": "f"}),
    Known(_talk("两个女人", "林禾是船长，她的大副叫沈越，她也跑了十年船。", "记者", "林禾", "沈越"), {"林禾": "f", "沈越": "f"}),
    Known(_talk("绣", "绣了六十年花的陈女士。", "记者", "陈女士"), {"陈女士": "f"}),
    Known(_talk("修表", "街角的李先生。", "记者", "李先生"), {"李先生": "m"}),
    Known(_talk("外婆的菜", "我问外婆怎么做菜。", "我", "外婆"), {"外婆": "f"}),
    Known(_talk("爷爷的船", "我问爷爷怎么行船。", "我", "爷爷"), {"爷爷": "m"}),
    Known(_talk("老师", "教了三十年书的王老师，学生们都怕她。", "记者", "王老师"), {"王老师": "f"}),
    Known(_talk("养蜂", "老曹有四十箱蜂。他每天五点起来。", "记者", "老曹"), {"老曹": "m"}),
    Known(_talk("主播", "主持人：林小姐。林小姐和海员郑海聊他的船。", "林小姐", "郑海"), {"林小姐": "f", "郑海": "m"}),
    Known(_talk("父与女", "郁金和父亲郁大江。郁金说她怕水，郁大江说他不怕。", "记者", "郁金", "郁大江"), {"郁金": "f", "郁大江": "m"}),
    Known(_talk("没有代词", "程实在山里修路。", "记者", "程实"), {"程实": "m"}),
    Known(_talk("名字像女人", "秦丽是一名矿工。他下井二十年了。", "记者", "秦丽"), {"秦丽": "m"}),
    Known(_talk("名字像男人", "周建军开挖掘机。她是队里唯一的女司机。", "记者", "周建军"), {"周建军": "f"}),
    Known(_talk("别人的他", "苏青认识陶渡。陶渡说他要走。", "记者", "苏青"), {"苏青": "f"}),
    Known(_talk("她说他", "顾晓棠写她的丈夫，写了十年。", "记者", "顾晓棠"), {"顾晓棠": "f"}),
    Known(_talk("三人", "白山（男）、木木（女）、尤可（女）一起做书。", "主持人", "白山", "木木", "尤可"), {"白山": "m", "木木": "f", "尤可": "f"}),
    Known("---\ngender:\n  陈芜: female\n---\n" + _talk("前言", "陈芜种树。", "记者", "陈芜"), {"陈芜": "f"}),
    Known(_talk("祖母", "奶奶说她的嫁妆。", "孙子", "奶奶"), {"孙子": "m", "奶奶": "f"}),
    Known(_talk("大叔", "看门的张大爷。", "记者", "张大爷"), {"张大爷": "m"}),
    Known(_talk("医生", "儿科医生温妮，病人叫她温阿姨。", "记者", "温妮"), {"温妮": "f"}),
    Known(_talk("歌手", "阿乐十七岁离家。他唱过酒馆，唱过地铁。", "记者", "阿乐"), {"阿乐": "m"}),
    Known(_english("The kiln", "Mira Okafor fires pots. She has done so since 1990.", "Tom Reyes", "Mira Okafor"), {"Mira Okafor": "f", "Tom Reyes": "m"}),
    Known(_english("The bridge", "Mr. Lane built it, with his brother.", "Interviewer", "Mr. Lane"), {"Mr. Lane": "m"}),
    Known(_english("The school", "Mrs. Hill taught for forty years.", "Interviewer", "Mrs. Hill"), {"Mrs. Hill": "f"}),
    Known(_english("Two sailors", "Ann Lee sails with Bob Ray. Ann says she steers; Bob says he cooks.", "Host", "Ann Lee", "Bob Ray"), {"Ann Lee": "f", "Bob Ray": "m"}),
    Known(_english("A name for both", "Sam Carter climbs. She began at nine.", "Host", "Sam Carter"), {"Sam Carter": "f"}),
    Known(_english("Nothing shown", "Alex Moor writes about rain.", "Host", "Alex Moor"), {"Alex Moor": "m"}),
)  # fmt: skip


def judged(known: Known) -> list[tuple[str, str, str]]:
    """For each speaker: the label, right, unknown or wrong, and what decided it."""
    found = {who.label: who for who in read_bytes(known.text.encode(), "x.md").speakers}
    rows = []
    for label, sex in known.sexes.items():
        who = found[label]
        verdict = "right" if who.gender[:1] == sex else "wrong" if who.gender else "unknown"
        rows.append((label, verdict, who.gender_by))
    return rows
