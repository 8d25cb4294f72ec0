"""The lexicon: words that are said as the show says."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobuild.building.episode import Planner
from audiobuild.building.requests import BuildRequest
from audiobuild.engines.edge import Edge
from audiobuild.engines.kokoro import Kokoro
from audiobuild.engines.pool import EnginePool
from audiobuild.errors import ConfigError
from audiobuild.model import Utterance, Voice
from audiobuild.pronunciation import pronounce
from audiobuild.pronunciation.lexicon import Lexicon
from audiobuild.pronunciation.zh.pinyin import pinyin_symbols
from audiobuild.toml_text import toml_problem


def symbols(text: str, language: str = "zh", **words: str) -> str:
    return "".join(piece.engine_input for piece in pronounce(text, language, lexicon=Lexicon(words)).pieces)


def pinyin(text: str) -> str:
    return "".join(map(pinyin_symbols, text.split()))


@pytest.mark.parametrize("said", ["shan4 xiong2 xin4", "shàn xióng xìn", "Shan4 Xiong2 Xin4"])
def test_pinyin_with_figures_or_tone_marks_is_said_as_it_stands(said):
    assert symbols("单雄信", 单雄信=said) == pinyin("shan4 xiong2 xin4")


def test_pinyin_wins_over_a_longer_word_of_the_dictionary():
    assert symbols("银行行长", 行长="xing2 chang2").endswith(pinyin("xing2 chang2"))


def test_a_word_before_an_entry_takes_its_tone_from_it():
    """不 before a fourth tone is bu2, also when the lexicon gives that tone."""
    assert symbols("不长远", 长远="zhang4 yuan3").startswith(pinyin("bu2"))
    assert symbols("不长远", 长远="zhang3 yuan3").startswith(pinyin("bu4"))


def test_a_neutral_syllable_may_have_no_mark():
    assert symbols("东西", 东西="dōng xi") == pinyin("dong1 xi5")


@pytest.mark.parametrize("said", ["E R P", "E-R-P", "e.r.p."])
def test_letters_are_said_one_by_one(said):
    assert symbols("NASA", NASA=said) == symbols("ERP")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_words_are_read_as_text(language):
    assert symbols("nginx", language, nginx="engine x") == symbols("engine x", language)


def test_figures_in_a_respelling_are_read_too():
    assert symbols("老版本", 老版本="2.0版") == symbols("2.0版")


def test_english_takes_pinyin_and_letters():
    assert symbols("Xi", "en", Xi="xi2").strip() == pinyin("xi2")
    assert symbols("a GIF", "en", GIF="G I F").endswith("ˈɛf")


def test_a_latin_entry_matches_whole_words_only():
    assert symbols("nginxes", "en", nginx="engine x") == symbols("nginxes", "en")


def test_an_entry_without_capitals_matches_any_case():
    assert symbols("Nginx", nginx="engine x") == symbols("engine x")


def test_an_entry_with_capitals_matches_only_as_written():
    assert symbols("it", "en", IT="information technology") == symbols("it", "en")


def test_the_longer_of_two_entries_counts():
    assert symbols("长乐坊", 长乐="zhang3 le4", 长乐坊="chang2 yue4 fang1") == pinyin("chang2 yue4 fang1")


def test_a_syllable_that_is_none_is_an_error_that_names_it():
    with pytest.raises(ConfigError, match="行长.*hnag2"):
        Lexicon({"行长": "hnag2 zhang3"})


@pytest.mark.parametrize(
    ("written", "said", "named"),
    [
        ("凉", "liang9", "liang9 is not a pinyin syllable"),
        ("单雄信", "shan4 xiong2", "3 characters need 3 syllables, not 2"),
        ("歙县", "shè xiàn chéng", "2 characters need 2 syllables, not 3"),
    ],
)
def test_a_tone_that_is_none_and_a_wrong_number_of_syllables_are_errors(written, said, named):
    with pytest.raises(ConfigError, match=f"{written}.*{named}"):
        Lexicon({written: said})


@pytest.mark.parametrize(("written", "said"), [("花儿", "hua1 er2"), ("MP9", "mp 9"), ("二00", "2 0 0")])
def test_latin_and_mixed_words_may_have_other_numbers_of_syllables(written, said):
    Lexicon({written: said})


@pytest.mark.parametrize(("written", "said"), [("", "x"), ("……", "x"), ("词", ""), ("词", "！")])
def test_an_entry_needs_a_word_on_both_sides(written, said):
    with pytest.raises(ConfigError, match="both sides"):
        Lexicon({written: said})


WORDS = {"行长": "hang2 zhang3", "ERP": "E R P", "nginx": "engine x"}


@given(
    st.lists(st.sampled_from([*WORDS, "。", "用", "3个", "\U000f0000", "\U00100000", " the "]), max_size=12).map(
        "".join
    )
)
def test_with_a_lexicon_the_pieces_are_still_the_text(text):
    """The private characters that hold entries neither leak nor clash with those of the text."""
    said = pronounce(text, "zh", 40, Lexicon(WORDS))
    assert "".join(piece.written for piece in said.pieces) == text
    strange = sum(text.count(letter) for letter in "\U000f0000\U00100000")
    assert len([word for word in said.unpronounceable if word in "\U000f0000\U00100000"]) == strange
    assert not any(letter >= "\U000f0000" for piece in said.pieces for letter in piece.engine_input)


def test_the_online_voices_get_letters_words_and_homophones():
    """They take text only: pinyin becomes common characters that have no other reading."""
    edge = Edge({}, Lexicon(WORDS))
    (piece,) = edge.pronounce(Utterance("行长用nginx和ERP", Voice("edge", "zh-CN-XiaoxiaoNeural", "zh"), "zh")).pieces
    assert piece.written == "行长用nginx和ERP"
    assert piece.engine_input.endswith("用engine x和E R P")
    assert symbols(piece.engine_input[:2]).replace(" ", "") == pinyin("hang2 zhang3")


def test_a_lexicon_is_part_of_how_an_engine_reads():
    assert Kokoro().frontend_version != Kokoro(lexicon=Lexicon(WORDS)).frontend_version


# ------------------------------------------------------------------------------------------------- where entries come from


def said(run, *args: str) -> str:
    done = run("say", "--dry-run", "--json", "--engine", "kokoro", *args)
    assert done.returncode == 0, done.stderr
    return "".join(piece["symbols"] for piece in json.loads(done.stdout)["pieces"])


def test_the_shows_own_lexicon_is_used(show, audiobuild):
    (show / "voices").mkdir()
    (show / "voices" / "lexicon.toml").write_text('"长乐" = "zhang3 le4"\n', encoding="utf-8")
    assert said(audiobuild, "长乐") == pinyin("zhang3 le4")


@pytest.mark.parametrize(
    ("line", "named"), [('"长" = 3', "长"), ('"长" = "hnag2"', "hnag2"), ("长 = ", "lexicon.toml")]
)
def test_a_faulty_lexicon_is_one_sentence(show, audiobuild, line, named):
    (show / "voices").mkdir()
    (show / "voices" / "lexicon.toml").write_text(line, encoding="utf-8")
    done = audiobuild("say", "-n", "--engine", "kokoro", "长乐")
    assert done.returncode == 1
    assert named in done.stderr
    assert done.stderr.count("\n") == 1


def said_forms(script) -> list[str]:
    """What the embedded voice would receive for each line of the script."""
    plan = Planner(EnginePool()).plan(BuildRequest(script, Path("output"), Path("store"), Path(), engine="kokoro"))
    forms = [plan.engine_of(line).pronounce(line.utterance) for line in plan.lines]
    return ["".join(piece.engine_input for piece in form.pieces) for form in forms]


def test_an_entry_in_front_matter_changes_only_the_lines_that_hold_it(show):
    """What is said names the take, so all other lines are kept."""
    script = show / "scripts" / "post.txt"
    before = said_forms(script)
    script.write_text("---\nlexicon:\n  三十里: 四十里\n---\n" + script.read_text(encoding="utf-8"), encoding="utf-8")
    after = said_forms(script)
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [symbols("四十里。")]


def test_the_proposal_for_a_key_in_curly_quotes_has_straight_ones_only() -> None:
    text = "“Achterberg” = 'x'"
    with pytest.raises(tomllib.TOMLDecodeError) as refused:
        tomllib.loads(text)
    assert toml_problem(text, refused.value).what.endswith('write "Achterberg"')
