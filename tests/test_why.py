"""`audiobuild say --why`: each token with its reading and what decided it."""

from __future__ import annotations

import json

import pytest

from audiobuild.model import GivenReading
from audiobuild.pronunciation import Lexicon, pronounce

#: A text, its language, and one of its decisions: token, reading, source.
DECIDED = [
    ("2024Q3花了5亿。", "zh", ("2024Q3", "2024年第3季度", "rule “2024Q3”")),
    ("来了12人。", "zh", ("12", "十二", "rule “12”")),
    ("符号是Ω。", "zh", ("Ω", "欧米伽", "rule “Ω”")),
    ("行长来了。", "zh", ("行长", "háng zhǎng", "our word list")),
    ("银行开了。", "zh", ("银行", "yín háng", "phrase dictionary")),
    ("水凉了。", "zh", ("水", "shuǐ", "only reading")),
    ("不贵。", "zh", ("不", "bú", "only reading, then the tones of 一 and 不")),
    ("好嘛。", "zh", ("嘛", "ma", "table of constant readings")),
    ("他中了奖。", "zh", ("中", "zhòng", "table of characters, row 中 _了(?!解|结|断|却|不起|然)(?!{止})")),
    ("GPT不贵。", "zh", ("GPT", "G P T", "letter by letter")),
    ("他用Glimworp。", "zh", ("Glimworp", "/ɡlˈɪmwɔɹpʰ/", "guess from the spelling")),
    ("来，走。", "zh", ("，", ",", "table of marks")),
    ("她叫さ。", "zh", ("さ", "", "no sound")),
    ("Dr. Bell came.", "en", ("Dr.", "Doctor", "rule “Mrs. King”")),
    ("A quiet harbor.", "en", ("harbor", "/hˈɑɹbəɹ/", "misaki's dictionary and our additions")),
    ("Two fjords.", "en", ("fjords", "/fiˈɔɹdz/", "dictionary, ending -s")),
    ("The lead pipe.", "en", ("lead", "/lˈɛd/", "rule for words with several sounds")),
    ("A CEO came.", "en", ("C E O", "/sˌiˌiˈO/", "letter by letter")),
    ("To Glimworp.", "en", ("Glimworp", "/ɡlˈɪmwɔɹp/", "guess from the spelling")),
]


@pytest.mark.parametrize(("text", "language", "decision"), DECIDED, ids=[row[2][0] for row in DECIDED])
def test_a_token_comes_with_its_reading_and_what_decided_it(
    text: str, language: str, decision: tuple[str, ...]
) -> None:
    assert decision in pronounce(text, language).decisions


@pytest.mark.parametrize(
    ("acronym", "phonemes"),
    [
        ("USB", "jou→ɛ→sɨpi↘"),
        ("FM", "ɛ→fuɛ↘mu"),
        ("LN", "ɛ→ləɛ↘n"),
        ("X", "ɛ↘kʰesɨ"),
        ("KTV", "kʰei→tʰi→vi↘"),
        ("GDP", "ʨi→ti→pʰi↘"),
    ],
)
def test_letters_in_chinese_begin_as_people_say_them(acronym: str, phonemes: str) -> None:
    assert pronounce(f"用{acronym}。", "zh").pieces[0].engine_input.endswith(f" {phonemes}.")


def test_an_entry_of_the_lexicon_and_a_mark_of_the_script_are_named() -> None:
    lexicon = Lexicon({"单雄信": "shan4 xiong2 xin4", "nginx": "engine x"})
    said = pronounce("单雄信用nginx。", "zh", lexicon=lexicon)
    assert [decision for decision in said.decisions if decision.source == "lexicon"] == [
        ("单雄信", "shan4 xiong2 xin4", "lexicon"),
        ("nginx", "engine x", "lexicon"),
    ]
    given = pronounce("去歙县。", "zh", given=[GivenReading(1, 2, ("she4",))])
    assert ("歙县", "shè xiàn", "mark in the script") in given.decisions


def test_every_word_of_a_sentence_is_explained_once_and_in_order() -> None:
    said = pronounce("这事儿说来话长，一时半会儿讲不完。", "zh")
    words = [decision.written for decision in said.decisions]
    assert "".join(words) == said.pieces[0].normalized


def test_say_prints_the_decisions_below_version_and_voice(audiobuild) -> None:
    done = audiobuild("say", "-n", "--why", "--engine", "kokoro", "行长来了。")
    assert done.returncode == 0
    version, head, first = done.stdout.splitlines()[4:7]
    assert version.startswith("audiobuild 0.") and "kokoro:" in version
    assert (head.split(), first.split()) == (
        ["token", "said", "decided", "by"],
        ["行长", "háng", "zhǎng", "our", "word", "list"],
    )


def test_say_has_the_decisions_in_its_json_only_when_asked(audiobuild) -> None:
    plain, asked = (
        json.loads(audiobuild("say", "-n", *why, "--json", "--engine", "kokoro", "水。").stdout)
        for why in ((), ("--why",))
    )
    assert "decisions" not in plain
    assert asked["decisions"][0] == {"written": "水", "said": "shuǐ", "source": "only reading"}


def test_an_engine_that_reads_by_itself_has_nothing_to_explain(audiobuild) -> None:
    done = audiobuild("say", "-n", "--why", "--engine", "tone", "水。")
    assert done.returncode == 0
    assert "reads the text by itself" in done.stderr
