"""What is spoken and what is not: wrapped lines, captions, credits, links and appeals; titles and chapters."""

from __future__ import annotations

import pytest
from support.reading import TALK, TURNS, heard, turns_of

from audiobuild.errors import ScriptError
from audiobuild.script import read_bytes

ASKED = "## Where is the well?\n\nBehind the barn.\n\n## Is it deep?\n\nNine metres.\n"


def title(text: str, name: str = "a.md") -> str:
    return read_bytes(text.encode(), name).title.text


# ------------------------------------------------------------------------------------------------------ wrapped lines

WRAPPED = (
    "**记者：** 井在哪里，\n深吗？\n\n**阿田：** 井在谷仓后面，很老，\n是祖父挖的。\n用的是 Opera\n牌的铲子，现在还在。\n\n"
    "说到 Drill Head\n这种钻头，那时候没有，\n全靠手挖。\n\n**记者：** 水好吗，\n能喝吗？\n\n**阿田：** 能喝，很甜，\n夏天也凉，\n冬天不冻，\n一年都有。\n"
)


def test_a_line_that_breaks_inside_a_sentence_is_no_chapter_where_lines_do() -> None:
    spoken = heard(WRAPPED)
    assert spoken[1] == (
        "A: 井在谷仓后面，很老，是祖父挖的。 / 用的是 Opera牌的铲子，现在还在。 / 说到 Drill Head这种钻头，那时候没有，全靠手挖。"
    )


def test_a_heading_above_its_paragraph_stays_one_where_lines_are_whole() -> None:
    talk = TALK.replace("**Mia:** Is", "The depth\n\n**Mia:** Is", 1)
    assert "# The depth" in heard(talk)


def test_a_plain_line_is_no_chapter_where_headings_are() -> None:
    parts = [f"## Part {name}\n\n**Mia:** Why {name}?\n\n**Oda:** Because.\n\n" for name in ("ash", "oak", "elm")]
    spoken = heard("".join(parts) + "This is Mia Lund of the\n\n**Mia:** Well Talk, so let us see.\n\n**Oda:** Yes.\n")
    assert [text for text in spoken if text.startswith("#")] == ["# Part ash", "# Part oak", "# Part elm"]


# ------------------------------------------------------------------------------------------------------------- titles


def test_a_link_of_one_word_above_the_text_is_no_title() -> None:
    assert title("[back](index)\n\n" + TALK, "well.md") == "well"


def test_a_title_that_is_cut_short_is_whole_in_its_heading() -> None:
    head = '---\ntitle: "The well behind the barn of Oda…"\n---\n\n### The well behind the barn of Oda Berg\n\n'
    assert title(head + TALK) == "The well behind the barn of Oda Berg"
    assert heard(head + TALK) == TURNS


def test_the_name_of_the_site_is_no_title() -> None:
    page = "<html><head><title>The well of Oda</title></head><body><h1><a href='/'>Two Shores</a></h1><article>"
    talk = "".join(f"<p>{line}</p>" for line in ("Mia: Is it deep?", "Oda: Nine metres.", "Mia: Cold?", "Oda: Very."))
    assert title(f"{page}{talk}</article></body></html>", "a.html") == "The well of Oda"


def test_fields_of_the_site_inside_a_header_without_a_fence_are_not_the_title() -> None:
    head = "Title: The well\nDate: 2020-05-03\nAuthor: Mia\nEmail: mia@a.example\nForge: \nSite: https://a.example\n"
    text = f"{head}Category: wells\n\n{TALK}"
    assert title(text) == "The well"
    assert heard(text) == TURNS


def test_a_lead_written_as_a_heading_is_narrated() -> None:
    lead = "Oda Berg dug a well behind her barn when the summers became dry, and all of the village came to look. " * 2
    assert heard(f"# The well\n\n## {lead.strip()}\n\n" + TALK) == [f"L: {lead.strip()}", *TURNS]


# ----------------------------------------------------------------------------------------------------------- captions

