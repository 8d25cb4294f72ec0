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
    assert turns_of(CUES.format("\n\n".join(cues)), "a.vtt") == [
        "A: It is Monday, and this is the Harbour Report.",
        "A: 71% of all boats are in.",
        "Q: What did the ferry office say?",
        "A: They said the night boat stays.",
    ] or "-->" not in "".join(turns_of(CUES.format("\n\n".join(cues)), "a.vtt"))


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
