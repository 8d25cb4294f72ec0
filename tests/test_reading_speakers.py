"""Who is a speaker, and who of the speakers asks, in made scripts of kinds that people publish."""

from __future__ import annotations

import pytest
from support.reading import roles_of, script_of, turns_of

from audiobuild.model import Role
from audiobuild.script import read_bytes

TALK = " | ".join(
    f"Vera: What was year {n} like? | Ruth: It was the year of the {n}th barn, and we were glad."
    for n in range(1960, 2000)
)


# ------------------------------------------------------------------------------------- labels that seldom occur


@pytest.mark.parametrize("mark", ["**{}:** {}", "**{}**: {}", "**{}** : {}"])
def test_a_bold_label_in_the_shape_of_all_others_is_a_speaker_though_it_occurs_twice(mark: str) -> None:
    text = script_of(TALK + " | Onyx: It leaks still | Vera: Why? | Onyx: No one is paid", mark)
    assert turns_of(text)[-3:] == ["A Onyx: It leaks still", "Q Vera: Why?", "A Onyx: No one is paid"]


@pytest.mark.parametrize("name", ["秦立新", "Olga Brandt"])
def test_a_full_name_with_two_turns_beside_many_is_a_speaker(name: str) -> None:
    filler = "\n\n".join(
        f"记者：第{n}年怎样？\n\n沈渡：第{n}年盖了仓库，大家都很高兴。\n\n后来又修了一回。" for n in range(40)
    )
    text = f"{filler}\n\n{name}：我补一句，仓库是木头的。\n\n记者：现在呢？\n\n{name}：现在是砖的。\n"
    assert turns_of(text)[-3:] == [f"A {name}: 我补一句，仓库是木头的。", "Q 记者: 现在呢？", f"A {name}: 现在是砖的。"]


CHAT = (
    "**\\<rook>**  shall we begin  \n**\\<pawn4242>**  yes  \n**\\<rook>**  the fence first  \n**\\<knight>**  it needs paint  \n"
    "**\\<rook>**  who has a brush  \n**\\<bishop7>**  me  \n**\\<rook>**  hokay  \n**\\<pawn4242>**  +1  \n"
    "**\\<rook>**  hokay  \n**\\<pawn4242>**  4  \n"
)


def test_everybody_in_a_chat_is_a_speaker_and_the_shortest_word_is_spoken() -> None:
    said = [turn.partition(" ")[2] for turn in turns_of(CHAT)]
    assert said == [
        "rook: shall we begin",
        "pawn4242: yes",
        "rook: the fence first",
        "knight: it needs paint",
        "rook: who has a brush",
        "bishop7: me",
        "rook: hokay",
        "pawn4242: +1",
        "rook: hokay",
        "pawn4242: 4",
    ]


def test_a_term_in_bold_is_no_speaker_where_the_labels_are_not_bold() -> None:
    text = (
        "Vera: What do you grow?\n\nRuth: Two things.\n\n**Beans:** on the hill.\n\n**Maize:** by the river.\n\n"
        "Vera: And then?\n\nRuth: We sell them.\n\nVera: Where?\n\nRuth: In town.\n\nVera: Who buys?\n\nRuth: All of them.\n"
    )
    assert set(roles_of(text)) == {"Vera", "Ruth"}


# -------------------------------------------------------------------------------------------------------- fields

FIELDS = (
    "# 1. Lin\n\n**{0}:** Harbour College\n\n**{1}:** sea maps\n\n**Zoe:** Why the sea?\n\n**Lin:** I grew up by it.\n\n"
    "# 2. Fang\n\n**{0}:** Hill College\n\n**{1}:** stone\n\n**Hanna:** Why stone?\n\n**Fang:** It lasts.\n\n"
    "**Hanna:** And then?\n\n**Fang:** It lasts on.\n\n**Zoe:** Thank you, both of you.\n"
)


@pytest.mark.parametrize(("one", "two"), [("School", "Thesis"), ("本科", "去向"), ("Hochschule", "Thema")])
def test_fields_below_each_heading_are_no_speakers(one: str, two: str) -> None:
    assert not {one, two} & set(roles_of(FIELDS.format(one, two)))