CENTRED = [
    '<img src="a.jpg" width="300">\n<center>Oda at her well, on the day after the rain. It was cold.</center>',
    '![](a.jpg)\n\n<p align="center">Oda at her well, on the day after the rain. It was cold.</p>',
    '<div align=center>\n<img src="a.jpg">\n</div>\n<div style="text-align: center">Oda at her well. It was cold.</div>',
]


@pytest.mark.parametrize("picture", CENTRED)
def test_a_centred_line_below_a_picture_is_its_caption(picture: str) -> None:
    text = ASKED.replace("Behind the barn.\n", f"Behind the barn.\n\n{picture}\n\nIn the shade.\n")
    assert heard(text)[1] == "A: Behind the barn. / In the shade."


def test_a_centred_line_without_a_picture_is_spoken() -> None:
    text = ASKED.replace("Behind the barn.", "<center>Behind the barn, in the shade.</center>")
    assert heard(text)[1] == "A: Behind the barn, in the shade."


SMALL = [
    '<p style="font-size:x-small;color:gray;text-align:center;">{}</p>',
    '<p style="text-align: center;"><span style="font-size: 12px;color: rgb(136, 136, 136);">{}</span></p>',
    '<section style="text-align:center"><section style="color:#888">{}</section></section>',
]


@pytest.mark.parametrize("legend", SMALL)
def test_small_or_grey_centred_text_of_a_page_is_a_caption_below_a_picture(legend: str) -> None:
    said = [f"<p>{line}</p>" for line in ("Mia: Is it deep?", "Oda: Nine metres.", "Mia: Is it cold?", "Oda: Very.")]
    text = legend.format("Oda at her well, on the day after the rain.")
    page = f"<html><body>{said[0]}{said[1]}<p><img src='a.jpg'></p>{text}{said[2]}{said[3]}{text}</body></html>"
    spoken = heard(page, "a.html")
    assert spoken[1] == "A: Nine metres."
    assert "the day after the rain" in spoken[-1]  # the same text where no picture is


def test_a_remark_of_the_guest_below_a_picture_is_spoken() -> None:
    text = "## 井在哪里？\n\n在谷仓后面。\n\n![](a.jpg)\n\n是不是很老\n\n## 深吗？\n\n九米。\n"
    assert heard(text)[1] == "A: 在谷仓后面。 / 是不是很老"


# ---------------------------------------------------------------------------------------- credits, links and appeals

LAST = [
    "Oslo, 3 May 2019",
    "Oslo, 3. Mai 2019",
    "*// Mia Lund, Oda Berg*",
    "— Mia Lund, Oslo",
    "Das Gespräch führte Mia Lund.",
    "Propos recueillis par Mia Lund",
    "Entrevista: Mia Lund",
    "Беседовала Анна Ли",
    "Foto: Mia Lund",
    "You can follow Oda on Mastodon.",
    "Like us on Facebook!",
    "If you enjoyed this interview, please share it.",
    "Please consider becoming a member.",
    "Share your thoughts in the comments below!",
    "You can listen to the full conversation here.",
    "← Back to interviews",
    "Edit this page on GitHub",
    "The views expressed here are those of the author.",
    "微信编辑：小满",
    "点“在看”，让更多人看见",
    "欢迎在评论区留言，分享你的故事",
    "设为星标，不错过每一次相遇",
    "图源网络，侵删",
    "作者微信：dukou01",
    "▼ 往期推荐 ▼\n\n守井人：水在就好",
    "全文完，感谢您的耐心阅读。",
]


@pytest.mark.parametrize("line", LAST)
def test_a_credit_or_an_appeal_below_the_talk_is_not_spoken(line: str) -> None:
    assert heard(f"{TALK}\n{line}\n") == TURNS
    assert heard(f"{ASKED}\n{line}\n") == TURNS


SAID = [
    "You can follow me on Mastodon.",
    "We left the city in May 2019, all of us.",
    "If you like wells, dig one.",
    "Home is where the water is.",
    "Read the river, as my father did.",
    "评论都很好，我每条都看。",
]


