"""How many made scripts are read rightly: ordinary labels, short answers, and interviews of unseen shapes.

`python bench/labels.py` prints three tables. A script counts as right only if every turn has its label and its role;
an answer counts as lost if its words are not heard. All texts are made here and by `interviews.py`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import interviews

from audiobuild.model import Role, Script
from audiobuild.script import read_bytes
from audiobuild.script.label_candidates import key_of
from audiobuild.script.lines import fold

ASKED = {
    "zh": "您怎么想到做这件事？ 后来呢？ 那一年发生了什么？ 谁教您的？ 还会回去吗？ 家里人怎么说？".split(),
    "en": "Why a lighthouse?|What happened then?|Who taught you?|And the winter?|Did you go back?".split("|"),
}
ANSWERED = {
    "zh": "没有人知道后来怎么样了。 我在河边住了很久。 是我姑姑教的。 其实不难。 那时候它还很新。 两次吧。".split(),
    "en": (
        "Nobody knows.|I lived by the water.|My aunt did, and she was strict.|It is slow.|"
        "There were thirty people, all of them cold.|We laughed, mostly."
    ).split("|"),
}
ORDINARY = {
    "Host": "Ann Bob Cal Dee Eva",
    "Q": "Ann Bob Cal Dee Eva",
    "主持人": "安妮 波波 沐沐 可乐 豆豆",
    "主播": "Amy Kevin Leo Mia Zoe",
    "问": "老王 小李 阿宝 大雷 二毛",
    "记者": "张三 李四 王五 赵六 孙七",
    "Moderator": "Captain Cook Baker Nurse Driver",
    "船东": "船长 水手 厨师 渔夫 铁匠",
    "Mira": "Tom Lena Hugo Priya Sam",
    "晓晓": "米粒 团子 木木 南风 丹丹",
    "MK": "TD LJ AB RW JD",
    "江城晚报": "陈老师 林老师 周医生 吴师傅 郑总",
    "Interviewer": "Reece,_Psy.D Lane,_M.A. Keller,_MD Doyle,_Ph.D. Osei,_MD",
    "Zoë": "Ann_Lane Bob_Marsh Cal_Doyle Dee_Novak Eva_Osei",
}
STYLES = {
    "Q: A:": ("en", "Q: {}\nA: {}\n"),
    "Q. A.": ("en", "Q. {}\nA. {}\n"),
    "Host: Guest:": ("en", "Host: {}\n\nGuest: {}\n\n"),
    "first names": ("en", "Mira: {}\n\nTom: {}\n\n"),
    "bold names": ("en", "**Mira:** {}\n\n**Tom:** {}\n\n"),
    "问 答": ("zh", "问：{}\n答：{}\n"),
    "role and name": ("zh", "记者：{}\n\n葛三：{}\n\n"),
    "letters and a blank": ("zh", "Q {}\nA {}\n"),
    "names alone": ("zh", "麦冬：\n\n{}\n\n葛三：\n\n{}\n\n"),
    "bold questions": ("zh", "**{}**\n\n{}\n\n"),
}
SHORT = {
    "zh": (
        "不知道。 没有。 两次。 我姑姑。 盐。 十分钟。 2001年5月3日。 地点：江边。 来源：河。 你可能不信。 "
        "留言很多。 感谢我母亲。 注：没有。 A和B。 三页。 转发吧。 扫码就行。 本文是我写的。 摄影：我自己。 "
        "谢谢。 编辑是我弟弟。 第二章。 七点半。 上海。 黄色。 作者是谁？ 时间：夜里。 一、二、三。 "
        "关注的人少。 全文都在这里。"
    ).split(),
    "en": (
        "Not a clue.|In a heartbeat.|Vitamin A, zinc.|Never.|Yes, exactly.|For a while.|With a pencil.|Once a week.|"
        "Half a mile.|Of course.|Not at all.|Plan B.|Type O, mostly.|Location: Oslo.|In 1998.|May 3, 2001.|The end.|"
        "Related, yes.|Share it.|Photo by my son.|By my aunt.|Edited, twice.|Q and A, really.|Chapter two.|"
        "Subscribe? No.|Copyright, mostly.|See above.|10:30.|Music by Bach.|Advertisement, maybe."
    ).split("|"),
}


def roles_right(script: Script, order: Sequence[tuple[str, Role]]) -> bool:
    """Whether the turns are exactly these labels in these roles."""
    return [(key_of(turn.label or ""), turn.role) for turn in script.turns] == [(key_of(w), role) for w, role in order]


def talks(host: str, guests: int) -> Iterator[bool]:
    """Whether each of some talks of a host and so many guests, 8 to 40 turns in random order, is read rightly."""
    names = [name.replace("_", " ") for name in ORDINARY[host].split()[:guests]]
    language = "en" if host.isascii() else "zh"
    for turns in (8, 12, 20, 30, 40):
        for seed in range(3):
            chance = random.Random(f"{host} {guests} {turns} {seed}")
            order = [host]
            while len(order) < turns or set(order) != {host, *names}:
                order.append(host if order[-1] != host and chance.random() < 0.5 else chance.choice(names))
            texts = [chance.choice((ASKED if who == host else ANSWERED)[language]) for who in order]
            text = "The Night Shift\n\n" + "".join(f"{who}: {said}\n\n" for who, said in zip(order, texts, strict=True))
            roles = [(who, Role.HOST if who == host else Role.GUEST) for who in order]
            yield roles_right(read_bytes(text.encode(), "made.txt"), roles)


def lost_answers(style: str) -> Iterator[str]:
    """The short answers that are not heard, each set into the second, third or fourth answer of a script."""
    language, pattern = STYLES[style]
    for number, short in enumerate(SHORT[language]):
        answers = list(ANSWERED[language][:5])
        answers[number % 3 + 1] = short
        pairs = zip(ASKED[language][:5], answers, strict=True)
        text = "夜班\n\n" + "".join(pattern.format(asked, answered) for asked, answered in pairs)
        script = read_bytes(text.encode(), "made.md" if "**" in pattern else "made.txt")
        heard = fold("".join(paragraph for turn in script.turns for paragraph in turn.paragraphs))
        if fold(short) not in heard:
            yield short


def made_right(seed: int, clean: bool) -> bool:
    """Whether a made interview of a shape and with names that no weight was fitted on is read rightly."""
    made = interviews.make(seed, held=True, clean=clean)
    script = read_bytes(made.text.encode(), made.name)
    return [key_of(turn.label or "") for turn in script.turns] == [key_of(label) for label, _ in made.turns]


def main() -> None:
    """Print the tables."""
    print("Ordinary labels: scripts read rightly, by number of guests")
    whole = []
    for host in ORDINARY:
        rows = [list(talks(host, guests)) for guests in range(2, 6)]
        print(f"  {host + ' / ' + ORDINARY[host].split()[0]:<28}" + "  ".join(f"{sum(r)}/{len(r)}" for r in rows))
        whole += [right for row in rows for right in row]
    print(f"  all: {sum(whole)} of {len(whole)} = {100 * sum(whole) / len(whole):.1f} %\n")
    print("Short answers lost")
    lost = {style: list(lost_answers(style)) for style in STYLES}
    for style, answers in lost.items():
        print(f"  {style:<22}{len(answers)} of {len(SHORT[STYLES[style][0]])}  {' | '.join(answers)}")
    print(f"  all: {sum(map(len, lost.values()))} of {sum(len(SHORT[language]) for language, _ in STYLES.values())}\n")
    for clean in (True, False):
        right = sum(made_right(seed, clean) for seed in range(10_000, 10_200))
        print(f"Made interviews of unseen shapes {'without' if clean else 'with'} noise: {right} of 200")


if __name__ == "__main__":
    main()