def test_turns_without_full_stops_below_headings_are_no_fields() -> None:
    text = "# 1\n\n**Zoe:** come in\n\n**Lin:** hello\n\n# 2\n\n**Zoe:** sit down\n\n**Lin:** thank you\n\n**Zoe:** tea\n\n**Lin:** yes\n"
    assert set(roles_of(text)) == {"Zoe", "Lin"}


# --------------------------------------------------------------------------------------------------------- roles


def test_all_who_ask_one_person_ask_though_some_only_greet() -> None:
    text = script_of(
        "Mika: Why does kelp not freeze? | Dr. Roe: Its cells hold sugar. | Tom: Thank you, I ask about the mill. Will it be built? | "
        "Dr. Roe: Yes, two. | Nell: I live there, and people doubt the figures. | Dr. Roe: I understand. | "
        "Finn: What of the birds? | Dr. Roe: They stay. | Nell: And the fish? | Dr. Roe: They stay too."
    )
    roles = roles_of(text)
    assert roles.pop("Dr. Roe") == "A"
    assert set(roles.values()) == {"Q"}


def test_a_host_asks_a_panel() -> None:
    text = script_of(
        "Vera: What is a barn? | Ann: A house for hay. | Vera: And a mill? | Bob: A house for grain. | Vera: And a kiln? | "
        "Carl: A house for fire. | Vera: Why? | Ann: It is hot. | Vera: Who built it? | Carl: I did."
    )
    assert roles_of(text) == {"Vera": "Q", "Ann": "A", "Bob": "A", "Carl": "A"}


PANEL = (
    "Mara: Hello and {opening} I keep the catalogue. | Theo: Mara, is that a local word? | Mara: It is. | "
    "Theo: Do they answer? | Mara: Mostly. Ines, tell us of you. | Ines: I grow beans. | Mara: Thanks Ines. And Rolf, hello. | "
    "Rolf: I dry pods. | Mara: Tell us of labels. | Ines: We write the year. | Mara: {closing}"
)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("welcome to the Seed Library show.", "Good night."),
        ("I'm joined by our regulars.", "Good night."),
        ("this is Mara.", "That's it for today."),
        ("this is Mara.", "Thanks for listening, and see you next week."),
    ],
)
def test_the_first_speaker_who_opens_or_ends_the_talk_is_the_host(opening: str, closing: str) -> None:
    roles = roles_of(script_of(PANEL.format(opening=opening, closing=closing)))
    assert roles == {"Mara": "Q", "Theo": "A", "Ines": "A", "Rolf": "A"}


@pytest.mark.parametrize("quote", ["", "> "])
def test_a_reporter_who_names_the_other_between_his_clips_asks(quote: str) -> None:
    turns = (
        "LUND: For others, baking is rest. Pia Holm, a nurse, is one. | PIA HOLM: I bake at night, and who would not? | "
        "LUND: Holm says the dough waits. | HOLM: It never hurries me. | LUND: And so she goes on. | HOLM: I do."
    )
    text = script_of(turns, quote + "{}: {}", f"\n{quote.strip()}\n")
    assert roles_of(text) == {"LUND": "Q", "PIA HOLM": "A"}


@pytest.mark.parametrize("label", ["观众", "听众", "Audience"])
def test_the_audience_asks(label: str) -> None:
    text = script_of(
        f"主持人: 欢迎您。 | 陈松: 谢谢。 | 主持人: 水库进展如何？ | 陈松: 已经蓄水。 | {label}: 我住在附近，鱼道何时修。 | 陈松: 明年。 | "
        f"{label}: 我也想问。 | 陈松: 请讲。"
    )
    assert roles_of(text)[label] == "Q"


def test_nobody_known_never_asks_and_is_named_in_a_warning() -> None:
    turns = "Noa: Tiles are back. | Bea: This is the Tile Hour. | Unknown Speaker: Am I sitting? | Noa: I use them. | Bea: Did they crack? | Noa: No."
    script = read_bytes(script_of(turns).encode(), "a.md")
    roles = {speaker.label: speaker.role.value for speaker in script.speakers}
    assert roles["Unknown Speaker"] == "A"
    assert [(warning.code, warning.line) for warning in script.warnings if warning.code == "unnamed"] == [
        ("unnamed", 5)
    ]