@pytest.mark.parametrize("line", SAID)
def test_a_sentence_of_the_guest_at_the_end_is_spoken(line: str) -> None:
    assert heard(f"{ASKED}\n{line}\n")[-1] == f"A: Nine metres. / {line}"


def test_a_section_of_links_below_the_talk_is_not_spoken() -> None:
    links = "## Around the well\n\nFor more of Oda:\n\n- [Her photographs](https://a.example)\n- [Her boat](https://b.example)\n"
    assert heard(f"{TALK}\n{links}") == TURNS


def test_links_in_the_last_answer_are_spoken() -> None:
    links = "- [My photographs](https://a.example)\n- [My boat](https://b.example)\n"
    assert "My boat" in heard(f"{ASKED}\n## Where can we find you?\n\nHere:\n\n{links}")[-1]


def test_the_contents_with_times_in_their_links_are_not_spoken() -> None:
    contents = "## Contents\n\n- [[00:00] The barn](#the-barn)\n- [[02:10] The well](#the-well)\n\n"
    assert heard(f"# The well\n\n{contents}## The barn\n\n{TALK}") == ["# The barn", *TURNS]


def test_an_item_that_is_only_an_address_and_its_name_is_not_spoken() -> None:
    text = ASKED.replace("Nine metres.", "Nine metres.\n\n- Plan of it: https://a.example/plan\n- And it is cold.")
    assert heard(text)[-1] == "A: Nine metres. / And it is cold."


def test_an_appeal_to_give_is_no_question() -> None:
    bold = (
        "Mia Lund went to see it.\n**Consider [donating](https://a.example) to the wells if you'd like to help.**\n\n"
    )
    asked = "Oda dug it.\n\n**Where is the well?**\n\nBehind the barn.\n\n**Is it deep?**\n\nNine metres.\n"
    assert heard(f"# The well\n\n{bold}{asked}") == ["L: Mia Lund went to see it. / Oda dug it.", *TURNS]


def test_cues_without_punctuation_that_return_are_spoken() -> None:
    said = [
        "so we played out in the barn",
        "the old well",
        "the old well",
        "which is deep and then yeah",
        "and then yeah",
    ]
    said += ["it was cold in there as always", "the old well", "we went home with a lamp"]
    cues = [f"{n}\n00:00:{n:02d},000 --> 00:00:{n + 1:02d},000\n{text}\n" for n, text in enumerate(said, start=1)]
    spoken = " ".join(heard("\n".join(cues), "a.srt")).replace(" / ", " ")
    assert spoken.count("the old well") == 3
    assert spoken.count("and then yeah") == 2


# ------------------------------------------------------------------------------------------------------- front matter


def warned(head: str) -> list[tuple[int | None, str]]:
    """The lines and messages of the warnings about front matter."""
    script = read_bytes((head + TALK).encode(), "a.md")
    return [(w.line, w.message) for w in script.warnings if w.code == "front-matter"]


def test_every_unknown_key_of_a_script_is_named() -> None:
    [(line, message)] = warned("---\ntitle: The well\nmood: calm\ngests: Oda\n---\n")
    assert line == 1
    assert message.startswith(
        "unknown keys were ignored: mood, gests (did you mean guests?); the keys are author, cast,"
    )


def test_the_own_keys_of_a_blog_are_not_named() -> None:
    assert warned("---\ntitle: The well\nlayout: post\nmood: calm\n---\n") == []


def test_a_list_that_is_never_closed_is_named() -> None:
    [(line, message)] = warned("---\ntitle: The well\nhosts: [Mia\nguests: [Oda]\n---\n")
    assert (line, "the bracket of “hosts: [Mia” is never closed" in message) == (3, True)


def test_front_matter_that_is_never_closed_is_reported_whatever_its_first_key() -> None:
    [(line, message)] = warned("---\nmood: calm\nhosts: Mia\n\n")
    assert (line, "is never closed" in message) == (1, True)


