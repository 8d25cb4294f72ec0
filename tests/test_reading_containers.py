"""What a file holds besides speech: code of a page, pictures, times of cues, headers, and the notes at its end."""

from __future__ import annotations

import pytest

from audiobuild.model import Script
from audiobuild.script import read_bytes


def turns_of(text: str, name: str = "a.md") -> list[str]:
    return turns_in(read_bytes(text.encode(), name))


def turns_in(script: Script) -> list[str]:
    return [f"{turn.role.value}: {' / '.join(turn.paragraphs)}" for turn in script.turns]


FORGE = "**Q: Who built the forge?**\n\nA: My aunt.\n\n{}\n\n**Q: And today?**\n\nA: I do.\n"
FORGE_TURNS = ["Q: Who built the forge?", "A: My aunt.", "Q: And today?", "A: I do."]


@pytest.mark.parametrize(
    "junk",
    [
        '<Card name="Ali" url="x">\n\n</Card>',
        "<QuoteBox>\n</QuoteBox>",
        '<Card\n  name="Ali"\n/>',
        "<v-spacer>\n</v-spacer>",
        "<style scoped>\nfigure {\n  margin: 0;\n}\n\np { color: red; }\n</style>",
        "<script setup>\nimport Box from '../Box.vue'\nconst a = 1\n</script>",
        "import Box from '../Box.vue'",
        'export const meta = { title: "Forge" }',
        "![](data:image/png;base64," + "iVBORw0KGgo" * 300 + ")",
        '<img src="data:image/png;base64,' + "iVBORw0KGgo" * 300 + '">',
        "<figure>\n<img src='a.jpg'>\n<figcaption>The forge in May. Photo: Lee</figcaption>\n</figure>",
        "=PICTURE=forge.jpg=The forge=",
        "=TEXTBOX_START=WIN A HAMMER!=\nSend us a card and win a hammer.\n=TEXTBOX_END=",
        "![](forge.jpg)\n\nFig. 2: The forge in May. The man on the left is unknown.",
        "![](forge.jpg)\n\n图2上 铁匠铺的清晨。图2下 炉子。",
    ],
)
def test_code_and_pictures_between_turns_are_not_spoken(junk: str) -> None:
    assert turns_of(FORGE.format(junk)) == FORGE_TURNS


@pytest.mark.parametrize(
    "speech",
    [
        "We import from three towns.",
        "Fig. 2 shows her, I think.",
        "<Ann> is what she signed.",
        "图2说明了一切。",
        "x = 3, that is all she wrote.",
    ],
)
def test_speech_that_resembles_them_is_spoken(speech: str) -> None:
    assert turns_of(FORGE.format(speech))[1] == f"A: My aunt. / {speech}"


def test_a_style_sheet_that_is_not_closed_hides_nothing() -> None:
    assert "A: I do." in turns_of(FORGE.format("<style>\np { color: red; }"))


def test_a_table_of_contents_in_one_line_is_not_spoken() -> None:
    line = "1 The forge 2 About the talk 3 The talk 3.1 Iron 3.2 Coal 3.3 Water and what it does to iron"
    script = read_bytes(f"{line}\n\n{FORGE.format('')}".encode(), "a.md")
    assert script.lede is None


CUES = "WEBVTT\n\nKind: captions\nLanguage: en\n\n{}"


def test_times_of_cues_below_a_minute_are_not_spoken() -> None:
    cues = [
        "0.000 --> 3.1\n<v SPEAKER_1>It is Monday, and this is the Harbour Report.",
        "4.020 --> 6.500\n<v SPEAKER_2>71% of all boats are in.",
        "58.2 --> 1:02.300\n<v SPEAKER_1>What did the ferry office say?",
        "1:03.100 --> 1:06.700\n<v SPEAKER_2>They said the night boat stays.",
    ]
    said = [turn.partition(": ")[2] for turn in turns_of(CUES.format("\n\n".join(cues)), "a.vtt")]
    assert said == [cue.partition(">")[2].partition(">")[2] for cue in cues]


