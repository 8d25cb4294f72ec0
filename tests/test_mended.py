"""Wrong readings, each mended by one line: what is heard of a script before, the line, and what is heard after.

A line is of the front matter, an option, or a line of the script that is written otherwise.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from audiobuild.building.casting import cast_script
from audiobuild.building.requests import BuildRequest
from audiobuild.config import read_profiles
from audiobuild.engines import make
from audiobuild.model import Pauses, Role, Show
from audiobuild.planning.plan import plan_lines
from audiobuild.script import read_bytes, read_script


class Mend(NamedTuple):
    """A script, the line that mends its reading, and one of the things heard before and after.

    `line` is "key: value" for the front matter, "--as NAME=ROLE", or "OLD -> NEW" for a line of the script.
    """

    name: str
    text: str
    line: str
    before: str
    after: str


BACK = "对谈\n\n沈越：那本书我看完了。\n\n何田：真的？你喜欢吗？\n\n沈越：喜欢。讲的是河。\n\n何田：哪条河？\n\n沈越：好像是淮河。\n"
NIGHT = "夜班\n\n记者：几点下班？\n\n老马：六点。\n\n记者：累吗？\n\n老马：累。\n\n围观者：他天天这样！\n\n记者：为什么？\n\n老马：喜欢。\n"
FERRY = "渡口\n\n记者：您几点开船？\n\n老秦：五点。\n\n他站起来，把缆绳解开。\n\n记者：怕水吗？\n\n老秦：不怕。\n"
HONEY = "采蜜\n\n记者：您怎么卖蜜？\n\n老曹：一句话。\n\n扫码关注我们的公众号，蜜就寄到您家。\n\n记者：有人买吗？\n\n老曹：有。\n"
SONG = "歌\n\n记者：那首歌叫什么？\n\n阿乐：叫这个：\n\n转发到朋友圈\n\n记者：好听吗？\n\n阿乐：好听。\n"
BEES = "蜂\n\n记者：您怎么养？\n\n老曹：慢慢养。\n\n录音到这里断了一分钟。\n\n记者：现在呢？\n\n老曹：四十箱。\n"
ALONE = "一个人的山\n\n我常常问自己，为什么要上山？\n\n山上有雪，有风。\n\n谁会住在那里？\n\n没有人住，只有鸟来。\n"
TEA = "茶\n2023年5月，在山上\n\n记者：分几步？\n\n老茶：三步。\n\n记者：难吗？\n\n老茶：难。\n"
EDITOR = "编辑\n\n记者：书上写什么？\n\n老白：写着：\n\n责任编辑：白山\n\n记者：那是您？\n\n老白：是我父亲。\n"
KILN = "Talk\n\nMira: You said you would come.\n\nTom: I did. Why would I not?\n\nMira: Tell me about the kiln.\n\nTom: What is there to tell? Did you see it?\n\nMira: Go on.\n\nTom: It cracks in winter.\n"
SIGNS = "■ 春天来的。\n□ 您什么时候来的\n■ 因为海。\n□ 为什么留下\n"
AFTERWORD = (
    "编后\n\n记者：累吗？\n\n老白：累。\n\n记者：后悔吗？\n\n老白：不。\n\n（完）\n\n老白后来又打来电话，说他不累。\n"
)
PANEL = "圆桌\n\n程实：我先说，水是关键。\n\n陆远：我同意。\n\n林禾：两位都对，那人呢？\n\n程实：人最难。\n\n陆远：人可以学。\n\n林禾：怎么学？\n\n程实：慢慢学。\n"
HUT = "山居\n\n问：住多久了？\n答：二十年。\n记：他笑了笑。\n问：一个人？\n答：一个人。\n"
BOLD = "**谈谈你的童年**\n\n我在山里长大。\n\n**再说说那条路**\n\n路是后来修的。\n\n**最后一句话**\n\n慢慢走。\n"
BOAT = "### 河\n\n记者：河宽吗？\n\n老秦：宽。\n\n### 3. 船\n\n记者：船大吗？\n\n老秦：不大。\n"
TYPO = "茶\n\n记者：分几步？\n\n老茶：三步。\n\n记者：难吗？\n\n老查：难。\n"
RAIN = "雨\n\n今年雨多吗？\n\n多。\n\n比去年呢？\n\n多一倍。\n"

READINGS = (
    Mend("the guest asks back", BACK, "hosts: [沈越]", "A 那本书我看完了。", "Q 那本书我看完了。"),
    Mend("the same by the guest", BACK, "guests: [何田]", "Q 真的？你喜欢吗？", "A 真的？你喜欢吗？"),
    Mend("the same by an option", BACK, "--as 沈越=Q", "Q 哪条河？", "A 哪条河？"),
    Mend("somebody who speaks once", NIGHT, "labels: [围观者]", "A 累。 / 围观者：他天天这样！", "A 他天天这样！"),
    Mend("the same with a role", NIGHT, "围观者: N", "A 累。 / 围观者：他天天这样！", "N 他天天这样！"),
    Mend("a scene inside an answer", FERRY, "他站起来 -> 旁白：他站起来", "A 五点。 / 他站起来，把缆绳解开。", "N 他站起来，把缆绳解开。"),
    Mend("speech like an ad", HONEY, 'keep: ["扫码关注我们"]', "A 一句话。", "A 一句话。 / 扫码关注我们的公众号，蜜就寄到您家。"),
    Mend("a song like an ad", SONG, 'keep: ["转发到朋友圈"]', "A 叫这个：", "A 叫这个： / 转发到朋友圈"),
    Mend("a note like speech", BEES, 'drop: ["录音到这里断了"]', "A 慢慢养。 / 录音到这里断了一分钟。", "A 慢慢养。"),
    Mend("the same by its line", BEES, "drop: [10]", "A 慢慢养。 / 录音到这里断了一分钟。", "A 慢慢养。"),
    Mend("questions to oneself", ALONE, "style: narration", "Q 谁会住在那里？", "N 我常常问自己，为什么要上山？ / 山上有雪，有风。 / 谁会住在那里？ / 没有人住，只有鸟来。"),
    Mend("a place that is speech", TEA, 'keep: ["在山上"]', "", "N 2023年5月，在山上"),
    Mend("credits that are quoted", EDITOR, 'keep: ["责任编辑：白山"]', "A 写着：", "A 写着： / 责任编辑：白山"),
    Mend("the host only states", KILN, "hosts: [Mira]", "A Go on.", "Q Go on."),
    Mend("signs the other way", SIGNS, "□: Q", "Q 春天来的。", "A 春天来的。"),
    Mend("an afterword", AFTERWORD, 'keep: ["老白后来"]', "", "N 老白后来又打来电话，说他不累。"),
    Mend("a chair who narrates", PANEL, "林禾: N", "Q 怎么学？", "N 怎么学？"),
    Mend("a note with a label", HUT, "记: N", "A 他笑了笑。", "N 他笑了笑。"),
    Mend("no title", BOLD, "title: 那条路", "# talk", "# 那条路"),
    Mend("a number that belongs to a heading", BOAT, 'keep: ["3. 船"]', "## 船", "## 3. 船"),
    Mend("a name with a slip", TYPO, "老查 -> 老茶", "老查 speaks 1", "老茶 speaks 2"),
    Mend("questions of an essay", RAIN, "style: narration", "A 多一倍。", "N 今年雨多吗？ / 多。 / 比去年呢？ / 多一倍。"),
)  # fmt: skip


def mended(text: str, line: str) -> tuple[str, dict[str, Role]]:
    """The script with the line, and the roles of options."""
    if line.startswith("--as "):
        name, role = line.removeprefix("--as ").split("=")
        return text, {name: Role(role)}
    if " -> " in line:
        old, new = line.split(" -> ")
        assert text.count(old) == 1
        return text.replace(old, new), {}
    return f"---\n{line}\n---\n{text}", {}


def heard(text: str, roles: dict[str, Role]) -> list[str]:
    """Title, headings and turns as they are heard, and who speaks how often."""
    script = read_bytes(text.encode(), "talk.txt", roles)
    found = [f"# {script.title.text}", *(f"## {section.title}" for section in script.sections)]
    if script.lede:
        found.append(f"N {' / '.join(script.lede.paragraphs)}")
    found += [f"{turn.role.value} {' / '.join(turn.paragraphs)}" for turn in script.turns]
    return [*found, *(f"{who.label} speaks {who.turns}" for who in script.speakers)]


@pytest.mark.parametrize("mend", READINGS, ids=lambda mend: mend.name)
def test_a_wrong_reading_is_mended_by_one_line(mend: Mend) -> None:
    before, after = heard(mend.text, {}), heard(*mended(mend.text, mend.line))
    assert mend.after in after
    assert mend.after not in before
    if mend.before:
        assert mend.before in before
        assert mend.before not in after


def test_there_are_twenty() -> None:
    assert len(READINGS) + len(SOUNDS) + len(VOICES) >= 25


SOUNDS = (
    Mend("a name with two readings", "A 阿行来了。", "阿行 -> 阿行（háng）", "xíng", "háng"),
    Mend("the same for the script", "A 阿行来了。", "lexicon: {阿行: ā háng}", "xíng", "háng"),
    Mend("a number by its figures", "A 一共2008次。", "2008 -> 2008（读：二零零八）", "qiān", "èr líng líng bā"),
    Mend("a name of letters", "A 我用nginx。", "lexicon: {nginx: engine x}", "nginx", "engine x"),
)


@pytest.mark.parametrize("mend", SOUNDS, ids=lambda mend: mend.name)
def test_a_wrong_pronunciation_is_mended_by_one_line(mend: Mend) -> None:
    def said(text: str) -> str:
        script = read_bytes(text.encode(), "talk.txt")
        profiles = read_profiles(None)
        voices = dict.fromkeys([*(who.id for who in script.speakers), "n"], profiles["kokoro"].voices["zm_yunxi"])
        engine = make("kokoro", Show(lexicon=dict(script.settings.get("lexicon", {}))))
        lines = plan_lines(script, voices, Pauses()).lines
        return " ".join(piece.pinyin for line in lines for piece in engine.pronounce(line.utterance).pieces)

    text = f"标题\nQ 好吗？\n{mend.text}\n"
    before, after = said(text), said(mended(text, mend.line)[0])
    assert (mend.before in before, mend.after in after) == (True, True)
    assert mend.after not in before


VOICES = (
    Mend(
        "a sex that the text does not show", "记者：累吗？\n何田：不累。\n", "gender: {何田: female}", "male", "female"
    ),
    Mend("a voice of one's own", "记者：累吗？\n何田：不累。\n", "cast: {何田: zm_yunxia}", "zm_yunyang", "zm_yunxia"),
)


@pytest.mark.parametrize("mend", VOICES, ids=lambda mend: mend.name)
def test_a_voice_that_does_not_fit_is_mended_by_one_line(mend: Mend, tmp_path: Path) -> None:
    def voice(text: str) -> str:
        path = tmp_path / "talk.txt"
        path.write_text(text, "utf-8")
        cast = cast_script(read_script(path), BuildRequest(path, tmp_path, tmp_path, tmp_path)).voices["a"]
        return f"{cast.gender} {cast.name}"

    text = f"茶\n{mend.text}"
    assert mend.before in voice(text).split()
    assert mend.after in voice(mended(text, mend.line)[0]).split()
