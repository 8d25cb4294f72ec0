"""Casting: everybody has a voice, host and guest never the same one."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobuild.builder import Builder
from audiobuild.building.cast_memory import remember_cast
from audiobuild.building.casting import cast_script
from audiobuild.building.requests import BuildRequest
from audiobuild.config import read_profiles
from audiobuild.errors import ConfigError
from audiobuild.model import NARRATOR_ID, Script, Show
from audiobuild.planning.cast import adjusted, adjusted_cast, cast, find_voice
from audiobuild.script import read_bytes, read_script

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


# ---------------------------------------------------------------------------------------------------- a cast for the show


EPISODES = {
    "1.txt": "灯塔\n陶渡在北礁守灯。\n记者：累吗？\n周远：我也去过。\n陶渡：不累。\n",
    "2.txt": "再访\n苏青在镇上开店。她会修灯。\n记者：您认识陶渡吗？\n苏青：认识三十年了。\n陶　渡：三十一年。\n",
}


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show of the embedded voices with two episodes; 陶渡 is in both, second in the second."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "audiobuild.toml").write_text('title = "灯塔"\n', "utf-8")
    for name, text in EPISODES.items():
        (tmp_path / "scripts" / name).write_text(text, "utf-8")
    return tmp_path


def cast_of(name: str) -> dict[str, str]:
    """The voice of each person in an episode of the show in the current folder."""
    read = read_script(Path("scripts") / name)
    request = BuildRequest(Path("scripts") / name, Path(), Path(), Path.cwd())
    found = cast_script(read, request)
    return {
        (who.name or who.id).replace("\u3000", ""): found.voices[who.id].name for who in read.speakers if who.id != "n"
    }


def remember(audiobuild, *arguments: str) -> str:
    """Remember the cast without speaking: what “build --remember-cast” does first."""
    with Builder() as builder:
        for request in builder.requests(arguments or ["scripts"]):
            remember_cast(builder.plan(request))
    return Path("voices.toml").read_text("utf-8")


def test_the_same_person_keeps_the_voice_in_every_episode(shown: Path, audiobuild) -> None:
    assert (cast_of("1.txt")["陶渡"], cast_of("2.txt")["陶渡"]) == ("zf_xiaoyi", "zm_yunyang")
    done = audiobuild("build", "-n", "--remember-cast")
    assert "voices.toml: 陶渡 = kokoro:zf_xiaoyi would be remembered\n" in done.stderr
    assert not Path("voices.toml").exists()
    text = remember(audiobuild)
    assert text.splitlines()[1:] == [
        '"周远" = "kokoro:zm_yunyang"',
        '"陶渡" = "kokoro:zf_xiaoyi"',
        '"苏青" = "kokoro:zf_xiaobei"',
    ]
    assert (cast_of("1.txt")["陶渡"], cast_of("2.txt")["陶渡"]) == ("zf_xiaoyi", "zf_xiaoyi")
    assert remember(audiobuild) == text
    assert "kokoro:zf_xiaoyi, voices.toml" in audiobuild("parse", "scripts/2.txt").stdout


def test_a_line_of_ones_own_stays_and_new_lines_are_added(shown: Path, audiobuild) -> None:
    Path("voices.toml").write_text('# mine\n"陶渡" = "zm_yunjian"  # as on the radio', "utf-8")
    text = remember(audiobuild, "scripts/1.txt")
    assert text == '# mine\n"陶渡" = "zm_yunjian"  # as on the radio\n"周远" = "kokoro:zm_yunyang"\n'
    assert cast_of("1.txt") == {"陶渡": "zm_yunjian", "周远": "zm_yunyang", "q": "zf_xiaoxiao"}


@pytest.mark.parametrize(
    ("front", "settings", "voice"),
    [
        ("", "", "zm_yunjian"),
        ("", '[voices]\nA = "zm_yunxi"\n', "zm_yunjian"),
        ("", '[voices]\n"陶渡" = "zm_yunxi"\n', "zm_yunxi"),
        ("---\nvoices:\n  A: zm_yunxi\n---\n", "", "zm_yunjian"),  # which is for the first, and 陶渡 is the second
        ("---\ncast:\n  周远: N\nvoices:\n  A: zm_yunxi\n---\n", "", "zm_yunxi"),
        ("---\ncast:\n  陶渡: zm_yunxi\n---\n", "", "zm_yunxi"),
    ],
)
def test_what_is_asked_for_goes_before_what_is_remembered(shown: Path, front: str, settings: str, voice: str) -> None:
    Path("voices.toml").write_text('"陶渡" = "zm_yunjian"\n', "utf-8")
    Path("audiobuild.toml").write_text(settings, "utf-8")
    Path("scripts/1.txt").write_text(front + EPISODES["1.txt"], "utf-8")
    assert cast_of("1.txt")["陶渡"] == voice


def test_two_people_with_one_voice_and_a_voice_of_another_sex_are_said(shown: Path, audiobuild) -> None:
    Path("voices.toml").write_text('"陶渡" = "zm_yunjian"\n"苏青" = "zm_yunjian"\n', "utf-8")
    assert cast_of("2.txt") == {"苏青": "zm_yunjian", "陶渡": "zm_yunyang", "q": "zf_xiaoxiao"}
    said = audiobuild("build", "-n", "scripts/2.txt").stderr
    assert "苏青 (female: 她: line 2) keeps the male voice zm_yunjian; change that line in voices.toml" in said
    assert "苏青 and 陶渡 are both to keep the voice zm_yunjian: 陶渡 speaks with another here; change one" in said


def test_an_episode_that_is_cast_otherwise_changes_no_line(shown: Path, audiobuild) -> None:
    Path("voices.toml").write_text('"陶渡" = "zm_yunjian"\n', "utf-8")
    said = audiobuild("build", "-n", "--remember-cast", "scripts/1.txt", "--voice", "陶渡=zm_yunxia").stderr
    assert "陶渡 speaks with kokoro:zm_yunxia here, but voices.toml keeps zm_yunjian: change that line" in said


def test_drafts_are_not_remembered(shown: Path, audiobuild) -> None:
    done = audiobuild("build", "--engine", "tone", "--remember-cast", "scripts/1.txt")
    assert "voices of tone are for drafts" in done.stderr
    assert not Path("voices.toml").exists()


def test_a_voice_that_does_not_exist_is_said_with_its_file_and_person(shown: Path, audiobuild) -> None:
    Path("voices.toml").write_text('"陶渡" = "zm_yunjan"\n', "utf-8")
    done = audiobuild("build", "-n", "scripts/1.txt")
    assert done.stderr == "audiobuild: voices.toml: 陶渡: kokoro has no voice “zm_yunjan”; did you mean “zm_yunjian”?\n"


def test_of_several_people_in_a_role_the_first_has_the_voice_of_the_role() -> None:
    voices, warnings = cast(
        talk("她们两个人。", "记者：好吗？", "周远：好。", "陶渡：好。"), "kokoro", {"A": "zm_yunxia"}, PROFILES
    )
    assert [voices[who].name for who in ("a", "a2")] == ["zm_yunxia", "zm_yunyang"]
    assert warnings == ()


def test_a_voice_of_a_role_that_is_of_the_other_sex_is_said() -> None:
    (warning,) = cast(
        talk("周远是船长。她很忙。", "记者：累吗？", "周远：不累。"), "kokoro", {"A": "zm_yunxia"}, PROFILES
    )[1]
    assert "speaks with the male voice zm_yunxia: it is set for the role; choose one, as in --voice" in warning.message