def test_a_speaker_in_the_tags_of_cues_is_one_from_his_first_cue() -> None:
    cues = [f"{n}.0 --> {n}.9\n<v {who}>The rope has {n} ends." for n, who in enumerate("AAAAABBBBBBAAAAACAAAABBBBB")]
    script = read_bytes(CUES.format("\n\n".join(cues).replace("<v ", "<v Rower ")).encode(), "a.vtt")
    assert [speaker.label for speaker in script.speakers if speaker.turns == 1] == ["Rower C"]


PLAY = '<p><a href="#" onclick="playAt({n})" class="play">▶</a>\n{text}\n</p>'


def page(turns: list[tuple[str, list[str]]]) -> str:
    blocks = [
        f'<div class="turn"><p class="speaker">{who}</p>'
        + "".join(PLAY.format(n=n, text=text) for n, text in enumerate(texts))
        + "</div>"
        for who, texts in turns
    ]
    return "<html><body><h2>Intro</h2>" + "\n".join(blocks) + "</body></html>"


def test_a_mark_that_plays_the_recording_is_not_spoken_and_what_returns_is() -> None:
    text = page(
        [
            ("Kai Berg", ["Moin Lena, wie war die Fahrt?"]),
            ("Lena Moos", ["Lang und nass."]),
            ("Kai Berg", ["Eben", "Und wie hoch stand das Wasser?"]),
            ("Lena Moos", ["Bis an die Stufe."]),
            ("Kai Berg", ["Das ist viel."]),
            ("Lena Moos", ["Eben"]),
        ]
    )
    assert turns_of(text, "a.html") == [
        "Q: Moin Lena, wie war die Fahrt?",
        "A: Lang und nass.",
        "Q: Eben / Und wie hoch stand das Wasser?",
        "A: Bis an die Stufe.",
        "Q: Das ist viel.",
        "A: Eben",
    ]


def test_a_heading_that_only_names_a_part_of_the_programme_is_a_chapter() -> None:
    turns = [("Kai Berg", ["Wie war die Fahrt?"]), ("Lena Moos", ["Lang."])] * 3
    assert [s.title for s in read_bytes(page(turns).encode(), "a.html").sections] == ["Intro"]


def test_empty_brackets_and_quotation_marks_of_an_address_are_not_spoken() -> None:
    text = FORGE.format("See the blog （<https://example.org/a>） of my aunt. Call foo() first.")
    assert turns_of(text)[1] == "A: My aunt. / See the blog of my aunt. Call foo() first."


@pytest.mark.parametrize(
    ("written", "said"),
    [("I`m 21. I`ve a forge.", "I'm 21. I've a forge."), ("Use `async` and `fn`s.", "Use async and fns.")],
)
def test_a_grave_accent_inside_a_word_is_an_apostrophe(written: str, said: str) -> None:
    assert turns_of(FORGE.format(written))[1] == f"A: My aunt. / {said}"


HEADERS = [
    'Title: "The forge"\nDate: 2015-06-03 00:06:00\nCategory: talks\nTags: iron, fire\nSlug: forge\n',
    'title: "The forge"\ndate: 2015.06.03\ntags: [iron, fire]\ncustom_title: \ndescription: \n\n---\nproofread=\n编辑=小满\n',
]


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_without_its_first_fence_gives_the_title(header: str) -> None:
    script = read_bytes(f"{header}\n{FORGE.format('')}".encode(), "a.md")
    assert (script.title.text, turns_in(script)) == ("The forge", FORGE_TURNS)
    assert script.lede is None and not script.sections


@pytest.mark.parametrize("top", ["Title: The forge\nAnn: Who built it?\nTags: none, I said.\n", "Title: The forge\n"])
def test_a_few_lines_with_colons_are_no_header(top: str) -> None:
    assert read_bytes(f"{top}\n{FORGE.format('')}".encode(), "a.md").title.by != "front-matter"