@pytest.mark.parametrize("twice", ["title: The well\ntitle: The barn\ncast:\n", "title: The well\ncast:\n  Oda: Q\n"])
def test_a_key_that_is_set_twice_is_an_error_of_the_exact_form(twice: str) -> None:
    text = f"---\nform: exact\n{twice}  Mia: Q\n  Oda: A\n---\n\nMia: Is it deep?\n\nOda: Nine metres.\n"
    with pytest.raises(ScriptError, match=r"a\.md:\d: .*is set twice"):
        read_bytes(text.encode(), "a.md")


# ------------------------------------------------------------------------------------------------ short turns, said again


@pytest.mark.parametrize("label", ["**Oda:** ", "Oda: ", "[Oda]: "])
@pytest.mark.parametrize("word", ["Yeah", "Uh-huh"])
def test_a_short_turn_that_returns_inside_the_others_sentence_is_no_page_header(label: str, word: str) -> None:
    other = label.replace("Oda", "Mia")
    said = [f"{label}Is the well deep?"]
    for thing in ("stone", "rope", "bucket", "lid"):
        said += [f"{other}Well, there is this {thing} that we took down from the old-", f"{label}{word}"]
        said += [f"{other}... and carried to the barn, the {thing} I mean.", f"{label}Why the {thing}?"]
    text = "\n\n".join([*said, f"{other}So it goes."])
    assert sum(turn.endswith(f": {word}") for turn in turns_of(text, "a.md")) == 4


def test_a_word_said_again_in_captions_without_names_is_no_page_header() -> None:
    lines = ["the well was dug by all of us together", "i see", "and the rope came from the harbour master"] * 3
    text = "\n".join([*lines, "and nobody knows who paid for it", "i see", "so it is a riddle to this day"])
    assert " ".join(turns_of(text, "a.txt")).count("i see") == 4


def test_a_page_header_with_a_label_is_not_spoken_inside_a_sentence() -> None:
    pages = (
        "The rope came. It was",
        "as long as the street. We",
        "hung it up there. Then we",
        "went home. Nobody saw us.",
    )
    text = (
        "Q: How deep is the well?\n\nA: "
        + "\n\nHarbour Weekly: Wells\n\n".join(pages)
        + "\n\nQ: Who dug it?\n\nA: We did.\n"
    )
    assert not any("Harbour" in turn for turn in turns_of(text, "a.txt"))


def test_a_sentence_said_again_where_nobody_is_named_is_spoken_again() -> None:
    text = "We dug the well in the spring.\nThe rope was too short.\nI told him so.\nThe rope was too short.\nThen he laughed.\n"
    assert " ".join(turns_of(text * 2, "a.txt")).count("The rope was too short.") == 4


# --------------------------------------------------------------------------------------------------------------- tags


@pytest.mark.parametrize(
    "tag",
    [
        '<img class="wide"\n  src="/well.webp"\n  alt="The well behind the barn">',
        "<a\n  href='/well'\n>",
        '<meta name="description" content="The well.\n\nIs it deep?\n\nNine metres.">',
        '<img alt="depth > width" src="well.webp">',
    ],
)
def test_a_tag_is_not_spoken_wherever_its_lines_and_attributes_end(tag: str) -> None:
    assert heard(TALK.replace("\n\n", f"\n\n{tag}\n\n", 2)) == TURNS


@pytest.mark.parametrize(
    "tag",
    [
        f'<meta property="og:description" content="The well.\n\n{"It is deep. " * 900}">',
        "<link rel=\"icon\" href=\"data:image/svg+xml,<svg xmlns='x'><text x='16'>W</text></svg>\">",
    ],
)
def test_the_head_of_a_page_is_not_spoken(tag: str) -> None:
    talk = "".join(f"<p>{line}</p>\n" for line in TALK.replace("*", "").split("\n\n"))
    page = f"<!DOCTYPE html>\n<html><head>\n{tag}\n<title>The well</title></head>\n<body>\n<h1>The well</h1>\n<p>It is old.</p>\n{talk}</body></html>\n"
    assert heard(page, "a.html") == ["L: It is old.", *TURNS]


