"""Who speaks where names are missing, merged, or given once, in made scripts of kinds that people publish."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

import pytest
from support.reading import turns_of

from audiobuild.model import Role
from audiobuild.script import read_bytes

# -------------------------------------------------------------------------------- captions that mark only the change


def cues(*texts: str) -> str:
    """WebVTT with a cue of three seconds for each text."""
    times = (f"00:{n // 20:02d}:{n * 3 % 60:02d}.000 --> 00:{n // 20:02d}:{n * 3 % 60 + 2:02d}.900" for n in range(999))
    return "WEBVTT\n\n" + "\n".join(f"{time}\n{text}\n" for time, text in zip(times, texts, strict=False))


TALK = (
    "How deep is\nthe well?",
    "{}It is deep.",
    "{}And cold?",
    "{}No colder than\nthe brook.",
    "{}Who dug it?",
    "{}We did.",
)
READ = [
    "Q: How deep is the well?",
    "A: It is deep.",
    "Q: And cold?",
    "A: No colder than the brook.",
    "Q: Who dug it?",
    "A: We did.",
]


def said_in(text: str, name: str) -> list[str]:
    """The turns as "role: text"."""
    return [f"{turn[0]}:{turn.partition(':')[2]}" for turn in turns_of(text, name)]


@pytest.mark.parametrize("mark", [">> ", ">>", ">>> ", "&gt;&gt; "])
def test_two_voices_alternate_at_the_marks_of_captions_without_names(mark: str) -> None:
    text = cues(*(line.format(mark) for line in TALK))
    assert said_in(text, "a.vtt") == READ
    assert "voices-alternate" in [warning.code for warning in read_bytes(text.encode(), "a.vtt").warnings]


def test_a_change_of_speaker_inside_a_cue_or_a_line_begins_a_turn() -> None:
    text = cues(
        "How deep is\nthe well?\n>> It is deep. >> And\ncold?",
        ">> No colder than\nthe brook. >> Who dug it?",
        ">> We did.",
    )
    assert said_in(text, "a.vtt") == READ


def test_the_second_voice_is_the_host_if_it_asks() -> None:
    text = cues("I dig.", ">> Wells?", ">> Wells.", ">> By hand?", ">> By hand.", ">> Alone?", ">> Never.")
    assert said_in(text, "a.vtt")[:3] == ["A: I dig.", "Q: Wells?", "A: Wells."]


def test_one_who_only_laughs_changes_no_voice() -> None:
    text = cues(
        ">> How deep?", ">> Deep.", ">> [LAUGH]", ">> Twenty feet.", ">> Cold?", ">> Yes.", ">> Why?", ">> Ask it."
    )
    assert said_in(text, "a.vtt")[1:3] == ["A: Deep. / Twenty feet.", "Q: Cold?"]


def test_a_few_remarks_from_the_room_leave_a_talk_to_one_voice() -> None:
    text = cues("Wells are old.", ">> How old?", ">> Very.", *(f"Well {n} is dry." for n in range(20)))
    assert {turn.role.value for turn in read_bytes(text.encode(), "a.vtt").turns} == {"N"}


@pytest.mark.parametrize("change", [">> ", "- "])
def test_names_are_labels_behind_the_marks_of_captions(change: str) -> None:
    text = cues(
        *(f"{change}{who}: {said}" for n in range(4) for who, said in (("ANN", f"Is well {n} deep?"), ("BO", "It is.")))
    )
    assert turns_of(text, "a.vtt")[:2] == ["Q ANN: Is well 0 deep?", "A BO: It is."]


WELL = ["Q: How deep is the well?", "A: It is deep. / And cold.", "Q: And dry?", "A: No.", "Q: Who dug it?", "A: We."]


@pytest.mark.parametrize("voice", ["<v {}>", "<v.loud {}>", ">> <v {}>", "<v {}><i></i>"])
def test_a_voice_tag_begins_a_turn_wherever_it_stands(voice: str) -> None:
    q, a = voice.format("Ann Lee"), voice.format("Bo Roe")
    text = cues(
        f"{q}How deep is the well?</v>",
        f"{a}It is deep.\nAnd cold.</v> {q}And dry?</v>",
        f"{a}No.</v>",
        f"{q}Who dug it? {a}We.</v>",
    )
    script = read_bytes(text.encode(), "a.vtt")
    assert said_in(text, "a.vtt") == [line.replace(" / ", " ") for line in WELL]
    assert "metadata" not in {cut.reason for cut in script.dropped if cut.line > 1}


def test_a_known_label_behind_a_sentence_begins_a_turn() -> None:
    text = cues(
        "ANN: How deep is the well?",
        "BO: It is deep.\nAnd cold. ANN: And dry?",
        "BO: No. ANN: Who dug\nit?",
        "BO: We.",
    )
    assert said_in(text, "a.vtt") == [line.replace(" / ", " ") for line in WELL]


@pytest.mark.parametrize(
    "said", ["One rule. Note: no boots.", "One rule for ANN: no boots.", "It was. At 10:30 we ate."]
)
def test_other_words_before_a_colon_stay_with_their_speaker(said: str) -> None:
    text = cues("ANN: Any rules?", f"BO: {said}", "ANN: Who dug it?", "BO: We.")
    assert f"A: {said}" in said_in(text, "a.vtt")


@pytest.mark.parametrize("head", ["", "WEBVTT\n\n"])
@pytest.mark.parametrize("word", ["NOTE:", "NOTE the pump,", "STYLE:", "REGION:"])
def test_speech_that_begins_like_a_block_of_subtitles_is_spoken(head: str, word: str) -> None:
    told = cues("ANN: Any rules?", f"BO: One. Never sit.\n{word} it was", "broken.", "ANN: Why?", "BO: Ask it.")
    said = said_in(head + told.removeprefix("WEBVTT\n\n"), "a.vtt" if head else "a.srt")
    assert said[1].replace(" / ", " ") == f"A: One. Never sit. {word} it was broken."


def test_a_comment_of_webvtt_is_not_spoken() -> None:
    text = cues("ANN: Any rules?", "BO: One.\n\nNOTE it was broken.\nAnd old.", "ANN: Why?", "BO: Ask it.")
    assert said_in(text, "a.vtt") == ["Q: Any rules?", "A: One.", "Q: Why?", "A: Ask it."]


@pytest.mark.parametrize("cue", ["&gt;&gt; Deep.\n>> Cold?", ">> Deep. >> Cold?", "- Deep.\n- Cold?"])
def test_a_change_without_a_name_is_the_other_of_two_named_speakers(cue: str) -> None:
    text = cues("ANN: Is the well old?", "BO: It is.", "ANN: And what else?", cue, "BO: Yes.")
    warnings = [w.code for w in read_bytes(text.encode(), "a.vtt").warnings]
    assert turns_of(text, "a.vtt")[2:] == ["Q ANN: And what else?", "A BO: Deep.", "Q ANN: Cold?", "A BO: Yes."]
    assert "voices-alternate" in warnings


def test_a_change_without_a_name_among_three_speakers_is_warned_of() -> None:
    said = [f"{who}: {what}" for what in ("It is old.", "It is deep.") for who in ("ANN", "BO", "CY")]
    script = read_bytes(cues(*said, ">> Is it?").encode(), "a.vtt")
    assert "no-label-here" in [w.code for w in script.warnings]


def test_a_dash_before_one_line_of_a_cue_changes_no_speaker() -> None:
    text = cues("ANN: Is the well old?", "BO: It is.", "- It has\ntwo floors.", "ANN: And deep?", "BO: Yes.")
    assert len(turns_of(text, "a.vtt")) == 4


# ---------------------------------------------------------------------------------------- questions in quotation marks


@pytest.mark.parametrize(("quote", "dash"), [('"{}"', ""), ('"{} "', "-"), ("“{}”", "— "), ("「{}」", "")])
def test_paragraphs_in_quotation_marks_that_ask_and_alternate_with_text_are_the_questions(
    quote: str, dash: str
) -> None:
    asked = (
        "How did you come to the mill?",
        "Just luck, then.",
        "And who grinds now?",
        "You do not, I hear.",
        "Do you bake, too?",
    )
    told = ("By boat.", "My sister says so.", "She does.", "No longer.", "On Sundays.")
    text = "".join(f"{quote.format(one)}\n\n{dash}{two}\n\n" for one, two in zip(asked, told, strict=True))
    expected = [turn for one, two in zip(asked, told, strict=True) for turn in (f"Q: {one}", f"A: {two}")]
    assert said_in(f"# The Mill\n\n{text}", "a.md") == expected


def test_quotations_in_a_portrait_ask_nobody() -> None:
    text = "".join(
        f"He came back in year {n}. He said:\n\n“I have never left. What is year {n} to me.”\n\n" for n in range(6)
    )
    assert {turn.role.value for turn in read_bytes(f"# A Miller\n\n{text}".encode(), "a.md").turns} == {"N"}


@pytest.mark.parametrize("dash", ["—", "–", "--"])
def test_a_dash_behind_a_bold_name_is_not_spoken(dash: str) -> None:
    text = "".join(f"**Ida Roth** {dash} Is year {n} dry?\n\n**Bo Lund** {dash} It is.\n\n" for n in range(4))
    assert turns_of(f"# The Dry Year\n\n{text}")[:2] == ["Q Ida Roth: Is year 0 dry?", "A Bo Lund: It is."]


# ------------------------------------------------------------------------------------- words without a label below a question


def _of_three(*last: str) -> str:
    """A talk of Vera with Ruth and Olaf, and further lines."""
    talk = [
        line for n in range(4) for line in (f"**Vera:** Is year {n} wet?", "**Ruth:** It is.", "**Olaf:** It is not.")
    ]
    return "# Wet Years\n\n" + "\n\n".join([*talk, *last]) + "\n"


@pytest.mark.parametrize(
    ("question", "more"), [("Who knows that?", "I asked at the mill."), ("Как так?", "Я спросила на мельнице.")]
)
def test_what_a_named_host_adds_below_his_question_is_his_own_where_several_answer(question: str, more: str) -> None:
    text = _of_three(f"**Vera:** {question}", more, "## The Mill", "**Vera:** So?", "**Ruth:** It was dry.")
    assert f"Q Vera: {question} / {more}" in turns_of(text)
    assert {who.label for who in read_bytes(text.encode(), "a.md").speakers} >= {"Vera", "Ruth", "Olaf"}


def test_words_below_a_question_without_a_name_are_an_answer_of_somebody() -> None:
    turns = turns_of(
        _of_three("**Vera:** So?", "**Ruth:** No.").replace("Vera", "Q") + "\n**Q:** And now?\n\nNobody knows.\n"
    )
    assert turns[-2:] == ["Q Q: And now?", "A None: Nobody knows."]


@pytest.mark.parametrize(
    "question", ["那一年下雨了吗？说说当时的情形。", "Did it rain that year? Please tell us more about those days."]
)
def test_plain_words_below_a_bold_question_are_the_answer_though_the_others_have_labels(question: str) -> None:
    turns = "".join(f"**Q:第{n}年下雨吗？**\n\n**Ruth**: It did.\n\n" for n in range(4))
    read = turns_of(
        f"# Rain\n\n{turns}**Q:{question}**\n\nIt poured, and we sat in the barn.\n\n**Q:And then?**\n\n**Ruth**: Sun.\n"
    )
    assert read[-4:-2] == [f"Q Q: {question}", "A None: It poured, and we sat in the barn."]


# ---------------------------------------------------------------------------------------------------- the agenda of a talk


def _meeting(agenda: str) -> str:
    """A talk of three with names who ask one another; an item of the agenda is above each part."""
    items = ("How deep is a well?", "Who digs it?", "Is it cold?")
    parts = "".join(
        f"{agenda.format(item)}\n\n**Vera:** Let me begin with item {n}. Ruth, what is it?\n\n**Ruth:** It is old.\n\n"
        f"**Vera:** Olaf, do you agree?\n\n**Olaf:** I do.\n\n"
        for n, item in enumerate(items, 1)
    )
    return f"# The Meeting\n\n**Vera:** Welcome back to the show. I am Vera.\n\n**Ruth:** I am Ruth.\n\n{parts}"


@pytest.mark.parametrize("agenda", ["_{}_", "**{}**", "## {}"])
def test_items_of_an_agenda_that_ask_are_no_speakers_turns(agenda: str) -> None:
    text = _meeting(agenda)
    assert {turn.split(":")[0] for turn in turns_of(text)} == {"Q Vera", "A Ruth", "A Olaf"}
    assert "How deep is a well?" in [section.title for section in read_bytes(text.encode(), "a.md").sections]


def test_a_host_who_speaks_of_himself_goes_on_below_an_item_of_the_agenda() -> None:
    text = (
        _meeting("_{}_")
        .replace("_Who digs it?_", "## Wells")
        .replace("Olaf:** I do.", "Olaf:** I do.\n\n**Vera:** Next.")
    )
    turns = read_bytes(
        text.replace("**Vera:** Let me begin with item 2.", "I know it, and I like it.").encode(), "a.md"
    ).turns
    assert [turn.label for turn in turns if "I like it" in turn.paragraphs[0]] == ["Vera"]


# ------------------------------------------------------------------------------------------------- labels of several, and of none


@pytest.mark.parametrize(
    ("one", "two", "both"),
    [
        ("Ida", "Bo", "Ida und Bo"),
        ("Ida", "Bo", "Bo & Ida"),
        ("阿蛮", "石砚", "阿蛮、石砚"),
        ("阿蛮", "石砚", "阿蛮和石砚"),
        ("Ida", "Bo", "Ida et Bo"),
    ],
)
def test_a_label_of_two_speakers_makes_neither_the_other(one: str, two: str, both: str) -> None:
    talk = "".join(f"**Vera:** Is it year {n}?\n\n**{one}:** It is.\n\n**{two}:** It is not.\n\n" for n in range(4))
    text = f"# Years\n\n{talk}**Vera:** So?\n\n**{both}:** We do not know.\n"
    speakers = read_bytes(text.encode(), "a.md").speakers
    assert [(who.name, who.turns) for who in speakers if who.role.value == "A"] == [(one, 4), (two, 4), (both, 1)]


@pytest.mark.parametrize(
    "field",
    ["**Fotos:** Bo Lund", "**Quellen:**\n\n- [Wells e. V.](https://example.org/a)\n- [Ponds](https://example.org/b)"],
)
def test_a_field_below_the_talk_is_no_speaker(field: str) -> None:
    talk = "".join(f"**Vera:** Is it year {n}?\n\n**Ida:** It is.\n\n" for n in range(4))
    text = f"# Years\n\n{talk}The well is open on Sundays.\n\n{field}\n"
    assert {who.label for who in read_bytes(text.encode(), "a.md").speakers} <= {"Vera", "Ida", None}


def test_one_who_speaks_last_and_once_is_a_speaker() -> None:
    talk = "".join(f"**Vera:** Is it year {n}?\n\n**Ida:** It is.\n\n" for n in range(4))
    assert (
        turns_of(f"# Years\n\n{talk}And it rains.\n\n**Bo:** Goodbye to all of you.\n")[-1]
        == "A Bo: Goodbye to all of you."
    )


# -------------------------------------------------------------------------------------- an asker without a name among names


def _band(remark: str) -> str:
    """A talk with three of a band: single list items ask, and one of the three asks once."""
    asked = "".join(f"- Was year {n} wet?\n\nIda: It was.\n\nBo: Quite.\n\n" for n in range(5))
    return f"# The Band\n\nThey met at a mill.\n\n{asked}- And then?\n\nIda: Bo, do you know?\n\nBo: No.\n\n{remark}\n\nIda: It is.\n"


@pytest.mark.parametrize("remark", ["- I hear the mill is closed.", "- The last song is about it (I like it)."])
def test_a_single_item_that_does_not_ask_is_the_askers_above_a_label(remark: str) -> None:
    turns = turns_of(_band(remark))
    assert f"Q None: {remark[2:]}" in turns
    assert {turn.partition(":")[0] for turn in turns} == {"Q None", "A Ida", "A Bo"}


def test_a_list_of_things_above_a_label_is_the_answer_of_the_one_above_it() -> None:
    turns = turns_of(_band("- The stones.\n- The wheel."))
    assert "A Bo: No. / The stones. / The wheel." in turns


@pytest.mark.parametrize(
    "line",
    [
        "Interviewer: Roth, Vera Photo: Nils Aaby",
        "**Interviewer:** Vera Roth  **Translator:** nils",
        "聞き手：宮田　写真：三原澄",
    ],
)
def test_a_line_of_fields_with_an_interviewer_is_nobodys_speech(line: str) -> None:
    text = _band("- The mill is closed.").replace(
        "They met at a mill.", f"They met at a mill.\n\n{line}\n\nAnd they stayed."
    )
    assert {turn.partition(":")[0] for turn in turns_of(text)} == {"Q None", "A Ida", "A Bo"}


# ------------------------------------------------------------------------------------------------ what front matter asks for

TWO = "# 海\n\n小夏：第一天怎样？\n\n许望潮：下雨。\n\n小夏：后来呢？\n\n老许：又下雨。\n\n小夏：还有谁？\n\n许望潮：没有。\n何姐：还有我。\n\n小夏：谢谢两位。\n"


def cast_of(front: str, overrides: Mapping[str, Role] = {}) -> list[tuple[str | None, str | None, int]]:
    """The label, the name and the number of turns of each speaker, in the order of the cast."""
    script = read_bytes(f"---\n{front}\n---\n\n{TWO}".encode(), "a.md", overrides)
    return [(who.label, who.name, who.turns) for who in script.speakers]


def warned(front: str) -> str:
    """The messages of the warnings."""
    return " ".join(warning.message for warning in read_bytes(f"---\n{front}\n---\n\n{TWO}".encode(), "a.md").warnings)


@pytest.mark.parametrize("line", ["it leaks still", "no one is paid"])
def test_a_line_that_is_dropped_changes_nobodys_label(line: str) -> None:
    talk = "".join(f"Vera: Was year {n} wet?\n\nRuth: It was, and cold.\n\n" for n in range(5))
    last = "Onyx: it leaks still\n\nVera: Why does it leak?\n\nOnyx: no one is paid\n\nVera: Thank you.\n"
    turns = turns_of(f"---\ndrop: {line}\n---\n\n{talk}{last}")
    assert len([turn for turn in turns if turn.startswith("A Onyx:")]) == 1


@pytest.mark.parametrize("who", ["何姐", "老许", "小夏"])
def test_confirming_a_role_moves_nobody_in_the_cast(who: str) -> None:
    role = Role.HOST if who == "小夏" else Role.GUEST
    assert cast_of("date: 2024-05-01", {who: role}) == cast_of("date: 2024-05-01")


def test_a_name_in_the_cast_makes_two_labels_one_speaker() -> None:
    front = "cast:\n  老许: {role: A, name: 许望潮}"
    assert [who[1:] for who in cast_of(front)] == [("小夏", 4), ("许望潮", 3), ("何姐", 1)]
    assert "老许" not in warned(front)


def test_an_unknown_key_of_a_member_of_the_cast_is_named() -> None:
    assert "did you mean “role”?" in warned("cast:\n  老许: {rolle: A}")


@pytest.mark.parametrize(("name", "near"), [("小厦", "小夏"), ("[小厦, 张三]", "小夏")])
def test_a_host_spelt_almost_like_a_short_name_is_warned_of(name: str, near: str) -> None:
    assert f"did you mean “{near}”?" in warned(f"hosts: {name}")
    assert "speaks nowhere" not in warned("hosts: [小夏, 张三]")


# --------------------------------------------------------------------------------------------- words before a colon, and appeals


@pytest.mark.parametrize("mark", ["{}：{}", "**{}：**{}", "**{}**：{}"])
@pytest.mark.parametrize("word", ["注意", "背景", "误区", "温馨提示", "Background", "Achtung"])
def test_a_word_that_introduces_a_paragraph_of_two_or_three_answers_is_no_speaker(word: str, mark: str) -> None:
    turns = [("记者", f"第{n}步怎么做？") if m == 0 else ("老陈", "先泡一夜。") for n in range(8) for m in range(2)]
    for place in (8, 5, 2):
        turns.insert(place, (word, "水不能太热，太热会裂开。"))
    text = "\n\n".join(mark.format(*turn) for turn in turns)
    assert {who.label for who in read_bytes(f"# 木匠\n\n{text}\n".encode(), "a.md").speakers} == {"记者", "老陈"}


def test_the_sides_of_a_debate_are_speakers() -> None:
    text = "\n\n".join(f"主席：第{n}轮，谁先说？\n\n正方：我们认为可以。\n\n反方：我们认为不可以。" for n in range(6))
    assert {who.label for who in read_bytes(f"# 辩论\n\n{text}\n".encode(), "a.md").speakers} == {
        "主席",
        "正方",
        "反方",
    }


def test_an_appeal_above_the_introduction_asks_nothing() -> None:
    talk = "".join(f"**What was year {n} like?**\n\nI was on the boat, and it was wet.\n\n" for n in range(4))
    text = (
        "# Pia\n\n**If you like this, give to the mill.**\n\nThis is Pia, who rows. She came in May, and her boat leaks.\n\n"
        + talk
    )
    assert [turn[0] for turn in turns_of(text)] == ["Q", "A"] * 4


# ------------------------------------------------------------------------------------ a label above emphasised speech


@pytest.mark.parametrize("form", ["*{}*", "_{}_"])
def test_a_label_alone_above_emphasised_questions_is_their_speaker(form: str) -> None:
    things = ("well", "rope", "bucket", "lid", "barn", "house", "mill", "gate")
    asked = [f"**Mia:**  \n{form.format(f'Good to hear. Where is the {thing}?')}" for thing in things]
    for i in (1, 4, 6):
        asked[i] = f"**Mia:**  \n{form.format('I like that a lot.')}\n\n{form.format('Why is that?')}"
    said = [f"**Oda:**  \nThe {thing} is behind the house.\n\nIt was always there." for thing in things]
    turns = turns_of("\n\n".join(chain.from_iterable(zip(asked, said, strict=True))))
    assert [turn.partition(":")[0] for turn in turns] == ["Q Mia", "A Oda"] * 8


# ------------------------------------------------------------------------------------- lines that only name the speaker

NAMED = (
    ("mia", "so tell us\nhow deep is it"),
    ("oda", "Well\nit is nine metres"),
    ("mia", "and cold"),
    ("guest 2", "no"),
    ("oda", "colder than the brook"),
    ("mia", "who dug it"),
    ("guest 2", "we"),
    ("oda", "all of us"),
)


@pytest.mark.parametrize(
    "form", ["@{} 00:{:02d}\n{}\n", "[00:01:{1:02d}.010] - SPEAKER: {0}\n{2}\n\n", "Speaker: {0}\n{2}\n\n"]
)
def test_a_line_that_only_names_the_speaker_is_not_spoken(form: str) -> None:
    text = "".join(form.format(name, 10 + i, words) for i, (name, words) in enumerate(NAMED)).replace("@guest", "guest")
    script = read_bytes(text.encode(), "a.txt")
    assert [turn.label for turn in script.turns] == [name for name, _ in NAMED]
    said = " ".join(" ".join(turn.paragraphs) for turn in script.turns)
    assert said == " ".join(words.replace("\n", " ") for _, words in NAMED)
    assert not script.sections


def test_a_field_of_the_speaker_at_the_top_names_nobody_below() -> None:
    text = (
        "Speaker: Oda\nSpeaker: Mia\n\n**Mia:** Is it deep?\n\n**Oda:** Nine metres.\n\n**Mia:** Why?\n\n**Oda:** So.\n"
    )
    assert [turn.partition(":")[0] for turn in turns_of(text)][-4:] == ["Q Mia", "A Oda"] * 2
