"""Surnames whose character has another reading in other words: 单, 解, 查, 任 and others, by what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from audiobuild.pronunciation.tables import listed, table
from audiobuild.pronunciation.zh.phrases import is_phrase
from audiobuild.regex import lazy

#: Characters with another reading as a surname.
SURNAMES: dict[str, str] = table(
    """
    任 ren2, 曾 zeng1, 解 xie4, 查 zha1, 单 shan4, 仇 qiu2, 朴 piao2, 盖 ge3, 华 hua4, 葛 ge3, 缪 miao4, 覃 qin2
    尉 wei4, 纪 ji3, 区 ou1, 种 chong2, 折 she2, 乐 yue4, 员 yun4, 燕 yan1, 那 na1, 秘 bi4, 洗 xian3, 卜 bu3
    翟 zhai2, 召 shao4, 乜 nie4, 谌 chen2, 隗 wei3, 逄 pang2, 贲 ben1, 柏 bai3, 哈 ha3, 撒 sa4, 祭 zhai4, 句 gou1
    黑 he4, 都 du1, 令 ling2, 应 ying1, 曲 qu1, 相 xiang4, 过 guo1, 要 yao1, 车 che1, 石 shi2, 干 gan1, 盛 sheng4
    宿 su4, 省 xing3, 能 nai4, 繁 po2, 观 guan4, 冯 feng2, 瞿 qu2, 褚 chu3, 阚 kan4, 笪 da2, 强 qiang2, 晟 cheng2
    """
)
#: Surnames before any title; the others are common words by themselves (区书记, 那老师) and need more around them.
_SURE = "任曾解查单仇朴盖葛缪覃尉纪翟谌隗逄"
_OFTEN = _SURE + "区华乐员种折燕召乜柏哈黑"
#: Not a surname after these: 担任, 检查, 简单.
_PARTS_OF_WORDS = (
    r"(?<![担曾历现出兼继连聘受主责信胜放委留升调新前时转改留][任])(?<![检调审普搜抽核彻追侦备清巡][查])"
    r"(?<![简孤名清菜账床订传保被][单])(?<![理讲分了注劝调和化误缓瓦溶消排][解])(?<![不未何几可][曾])(?<![覆遮膝瓶锅掩铺涵][盖])"
    r"(?<![世年经传][纪])(?<![报复血记][仇])(?<![简淳俭质][朴])(?<![中精繁才京豪年奢][华])(?<![地市山城校厂社小景灾][区])"
    r"(?<![音快娱欢康][乐])(?<![人职官队成议委演雇社学船会党教动店店][员])(?<![各这那几播物人耕品][种])(?<![打曲骨转挫][折])"
)
#: How people are addressed; the word before is a name and never a verb.
_ADDRESS = listed(
    """
    先生 女士 小姐 太太 夫人 老师 同学 同志 师傅 师父 师兄 师姐 师弟 师妹 阿姨 叔叔 大爷 大妈 大叔 大婶 大嫂 大哥
    大姐 大伯 大娘 大夫 爷爷 奶奶 伯伯 哥 姐 叔 婶 嫂 姑娘 老板 老板娘 掌柜 木匠 铁匠 石匠 瓦匠 篾匠 裁缝 厨师 屠户
    老汉 老头 老爷 老太 少爷 公子 先生 博士 道长 道士 法师 大侠 员外 秀才 举人 进士 家 氏 某 某某
    """
)
#: Offices and trades; 任 before one may be a verb: 任校长.
_OFFICES = listed(
    """
    主任 经理 总监 总裁 董事 董事长 董事 院士 医生 医师 护士 护士长 律师 记者 编辑 主编 校长 局长 部长 书记 导演
    编剧 演员 队长 主席 委员 院长 处长 科长 厂长 村长 镇长 乡长 县长 市长 省长 站长 班长 组长 会长 园长 行长 店长
    馆长 社长 台长 所长 船长 机长 连长 排长 营长 团长 旅长 师长 军长 司令 将军 元帅 上尉 少校 教官 警官 警长 法官
    检察官 大使 代表 教练 裁判 教授 讲师 导师 助理 秘书 会计 司机 房东 工程师 设计师 摄影师 工 总 导 队 局 处 老 秘
    研究员 辅导员 飞行员 教导员 指导员 班主任 大队长 副总 副校长 副主任 副局长 副教授 厨子 郎中 农民 渔夫 猎人 村民
    老乡
    """
)
_STOP = r"[，。、！？：；…”’）\s]|$"
#: What follows a name: 单总说, 曾工的.
_GOES_ON = rf"(?:{_STOP}|[说是就也跟和与对在来去把您你我他她怎都的让给问想有没今已又还刚正先要会可能])"
_BEFORE_NAME = r"(?:^|(?<=[，。：；、！？“‘（《\s和跟与及同给对向请找让被由是叫问见位的到替帮托访谢等听问为]))"
_NO_GIVEN_NAME = (
    "何意务命职性由期凭位独纯元打身放决释答除读散说看询找验阅到处过经了着"
    "的这那不也都就家率段落法词恨视人杀敌恩怨茎念录律检元素实素楼房子住盖"
)
#: What follows 任, 仇, 朴 and 葛 in words: 任劳任怨, 仇视, 朴实, 葛根.
_IN_WORDS = "斯人重教选劳你我他她它家外富视刀质厚拙根粉藤布树洲谁"
_SPEAKS = (
    "说|表示|认为|介绍|指出|告诉|回忆|坦言|透露|笑|问|答|解释|补充|强调|建议"
    "|坦承|报道|采访|摄影|撰稿|担任|出任|主演|主持|出席|参加|荣获|获得|夺得|出生|毕业"
)


#: The most frequent surnames, by which a list of names is known.
_FREQUENT = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩邓彭曹田董潘袁蔡蒋余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范金廖贾韦傅"
    "邹熊孟秦白江邱侯阎薛雷龙段史陶贺顾毛郝龚邵万钱严赖洪武莫孔汤尹黎常温康施文牛樊安邢庄殷岳齐俞梅季裴骆穆倪耿岑"
)
_NAMED = f"[{_FREQUENT}{_OFTEN}][\u4e00-\u9fff]{{1,2}}"
_ITEM = lazy(_NAMED)
#: Names between stops, or after 是 and before 等.
_LIST_OF_NAMES = lazy(
    rf"(?:^|(?<=[，。：；！？“（\s是有叫请和跟与给找]))(?:{_NAMED}、)+{_NAMED}(?=[，。！？；：”）\s和与等都也]|$)"
)
_IN_LISTS = frozenset(_SURE + "区")  # the others begin what is listed more often: 黄豆、黑豆
_FEWEST = 3  # items of a list of names, or characters of the longest of two
#: What begins like a surname and is a compound one, or no surname.
_COMPOUND = lazy("尉迟|单于|乐正|宿白")


class Named(NamedTuple):
    """A pattern whose match is a surname, and a sentence with one at the first place of its character."""

    pattern: str
    example: str


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def rules() -> tuple[Named, ...]:
    """The patterns in the order in which they are tried."""
    address = _any(frozenset(word for word in _ADDRESS if len(word) > 1))
    office = _any(frozenset(word for word in _OFFICES if len(word) > 1))
    short = "[总工导队局处老秘哥姐叔婶嫂氏某]"
    sure = _SURE.replace("任", "")
    compound = (
        "(?!尉迟|尉犁|单于|解放|查理|查尔斯|葛根|任何|任课|单位|单身|曾经|曾任|纪念|纪律|查看|区(?:书记|委员|医生|长|局|处|老)"
        "|乐[师队]|华[工侨]|哈哥|种老|种[总局队]|员工|黑(?:老板|医生|司机|老大|[工社老哥]))"
    )
    return (
        Named(rf"(?<=姓)[{''.join(SURNAMES)}](?![什啥名氏])", "卖茶的姓召"),
        Named(rf"{compound}[{_SURE}]{_PARTS_OF_WORDS}(?=(?:{address}))", "解姑娘绣花"),
        Named(rf"{compound}[{sure}]{_PARTS_OF_WORDS}(?=(?:{office}))", "仇警官来了"),
        Named(
            rf"{_BEFORE_NAME}{compound}[{_OFTEN}](?=(?:{address}|{office}))",
            "请区教练讲两句",
        ),
        Named(rf"{_BEFORE_NAME}{compound}[{_OFTEN}](?={short}{_GOES_ON})", "曾工说可以"),
        Named(rf"{compound}[单仇解查覃翟谌缪]{_PARTS_OF_WORDS}(?=伯[^乐仲])", "我师傅仇伯起的名"),
        Named(rf"(?<=[老小])[{_SURE}](?={_GOES_ON})", "老仇说"),
        Named(
            rf"(?:(?:^|(?<=[，。：；、！？“（\s])|(?<=[叫和跟]))|(?<=记者|嘉宾|教授|主任|院士|博士|同事|导演|演员|作家|编辑|主编|老板|同学|医生|律师))"
            rf"{compound}(?:[{_SURE}](?=[^\W{_NO_GIVEN_NAME}][一-鿿]?(?:{_SPEAKS}|{address}))"
            rf"|[{sure}](?=[^\W{_NO_GIVEN_NAME}][一-鿿]?(?:{office})))",
            "任志强说",
        ),
        Named(
            rf"(?:^|(?<=[，。：；、！？“（\s跟和与请问找像看]))[任仇朴葛翟缪覃谌隗逄](?![{_NO_GIVEN_NAME}{_IN_WORDS}])"
            r"(?=[一-鿿]{1,2}(?:是|在|的|也|曾|就|当|演|唱|写|那|这|把|被|从|于|才|，|。))",
            "任小满是个好局长",
        ),
        Named(
            rf"(?<=叫){compound}[{_SURE}华区](?=[^\W{_NO_GIVEN_NAME}][一-鿿]?(?:{_STOP}|[的是，]))",
            "他叫单强。",
        ),
    )


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule.pattern) for rule in rules())


def surnames(sentence: str) -> dict[int, str]:
    """The surnames in a sentence that another reading could be taken for, by place."""
    if SURNAMES.keys().isdisjoint(sentence):
        return {}
    return {found.start(): SURNAMES[found[0]] for pattern in _compiled() for found in pattern.finditer(sentence)}


def surnames_of(names: Sequence[str], sentence: str) -> dict[int, str]:
    """The surnames of these people in a sentence, by place, wherever a whole name is in it."""
    known = (name for name in names if name in sentence and name[0] in SURNAMES and not _COMPOUND.match(name))
    return {found.start(): SURNAMES[name[0]] for name in known for found in re.finditer(re.escape(name), sentence)}


def listed_surnames(sentence: str) -> dict[int, str]:
    """The surnames in a list of names, by place: 经手的是单明远、仇雨、区燕.

    Every item begins with a surname and is no word of the dictionary.
    """
    if "、" not in sentence or SURNAMES.keys().isdisjoint(sentence):
        return {}
    found: dict[int, str] = {}
    for several in _LIST_OF_NAMES.finditer(sentence):
        items = list(_ITEM.finditer(sentence, *several.span()))
        if len(items) >= _FEWEST or max(len(item[0]) for item in items) >= _FEWEST:
            found |= {item.start(): SURNAMES[item[0][0]] for item in items if _is_surname(item[0])}
    return found


def _is_surname(item: str) -> bool:
    """Whether an item of a list of names has a surname of several readings and does not begin with a word."""
    return item[0] in _IN_LISTS and not (is_phrase(item) or is_phrase(item[:2]))