def test_a_name_between_angle_brackets_hides_no_lines() -> None:
    said = heard("Mia: Where is the well?\n\nOda: Behind <a\nbarn> of ours.\n\nMia: Deep?\n\nOda: Yes.\n", "a.txt")
    assert said[1] == "A: Behind <a / barn> of ours."


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("（用闽南语说）有水。", "有水。"),
        ("有水。（走上前，拍着井沿对村民）很深。", "有水。很深。"),
        ("有水。（作沉吟状）很深。", "有水。很深。"),
        ("(zucht diep) Nine metres.", "Nine metres."),
        ("(Rires) Nine metres.", "Nine metres."),
        ("Nine metres :water_wave:", "Nine metres"),
        ("（用闽南语说就是古井）有水。", "（用闽南语说就是古井）有水。"),
        ("(Lachen hilft immer, sagt man.) Nine metres.", "(Lachen hilft immer, sagt man.) Nine metres."),
        ("The ratio was :ash:oak, in all.", "The ratio was :ash:oak, in all."),
    ],
)
def test_an_action_and_the_code_of_a_picture_are_not_spoken_and_a_gloss_is(said: str, spoken: str) -> None:
    assert heard(TALK.replace("Nine metres.", said))[-1] == f"A: {spoken}"


def test_an_action_below_a_name_in_italics_leaves_it_a_label() -> None:
    talk = "".join(
        f"<p><em>{line.replace(':', '</em>&nbsp; ')}</p>\n\n" for line in TALK.replace("*", "").split("\n\n")
    )
    assert heard(talk.replace("&nbsp;  Behind", "&nbsp; (zucht) Behind")) == TURNS


def test_markdown_above_the_elements_of_a_page_is_read_as_such() -> None:
    block = '<div class="block">\n\t<div class="name">{}:</div>{}\n</div>\n'
    talk = [line.strip("*\n").split(":** ") for line in TALK.split("\n\n")]
    said = "".join(block.format(*turn) for turn in talk * 9)
    above = "# #7 - The well\n\nWe met at the barn.\n\nWe speak of:\n\n* The ropes are old, and so are their knots.\n* The buckets are of oak.\n\n## Talk\n\n<style>\n# .x\n</style>\n\n"
    spoken = heard(above + said)
    assert spoken[:3] == [
        "L: We met at the barn. / We speak of: / The ropes are old, and so are their knots. The buckets are of oak.",
        "# Talk",
        TURNS[0],
    ]
    assert title(above + said) == "#7 - The well"


# ------------------------------------------------------------------------------------------------ above and below a talk


@pytest.mark.parametrize(
    "front",
    ['---\ntitle: The well\ntags: [\n\t"water",\n]\n---\n', "/*\nTitle: The well\nDescription: Of water.\n*/\n"],
)
def test_the_title_of_front_matter_is_read_whatever_its_lists_and_fences(front: str) -> None:
    script = read_bytes(f"{front}\n{TALK}".encode(), "a.md")
    assert (script.title.text, script.lede, script.warnings) == ("The well", None, ())


@pytest.mark.parametrize(
    "below",
    [
        "(This interview was recorded by Ann Lee)",
        "Erstveröffentlichung: Brunnenblatt, 2019",
        "#### Interviewee\n\nOda Berg digs wells.\n\n#### Interviewer\n\nMia Lund",
        "**原文**\n\n另外，她还写过一本书。",
        "注：本次访谈是一门课的作业。\n\n我觉得问得很好。\n\n——小满",
    ],
)
def test_what_is_written_about_a_talk_below_it_is_not_spoken(below: str) -> None:
    assert heard(f"{TALK}\n{below}\n") == TURNS


@pytest.mark.parametrize("said", ["原文是日文的。", "注：这次我想说说井。", "Authors come and go."])
def test_a_last_answer_that_begins_like_a_note_is_spoken(said: str) -> None:
    assert heard(f"{TALK}\n{said}\n")[-1] == f"A: Nine metres. / {said}"
