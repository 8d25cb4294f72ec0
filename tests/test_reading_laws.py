"""The three laws of reading, on made interviews (bench/interviews.py), on ordinary labels and on all goldens.

1. Speech is never dropped by a guess. 2. The file's own pattern says who speaks, not what a name looks like. 3. What
was guessed is shown, and can be overruled by name.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from support.bench import of_bench
from test_script_golden import SCRIPTS

from audiobuild.model import Role, Script
from audiobuild.script import read_bytes, reading_report
from audiobuild.script.evidence import weights
from audiobuild.script.label_candidates import key_of
from audiobuild.script.lines import fold

ROOT = Path(__file__).parent.parent


interviews, labels = of_bench("interviews"), of_bench("labels")
ORDINARY, STYLES = labels.ORDINARY, labels.STYLES

ASKED = ["您怎么想到做这件事？", "后来呢？", "那一年发生了什么？", "谁教您的？", "还会回去吗？"]
ANSWERED = ["没有人知道后来怎么样了。", "我在河边住了很久。", "是我姑姑教的。", "其实不难。", "那时候它还很新。"]
ASKED_EN = ["Why a lighthouse?", "What happened then?", "Who taught you?", "And the winter?", "Did you go back?"]
ANSWERED_EN = [
    "Nobody knows.",
    "I lived by the water.",
    "My aunt did.",
    "It is slow.",
    "There were thirty people, all of them cold.",
]


def said(script: Script) -> str:
    """All that is heard, folded."""
    lede = script.lede.paragraphs if script.lede else ()
    every = [*lede, *(text for turn in script.turns for text in turn.paragraphs), *(s.title for s in script.sections)]
    return fold("".join([script.title.text, *every]))


@pytest.mark.parametrize("seed", range(0, 400, 4))
def test_every_turn_of_a_made_interview_is_heard(seed: int) -> None:
    made = interviews.make(seed, held=seed % 8 == 0)
    heard = said(read_bytes(made.text.encode(), made.name))
    for text, times in Counter(fold(text) for _, text in made.turns).items():
        assert heard.count(text) >= times, text


SHORT = {
    "zh": "不知道。 没有。 两次。 我姑姑。 盐。 十分钟。 2001年5月3日。 地点：江边。 来源：河。 你可能不信。 留言很多。 "
    "感谢我母亲。 注：没有。 A和B。 先写Q：题，再写A：答。 三页。 转发吧。 扫码就行。 本文是我写的。 摄影：我自己。",
    "en": "Not a clue.|In a heartbeat.|Vitamin A, zinc.|Never.|Yes, exactly.|For a while.|With a pencil.|Once a week.|"
    "Half a mile.|Of course.|Not at all.|Plan B.|Type O, mostly.|Location: Oslo.|In 1998.|May 3, 2001.|The end.|"
    "Related, yes.|Share it.|Photo by my son.",
}


@pytest.mark.parametrize("style", STYLES)
def test_no_short_answer_is_lost(style: str) -> None:
    language, pattern = STYLES[style]
    asked, answered = (ASKED, ANSWERED) if language == "zh" else (ASKED_EN, ANSWERED_EN)
    for number, short in enumerate(SHORT[language].split(" " if language == "zh" else "|")):
        answers = [short if place == number % 3 + 1 else text for place, text in enumerate(answered)]
        text = "夜班\n\n" + "".join(pattern.format(q, a) for q, a in zip(asked, answers, strict=True))
        script = read_bytes(text.encode(), "made.md" if "**" in pattern else "made.txt")
        assert [turn.role for turn in script.turns] == [Role.HOST, Role.GUEST] * 5, short
        assert fold(short) in said(script)


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_no_golden_loses_a_sentence_of_a_turn_by_a_guess(name: str) -> None:
    script = read_bytes(SCRIPTS[name].read_bytes(), SCRIPTS[name].name)
    assert not [warning for warning in script.warnings if warning.code == "left-out"]


@pytest.mark.parametrize("guests", range(2, 6))
@pytest.mark.parametrize("host", ORDINARY)
def test_every_guest_is_a_speaker_whatever_the_names_are(host: str, guests: int) -> None:
    chance = random.Random(f"{host} {guests}")
    names = [name.replace("_", " ") for name in ORDINARY[host].split()[:guests]]
    asked, answered = (ASKED_EN, ANSWERED_EN) if host.isascii() else (ASKED, ANSWERED)
    order = [who for _ in range(6) for who in (host, *chance.sample(names, min(2, guests)))]
    texts = [chance.choice(asked if who == host else answered) for who in order]
    text = "The Night Shift\n\n" + "".join(f"{who}: {t}\n\n" for who, t in zip(order, texts, strict=True))
    script = read_bytes(text.encode(), "made.txt")
    assert [key_of(turn.label or "") for turn in script.turns] == [key_of(who) for who in order]
    assert {turn.role for turn, who in zip(script.turns, order, strict=True) if who == host} == {Role.HOST}
    assert {turn.role for turn, who in zip(script.turns, order, strict=True) if who != host} == {Role.GUEST}


def test_hosts_and_guests_of_the_front_matter_are_speakers() -> None:
    text = "---\nhosts: [杨帆]\nguests: 米粒、团子\n---\n杨帆：河冻上了。\n\n米粒：冻上了。\n\n团子：还没有。\n"
    script = read_bytes(text.encode(), "made.txt")
    assert [(turn.label, turn.role) for turn in script.turns] == [
        ("杨帆", Role.HOST),
        ("米粒", Role.GUEST),
        ("团子", Role.GUEST),
    ]


def test_what_listeners_say_alone_on_a_line_is_nobody_s_name() -> None:
    text = "A Loom\n\n" + "".join(
        f"JUNE ABARA\n{q}\n\nOkay.\n\nTOR HALDEN\n{a}\n\nExactly.\n\n"
        for q, a in zip(ASKED_EN, ANSWERED_EN, strict=True)
    )
    script = read_bytes(text.encode(), "loom.txt")
    assert {speaker.label for speaker in script.speakers} == {"JUNE ABARA", "TOR HALDEN"}


def test_the_signs_of_the_evidence_are_what_they_say() -> None:
    """A refit that turns one of these round has learnt something else from its interviews."""
    given, once = weights()["given_labels"], weights()["once"]
    for table in (given, once):
        assert table["same_form"] > 0
        assert table["name_2"] > 0
        assert table["ends_in_stop"] <= 0


REFUSED = "夜班\n\n问：您怎么想到的？\n答：没有人知道。\n网友：我也不知道。\n问：后来呢？\n答：后来不难。\n"


def test_a_refused_head_is_shown_and_made_a_speaker_by_name() -> None:
    script = read_bytes(REFUSED.encode(), "made.txt")
    assert "网友：我也不知道。" in [text for turn in script.turns for text in turn.paragraphs]
    assert "网友" in reading_report(script, {}).partition("not as labels")[2].partition("\n\n")[0]
    named = read_bytes(REFUSED.encode(), "made.txt", {"网友": Role.GUEST})
    assert [(turn.label, turn.paragraphs) for turn in named.turns][2] == ("网友", ("我也不知道。",))