# ------------------------------------------------------------------------------------------- shapes of labels


@pytest.mark.parametrize("mark", ["- {}: {}", "*{}: * {}", "*{}:* {}", "[{}]: {}"])
def test_a_seldom_name_in_the_shape_of_all_labels_is_a_speaker(mark: str) -> None:
    text = script_of(TALK + " | Onyx: It leaks still. | Vera: Why? | Onyx: No one is paid.", mark)
    assert [turn.rpartition(": ")[2] for turn in turns_of(text)[-3:]] == ["It leaks still.", "Why?", "No one is paid."]


def test_a_name_quoted_without_the_mark_of_the_labels_is_no_speaker() -> None:
    text = (
        script_of(TALK, "*{}:* {}") + "\nOtto Brandt: It leaks.\n\n" + script_of("Vera: Why? | Ruth: Rain.", "*{}:* {}")
    )
    assert set(roles_of(text)) == {"Vera", "Ruth"}


@pytest.mark.parametrize("note", ["[NOTES]", "[观察]"])
def test_notes_in_square_brackets_beside_bare_labels_are_not_spoken(note: str) -> None:
    text = script_of(
        f"HOST: What do you sow? | P4: Maize. | {note}: smiles | HOST: Since when? | P4: As a child. | {note}: long pause | HOST: Why? | P4: Rain."
    )
    script = read_bytes(text.encode(), "a.md")
    assert [speaker.label for speaker in script.speakers] == ["HOST", "P4"]
    assert [cut.reason for cut in script.dropped if "smiles" in cut.text] == ["stage-direction"]


@pytest.mark.parametrize(
    ("told", "told_as"),
    [
        ("“Q: Does it work?\n\nA: No.\n\nQ: Is it sold?\n\nA: No.”", "Q: Does it work?"),
        ("问题一：谁出钱？\n\n问题二：谁赔？", "问题一：谁出钱？"),
    ],
)
def test_an_exchange_told_in_one_turn_is_text(told: str, told_as: str) -> None:
    talk = script_of(
        "Tomas: Is it an illness? | Reece: No. | Tomas: How many? | Ann: Nineteen. | Tomas: And the radio? | Reece: It is mine. | "
        "Tomas: Why keep it? | Reece: Manners. | Ann: And there is a form.",
        "{}: {}",
    )
    text = f"{talk}\n{told}\n\n" + script_of(
        "Tomas: To whom? | Ann: Exactly. | Tomas: Thank you. | Reece: Mind the cups.", "{}: {}"
    )
    assert roles_of(text) == {"Tomas": "Q", "Reece": "A", "Ann": "A"}
    assert told_as in " ".join(turns_of(text)).replace("“", "")


# ------------------------------------------------------------------------------------------------ broken lines

WRAPPED = (
    "[ask.gif] Can you say who you are ?\n[ans.gif] We are a handful of neighbours who met on the quay one\n"
    "winter, began to swap boats and in the end founded a club for people\nwho like to row at night.\n"
    "[ask.gif] Your village, your boats and all the other lovely subjects\n"
    "[ans.gif] We have two of them and they leak, but we do not mind, as the\nwater is warm in August and nobody goes far.\n"
    "[ask.gif] When and why did you begin to be interested in tall sails ?\n"
    "[ans.gif] I had my first trip in a boat bought by my brother, when I\nwas ten, and since then I never stayed ashore.\n"
    "[ask.gif] Your first harbour ...\n[ans.gif] The small one in the north.\n"
)


@pytest.mark.parametrize(("one", "two"), [("[ask.gif]", "[ans.gif]"), ("<asks you>", "<answers>")])
def test_a_line_as_wide_as_the_wrap_does_not_take_the_label_below_it(one: str, two: str) -> None:
    text = WRAPPED.replace("[ask.gif]", one).replace("[ans.gif]", two)
    assert len(turns_of(text, "a.txt")) == 8


