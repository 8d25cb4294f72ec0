"""Casting: everybody has a voice, host and guest never the same one."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobuild.config import read_profiles
from audiobuild.errors import ConfigError
from audiobuild.model import NARRATOR_ID, Script, Show
from audiobuild.planning.cast import adjusted, adjusted_cast, cast, find_voice
from audiobuild.script import read_bytes

PROFILES = read_profiles(None)


def script(guests: int = 1, language: str = "zh") -> Script:
    if language == "en":
        text = "A Talk\nQ. What is this?\nA. It is a talk.\nQ. Is it long?\nA. It is not.\n"
        return read_bytes(text.encode(), "x.txt")
    names = ["赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八"][:guests]
    turns = "".join(
        f"记者：第{n}个问题是什么？\n" + "".join(f"{name}：我的回答是{n}。\n" for name in names) for n in "一二三"
    )
    return read_bytes(f"一次谈话\n{turns}".encode(), "x.txt")


@pytest.mark.parametrize("engine", ["kokoro", "edge", "tone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_host_guest_and_narrator_have_three_voices_of_the_engine_and_the_language(engine: str, language: str) -> None:
    voices, warnings = cast(script(language=language), engine, {}, PROFILES)
    assert len({voice.name for voice in voices.values()}) == 3
    assert {voice.engine for voice in voices.values()} == {engine}
    assert {voice.language for voice in voices.values()} <= {language, "any"}
    assert warnings == ()


def test_six_speakers_have_six_voices() -> None:
    voices, warnings = cast(script(guests=5), "kokoro", {}, PROFILES)
    assert len({voice.name for voice in voices.values()}) == 7  # host, five guests, narrator
    assert warnings == ()


def panel(guests: int, language: str) -> Script:
    """A host, so many guests, and a title for the narrator."""
    if language == "zh":
        return script(guests)
    names = ["Ann", "Ben", "Cara", "Dan", "Eve", "Finn", "Gus"][:guests]
    rounds = ("Cook", "Paint", "Sail")
    turns = (f"Host: {verb} what?\n" + "".join(f"{name}: I {verb} well.\n" for name in names) for verb in rounds)
    return read_bytes(f"A Talk\n{''.join(turns)}".encode(), "x.txt")


@pytest.mark.parametrize(("language", "guests"), [("zh", 6), ("en", 6), ("zh", 7)])
def test_eight_speakers_and_more_have_voices_of_their_own_of_both_sexes(language: str, guests: int) -> None:
    """A host, guests and the narrator."""
    voices, warnings = cast(panel(guests, language), "kokoro", {}, PROFILES)
    names = {voice.name for voice in voices.values()}
    assert len(names) == guests + 2
    assert warnings == ()
    sexes = [PROFILES["kokoro"].voices[name].gender for name in names]
    assert min(sexes.count("female"), sexes.count("male")) >= 3


def test_blends_change_no_cast_of_seven_or_fewer() -> None:
    voices, _ = cast(script(guests=5), "kokoro", {}, PROFILES)
    assert not any(voice.blend for voice in voices.values())
    assert voices[NARRATOR_ID].name == "zm_yunxia"


def test_more_speakers_than_voices_share_one_with_a_warning_but_the_host_does_not() -> None:
    read = script(guests=8)
    voices, warnings = cast(read, "tone", {}, PROFILES)
    host = next(who.id for who in read.speakers if who.role == "Q")
    assert voices[host].name not in {voice.name for who, voice in voices.items() if who != host}
    assert {warning.code for warning in warnings} == {"voice-shared"}


@pytest.mark.parametrize("handle", ["A", "赵一"])
def test_a_wish_names_a_role_or_a_person(handle: str) -> None:
    read = script()
    voices, _ = cast(read, "kokoro", {handle: "zm_yunxia"}, PROFILES)
    guest = next(who.id for who in read.speakers if who.role == "A")
    assert voices[guest].name == "zm_yunxia"


def test_the_others_give_way_to_a_wish() -> None:
    voices, _ = cast(script(), "kokoro", {"A": "zf_xiaoxiao"}, PROFILES)
    assert len({voice.name for voice in voices.values()}) == 3


def test_a_wish_may_name_another_engine() -> None:
    voices, _ = cast(script(), "kokoro", {"N": "tone:low"}, PROFILES)
    assert voices["n"].engine == "tone"


def test_host_and_guest_with_one_voice_are_refused_with_the_remedy() -> None:
    with pytest.raises(ConfigError, match="both speak with zm_yunyang.*--voice"):
        cast(script(), "kokoro", {"A": "zm_yunyang", "Q": "zm_yunyang"}, PROFILES)


def test_an_unknown_voice_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean “zm_yunxi"):
        find_voice("zm_yunxy", "kokoro", PROFILES)


def test_a_wish_of_the_show_for_somebody_who_is_not_here_is_ignored() -> None:
    assert cast(script(), "kokoro", {"李雷": "zm_yunxi"}, PROFILES) == cast(script(), "kokoro", {}, PROFILES)


def test_a_wish_for_a_letter_that_is_nobody_is_said() -> None:
    (warning,) = cast(script(), "kokoro", {"B": "zm_yunxi"}, PROFILES)[1]
    assert "“B” is for nobody here" in warning.message


def test_a_language_without_a_voice_is_refused_by_name() -> None:
    text = "対談\n聞き手：お元気ですか？\n田中：はい、元気です。\n聞き手：今日は何をしますか？\n田中：散歩をします。\n"
    with pytest.raises(ConfigError, match="Japanese"):
        cast(read_bytes(text.encode(), "x.txt"), "kokoro", {}, PROFILES)


def test_one_alias_casts_a_voice_of_either_engine() -> None:
    for engine, name in {"edge": "zh-CN-YunxiNeural", "kokoro": "zm_yunxi"}.items():
        assert cast(script(), engine, {"A": "yunxi"}, PROFILES)[0]["n"].engine == engine
        assert find_voice("yunxi", engine, PROFILES).name == name


def test_an_alias_is_one_voice_of_an_engine_and_of_one_sex() -> None:
    for engine in ("edge", "kokoro"):
        names = [voice.alias for voice in PROFILES[engine].voices.values() if voice.alias]
        assert len(names) == len(set(names))
    for voice in PROFILES["edge"].voices.values():
        if voice.alias:
            assert find_voice(voice.alias, "kokoro", PROFILES).gender == voice.gender


# ------------------------------------------------------------------------------------------------------ men and women


def talk(lede: str, *turns: str) -> Script:
    return read_bytes(f"一次谈话\n{lede}\n{chr(10).join(turns)}\n".encode(), "x.txt")


def sexes(read: Script, engine: str = "kokoro") -> dict[str, str]:
    voices, _ = cast(read, engine, {}, PROFILES)
    return {who.label or who.id: voices[who.id].gender for who in read.speakers if who.role != "N"}


ONE = ("Q 您几点来？", "A 四点。", "Q 冷吗？", "A 冷。")
TWO = (
    "记者：几点来？",
    "顾晓棠：四点。",
    "记者：您呢？",
    "周远山：五点。",
    "记者：冷吗？",
    "顾晓棠：冷。",
    "周远山：不冷。",
)


def test_a_woman_is_given_a_woman_s_voice_and_a_man_a_man_s() -> None:
    assert sexes(talk("我们去看店主，她在揉面。", *ONE))["A"] == "female"
    assert sexes(talk("我们去看店主，他在揉面。", *ONE))["A"] == "male"


def test_a_woman_and_a_man_have_voices_of_their_own() -> None:
    found = sexes(talk("顾晓棠开店八年，她起得早。周远山送煤，他起得更早。", *TWO))
    assert (found["顾晓棠"], found["周远山"]) == ("female", "male")


def test_two_women_and_a_woman_who_asks_have_three_voices() -> None:
    read = talk("主持人林女士。顾晓棠（女）和周远山（女）开店。", *(turn.replace("记者", "林女士") for turn in TWO))
    voices, warnings = cast(read, "kokoro", {}, PROFILES)
    talking = [voices[who.id] for who in read.speakers if who.role != "N"]
    assert [voice.gender for voice in talking] == ["female"] * 3
    assert len({voice.name for voice in talking}) == 3
    assert warnings == ()


def test_more_women_than_women_s_voices_are_said() -> None:
    names = ["赵女士", "钱女士", "孙女士", "李女士", "周女士"]
    turns = [f"{who}：第{n}句话是我说的。" for n in range(3) for who in ("记者", *names)]
    _, warnings = cast(talk("五个人。", *turns), "kokoro", {}, PROFILES)
    assert {warning.code for warning in warnings} == {"voice-sex"}
    assert all("--voice" in warning.message for warning in warnings)


def test_the_hum_has_no_sex_and_says_nothing() -> None:
    assert cast(talk("她在揉面。", *ONE), "tone", {}, PROFILES)[1] == ()


def test_the_guest_of_the_shipped_sample_is_a_woman() -> None:
    sample = Path(__file__).parent.parent / "scripts" / "night-bakery.txt"
    assert sexes(read_bytes(sample.read_bytes(), sample.name))["A"] == "female"


def test_a_blend_can_be_cast_by_its_text_alone() -> None:
    voice = find_voice("zf_xiaobei:40 zf_xiaoxiao:60", "kokoro", PROFILES)
    assert (voice.name, voice.language, voice.gender) == ("zf_xiaoxiao:3 zf_xiaobei:2", "zh", "female")
    assert voice.blend == (("zf_xiaoxiao", 3), ("zf_xiaobei", 2))
    parts = [PROFILES["kokoro"].voices[name].loudness for name, _ in voice.blend]
    assert min(parts) < voice.loudness < max(parts)
    assert find_voice("kokoro:zf_xiaobei:40 zf_xiaoxiao:60", "tone", PROFILES) == voice


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("zf_xiaobei:40 zf_xiaoxia:60", "kokoro has no voice “zf_xiaoxia”; did you mean “zf_xiaoxiao”"),
        ("tone:high:1 low:1", "the voices of tone cannot be mixed"),
        ("zf_xiaobei zf_xiaoxiao", "kokoro has no voice “zf_xiaobei zf_xiaoxiao”"),
    ],
)
def test_a_blend_that_cannot_be_is_answered_with_the_remedy(wish: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        find_voice(wish, "kokoro", PROFILES)


def test_a_person_s_rate_comes_before_the_role_s_and_this_before_the_voice_s() -> None:
    read = script(guests=2)
    voices, _ = cast(read, "kokoro", {"赵一": "zm_yunyang", "钱二": "zm_yunxia"}, PROFILES)
    show = Show(rate={"赵一": 0.9, "A": 0.95, "zm_yunyang": 0.8, "N": 1.1}, gain={"zm_yunxia": -2.0})
    changed = adjusted_cast(read, voices, show)
    found = {who.name: changed[who.id] for who in read.speakers}
    assert (found["赵一"].rate, found["钱二"].rate, found["钱二"].gain) == (0.9, 0.95, -2.0)
    assert changed[NARRATOR_ID].rate == 1.1
    assert adjusted(voices[read.speakers[0].id], ("Q",), show) == voices[read.speakers[0].id]