@pytest.mark.parametrize("rule", ["---", "* * *", "————————"])
@pytest.mark.parametrize("line", ["Our thanks to Ruth for her time. Happy digging!", "露丝仍住在港口。"])
def test_a_text_below_the_last_rule_is_the_narrators(rule: str, line: str) -> None:
    text = f"# Forge\n\nAnn: Who built it?\n\nRuth: My aunt.\n\nAnn: And today?\n\nRuth: I do.\n\nEvery day.\n\n{rule}\n\n{line}\n"
    assert turns_of(text)[-2:] == ["A: I do. / Every day.", f"N: {line}"]


def test_a_rule_of_a_web_page_ends_the_last_turn() -> None:
    turns = "".join(f"<p><b>{who}</b> {said}</p>\n" for who, said in [("Ann:", "Why?"), ("Ruth:", "Iron.")] * 3)
    text = f"<html><body>{turns}<hr><p>Our thanks to Ruth. Happy digging!</p></body></html>"
    assert turns_of(text, "a.html")[-2:] == ["A: Iron.", "N: Our thanks to Ruth. Happy digging!"]


def test_rules_inside_the_turns_of_a_file_end_none() -> None:
    turn = "Ann: Who?\n\nRuth: I do.\n\n---\n\nEvery day.\n\n"
    assert turns_of(f"# Forge\n\n{turn * 3}")[-1] == "A: I do. / Every day."


@pytest.mark.parametrize(
    "tail",
    [
        "Recorded in the yard, 3 May 2019.\nMixed by Lotte Lee.",
        "请加入成为本报的读者，长期支持我们。\n\n订户网址：",
        "Check out Forge Talk for more talks like this. Got a story? Get in touch!",
        "（本文首发港口周刊）\n\n港口集团的产品。让我们汇聚。",
        "作者: 小满\n\n小满是港口周刊的编辑。",
        "Références\n\n1.\n2.",
        'Retrieved from "https://example.org/w/index.php?title=Forge"',
    ],
)
def test_notes_below_the_last_rule_are_not_spoken(tail: str) -> None:
    text = (
        f"# Forge\n\nAnn: Who built the forge?\n\nRuth: My aunt.\n\nAnn: And today?\n\nRuth: I do.\n\n---\n\n{tail}\n"
    )
    assert turns_of(text) == FORGE_TURNS


@pytest.mark.parametrize(
    "top",
    [
        "- Fonte da transcrição: Groq\n- Duração aproximada: 00:12:18",
        "Dauer: 1 Stunde\n\nFecha de grabación: 2 de mayo",
        "文章来自 对王敏的采访：港口周刊",
        "*This was originally posted on a blog [here](https://example.org).*",
        "## Listen\n\n[Download Episode](https://example.org/a.mp3)\n\n## The talk",
        "*Note: This transcript was generated by software and may contain errors.*",
    ],
)
def test_fields_of_the_file_above_the_talk_are_not_spoken(top: str) -> None:
    script = read_bytes(f"# Forge\n\n{top}\n\n{FORGE.format('')}".encode(), "a.md")
    assert (script.lede, turns_in(script)) == (None, FORGE_TURNS)
    assert [section.title for section in script.sections] == ["The talk"] * ("The talk" in top)


def test_a_title_keeps_no_mark_of_an_image() -> None:
    assert (
        read_bytes(f"[forge.gif]   A talk with Ruth\n\n{FORGE.format('')}".encode(), "a.md").title.text
        == "A talk with Ruth"
    )


def test_a_short_line_that_introduces_a_quotation_is_spoken() -> None:
    text = f"# Forge\n\nShe began with a letter to her aunt.\n\n她写：\n\n> 铁是热的，我在等。\n\n{FORGE.format('')}"
    assert "她写：" in (read_bytes(text.encode(), "a.md").lede or read_bytes(b"", "")).paragraphs