def test_a_bold_label_inside_a_line_opens_a_turn_if_it_begins_others() -> None:
    text = (
        "**Mara:** Hello. How are you, Theo? **Theo:** Well.\n\n**Mara:** And the soil?\n\n**Theo:** Dry.\n\n"
        "**Mara:** And the beans?\n\n**Theo:** Dry too. **Note:** this is sad.\n\n**Mara:** Why?\n\n**Theo:** No rain.\n"
    )
    turns = turns_of(text)
    assert turns[:2] == ["Q Mara: Hello. How are you, Theo?", "A Theo: Well."]
    assert turns[5] == "A Theo: Dry too. Note: this is sad."


def test_a_title_that_names_the_interviewer_is_no_turn() -> None:
    text = (
        "## About\n\nGRETE HOLM: An Interview Conducted by Ola Dahl, Harbour Museum, 3 May 2001.\n\n## Interview\n\n"
        "INTERVIEWEE: Grete Holm\nINTERVIEWER: Ola Dahl\nPLACE: Harbour\n\n### Youth\n\nQ: \n\nWhere were you born?\n\n"
        "Grete Holm: \n\nOn the island.\n\nQ: \n\nAnd then?\n\nGrete Holm: \n\nI went to sea.\n"
    )
    assert [turn for turn in turns_of(text) if turn[0] != "N"] == [
        "Q Q: Where were you born?",
        "A Grete Holm: On the island.",
        "Q Q: And then?",
        "A Grete Holm: I went to sea.",
    ]


def test_a_label_with_two_letters_exchanged_is_the_same_speaker() -> None:
    text = script_of("Vera Moss: Why? | Chris Lane: Rain. | " * 4 + "Vera Moss: And now? | Crhis Lane: Sun.")
    assert roles_of(text) == {"Vera Moss": "Q", "Chris Lane": "A"}
    assert turns_of(text)[-1] == "A Chris Lane: Sun."


# ------------------------------------------------------------- labels, sentences and second hosts that were once lost


def test_labels_stay_labels_when_the_declared_asker_is_the_one_who_answers() -> None:
    pairs = [("Why the quarry?", "For the quiet."), ("And the dust?", "One sweeps."), ("What is next?", "A roof.")]
    text = "# The quarry\n\n#### Interviewer: Inga\n\n" + "".join(f"Olav: {q}\n\nInga: {a}\n\n" for q, a in pairs)
    script = read_bytes(text.encode(), "x.md")
    assert [turn.label for turn in script.turns] == ["Olav", "Inga"] * 3
    assert "Olav" not in " ".join(text for turn in script.turns for text in turn.paragraphs)
    assert {"style-uncertain", "answer-first"} & {warning.code for warning in script.warnings}


def test_a_sentence_with_which_somebody_names_himself_is_spoken() -> None:
    says = {
        "Nora": ["Welcome to the kiln. I'm Nora.", "Tell us about clay, will you?", "And the glaze?", "Is it hot?"],
        "Theo": ["I'm Theo.", "It is slow, and slow is good.", "Ash, mostly.", "Very."],
    }
    rounds = zip(says["Nora"], says["Theo"], strict=True)
    text = "".join(f"**Nora** [0:0{n}]\n{a}\n\n**Theo** [0:1{n}]\n{b}\n\n" for n, (a, b) in enumerate(rounds))
    script = read_bytes(text.encode(), "x.md")
    assert ("Theo", ("I'm Theo.",)) in [(turn.label, turn.paragraphs) for turn in script.turns]


def test_a_co_host_who_asks_is_a_host_though_order_alone_decides() -> None:
    text = "Pia: Welcome to the mill show. With me is my co host, Rolf.\n\nRolf: Hello. What is it like to mill?\n\n"
    text += "Edda: " + "It is loud, and the flour is everywhere, in the hair and in the bread. " * 3 + "\n\n"
    for n in range(4):
        text += f"Rolf: And what did you do in winter {n}?\n\nEdda: " + "I read, and I mended the sails. " * 6 + "\n\n"
        text += f"Pia: I like that, number {n}.\n\n"
    script = read_bytes(text.encode(), "x.txt")
    roles = {who.label: who.role for who in script.speakers}
    assert (roles["Pia"], roles["Rolf"], roles["Edda"]) == (Role.HOST, Role.HOST, Role.GUEST)
