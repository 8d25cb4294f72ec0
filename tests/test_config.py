"""Settings: what is asked is followed, what is not understood is named."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from audiobuild import scaffold, show_settings
from audiobuild.config import read_profiles, read_show, show_folder, with_front_matter
from audiobuild.errors import ConfigError
from audiobuild.model import AudioSettings, Channel, Pauses, Show, Sounds
from audiobuild.settings import Table


def settings(folder: Path, text: str) -> Show:
    (folder / "audiobuild.toml").write_text(text, encoding="utf-8")
    return read_show(folder)


def test_a_folder_without_settings_is_a_show_of_defaults(tmp_path: Path) -> None:
    assert read_show(tmp_path) == Show()


def test_every_setting_arrives(tmp_path: Path) -> None:
    (tmp_path / "c.jpg").write_bytes(b"")
    show = settings(
        tmp_path,
        'title = "T"\nauthor = "U"\nguests = ["G"]\nlanguage = "en"\ncover = "c.jpg"\nengine = "tone"\n'
        '[audio]\nrate = 24000\nbitrate = 64\nloudness = -18\n[pauses]\nturn = 900\n[voices]\nQ = "high"\n'
        '[kokoro]\nmodel = "m.onnx"\n',
    )
    assert (show.title, show.author, show.guests, show.language, show.engine) == ("T", "U", ("G",), "en", "tone")
    assert show.cover == tmp_path / "c.jpg"
    assert show.audio == AudioSettings(24_000, 64, loudness=-18.0)
    assert show.pauses == Pauses(turn=900)
    assert show.voices == {"Q": "high"}
    assert show.engines["kokoro"] == {"model": str((tmp_path / "m.onnx").resolve())}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel = 'x'", "did you mean “title”"),
        ("engine = 'kokorro'", "did you mean “kokoro”"),
        ("title = 3", "title must be a text"),
        ("guests = 'one'", "guests must be a list"),
        ("cover = 'no.jpg'", "there is no file"),
        ("[pauses]\nturns = 3", "did you mean “turn”"),
        ("[pauses]\nturn = 'long'", "whole number (milliseconds)"),
        ("[pauses]\nturn = -5", "between 0 and 10000"),
        ("[audio]\nrate = 44100", "rate must be 48000 or 24000, not 44100"),
        ("[audio]\nrate = 24000", "48000 and 96, or 24000 and 64"),
        ("[audio]\nloudness = -3", "between -31 and -16"),
        ("[audio]\nloudness = true", "must be a number"),
        ("[audio]\nrate = 48000.0", "must be a whole number"),
        ("voices = 3", "put its settings under"),
        ("[edge]\nproxi = 'x'", "did you mean “proxy”"),
        ("[edge]\nceiling = 'many'", "whole number (connections)"),
        ("[edge]\nstart = 0", "start must lie between 1 and 32"),
        ("fallback = 'edge'", "fallback: “edge” needs a network itself"),
        ("title = ", "not valid TOML"),
    ],
)
def test_what_is_not_understood_is_named_with_file_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(tmp_path, text)
    assert said in str(caught.value)
    assert "audiobuild.toml" in str(caught.value) or "no.jpg" in str(caught.value)


def test_settings_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "audiobuild.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_show(tmp_path)


def test_the_show_of_a_script_is_the_nearest_folder_above_with_settings(tmp_path: Path) -> None:
    (tmp_path / "a" / "scripts").mkdir(parents=True)
    (tmp_path / "audiobuild.toml").touch()
    (tmp_path / "a" / "audiobuild.toml").touch()
    assert show_folder(tmp_path / "a" / "scripts" / "x.txt") == (tmp_path / "a").resolve()


def test_front_matter_speaks_for_its_own_episode(tmp_path: Path) -> None:
    front = {"guests": "李雷", "date": "2024-05-06", "show": "S", "cast": {"李雷": "A zm_yunxi", "韩梅": "Q"}}
    show = with_front_matter(Show(title="T", voices={"Q": "zf_xiaoxiao"}), front, tmp_path, "x.txt: {}".format)
    assert (show.guests, show.year, show.title) == (("李雷",), 2024, "S")
    assert show.voices == {"Q": "zf_xiaoxiao", "李雷": "zm_yunxi"}


def test_every_shipped_cast_names_voices_it_has() -> None:
    for profiles in read_profiles(None).values():
        for casting in profiles.casts.values():
            assert {*casting.hosts, *casting.guests, casting.narrator} <= profiles.voices.keys()
            assert casting.hosts[0] != casting.guests[0]


def test_a_line_in_a_show_s_own_file_changes_one_thing_of_a_voice(tmp_path: Path) -> None:
    shipped = read_profiles(None)["kokoro"]
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "kokoro.toml").write_text("[voices]\nzm_yunxi = { rate = 1.2 }\n")
    own = read_profiles(tmp_path)["kokoro"]
    assert own.voices["zm_yunxi"] == replace(shipped.voices["zm_yunxi"], rate=1.2)
    assert own.voices.keys() == shipped.voices.keys()
    assert own.casts == shipped.casts


def test_a_show_s_own_cast_of_a_language_replaces_that_of_the_engine(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "kokoro.toml").write_text(
        '[cast.zh]\nhosts = ["zf_xiaobei"]\nguests = ["zm_yunxia"]\nnarrator = "mine"\n'
        '[voices]\nmine = { language = "zh", blend = "zm_yunxi:1 zm_yunjian:1" }\n'
    )
    profiles = read_profiles(tmp_path)["kokoro"]
    assert profiles.casts["zh"].narrator == "mine"
    assert profiles.voices["mine"].blend == (("zm_yunjian", 1), ("zm_yunxi", 1))
    assert profiles.casts["en"] == read_profiles(None)["kokoro"].casts["en"]


def test_a_blend_of_a_voice_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    path = tmp_path / "voices" / "kokoro.toml"
    for blend, said in (("zm_yunxi:1 zm_yunjia:1", "blend: unknown name “zm_yunjia”"), ("zm_yunxi", "is no blend")):
        path.write_text(f'[voices]\nmine = {{ language = "zh", blend = "{blend}" }}\n')
        with pytest.raises(ConfigError, match=said):
            read_profiles(tmp_path)


def test_rates_gains_and_pitches_are_set_by_role_name_or_voice(tmp_path: Path) -> None:
    (tmp_path / "audiobuild.toml").write_text(
        "[rate]\nA = 0.92\n[gain]\n陶渡 = 1.5\n[pitch]\nzm_yunxi = -5\n".replace("陶渡", '"陶渡"')
    )
    show = read_show(tmp_path)
    assert (dict(show.rate), dict(show.gain), dict(show.pitch)) == ({"A": 0.92}, {"陶渡": 1.5}, {"zm_yunxi": -5})


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[rate]\nA = 3", "audiobuild.toml: \\[rate\\]: A must lie between 0.5 and 2, not 3"),
        ('[gain]\nA = "loud"', "audiobuild.toml: \\[gain\\]: A must be a number"),
        ("[pitch]\nA = 1.5", "audiobuild.toml: \\[pitch\\]: A must be a whole number"),
        ("rate = 2", "put its settings under \\[rate\\]"),
    ],
)
def test_a_rate_gain_or_pitch_that_cannot_be_is_named(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "audiobuild.toml").write_text(table)
    with pytest.raises(ConfigError, match=said):
        read_show(tmp_path)


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        ('rate = 9\nlanguage = "zh"', "rate must lie between"),
        ("rate = 1.0", "needs language"),
        ("loud = 1", "loudness"),
        ('rate = "fast"\nlanguage = "zh"', "voice mine: rate must be a number"),
        ('gain = 13\nlanguage = "zh"', "gain must lie between -12 and 12, not 13"),
        ('pitch = 3\nlanguage = "zh"', "unknown name “pitch”"),
    ],
)
def test_a_profile_that_cannot_be_is_named(tmp_path: Path, voice: str, said: str) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "tone.toml").write_text(f"[voices.mine]\n{voice}\n")
    with pytest.raises(ConfigError, match=said):
        read_profiles(tmp_path)


def test_the_online_voices_take_a_pitch_and_a_volume_which_is_gain(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    shape = '[voices]\n"zh-CN-XNeural" = {{ language = "zh", {} }}\n'
    path = tmp_path / "voices" / "edge.toml"
    path.write_text(shape.format("pitch = -5, volume = 100"))
    voice = read_profiles(tmp_path)["edge"].voices["zh-CN-XNeural"]
    assert (voice.pitch, round(voice.gain, 2)) == (-5, 6.02)
    for wrong in ("pitch = 1.5", 'volume = "+10%"', "volume = -100", "pitch = 900"):
        path.write_text(shape.format(wrong))
        with pytest.raises(ConfigError, match="zh-CN-XNeural"):
            read_profiles(tmp_path)


def test_the_settings_of_the_feed_are_read(tmp_path: Path) -> None:
    channel = settings(
        tmp_path,
        'description = "D"\nlink = "https://e.org/"\nbase_url = "https://e.org/show"\ncopyright = "C"\nexplicit = true\n'
        'category = ["arts", "Society & culture>documentary", "How To"]\nlocked = false\n'
        'owner = { name = "O", email = "o@e.org" }\n',
    ).channel
    assert channel == Channel(
        description="D",
        link="https://e.org/",
        base_url="https://e.org/show/",
        owner_name="O",
        owner_email="o@e.org",
        categories=(("Arts", ""), ("Society & Culture", "Documentary"), ("Education", "How To")),
        explicit=True,
        copyright="C",
        locked=False,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("category = 'Society and Culture'", "did you mean “Society & Culture”"),
        ("category = ['Arts', 'Documentery']", "did you mean “Society & Culture > Documentary”"),
        ("category = 'Arts > Documentary'", "is not in Apple's list"),
        ("category = 'xyzzy'", "choose one of Arts, Business, "),
        ("category = 3", "must be a list of texts"),
        ("explicit = 'no'", "true or false, without quotes"),
        ("owner = 'me'", "put its settings under [owner]"),
        ("owner = { mail = 'x' }", "did you mean “email”"),
        ("owner = { email = 'me at home' }", "as in name@example.org"),
        ("link = 'example.org'", "is not a web address"),
        ("language = 'chinese'", "“chinese” is not the tag of a language; write “zh”"),
        ("language = '中文'", "write a tag, as in zh, en or zh-TW"),
        ("timezone = 'Beijing'", "there is no time zone “Beijing”; write it as in Asia/Shanghai or +08:00"),
        ("link = 'https://e.org/a b/'", "is not a web address"),
        ("base_url = 'https://e.org/?a=b'", "is not the address of a folder"),
    ],
)
def test_an_invalid_setting_of_the_feed_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match="audiobuild.toml") as caught:
        settings(tmp_path, text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("base_url = 'https://e.org/节目'", "https://e.org/%E8%8A%82%E7%9B%AE/"),
        ("base_url = 'https://例子.org:8443/a%20b/'", "https://xn--fsqu00a.org:8443/a%20b/"),
        ("base_url = 'https://e.org/~me/show/'", "https://e.org/~me/show/"),
    ],
)
def test_letters_of_other_scripts_in_an_address_are_encoded(tmp_path: Path, text: str, address: str) -> None:
    assert settings(tmp_path, text).channel.base_url == address


def test_every_line_of_a_fresh_show_is_valid_when_its_comment_sign_is_removed(tmp_path: Path) -> None:
    scaffold.create(tmp_path / "show")
    file = tmp_path / "show" / "audiobuild.toml"
    for name in ("cover.jpg", "music/intro.mp3", "music/sting.wav", "music/outro.mp3"):
        (tmp_path / "show" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "show" / name).touch()
    show = settings(
        tmp_path / "show", re.sub(r"^# (\w+ = )", r"\1", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    assert all(getattr(show.channel, name) != getattr(Channel(), name) for name in Channel.__slots__)
    assert show.music.files.keys() == {"intro", "sting", "outro"}
    assert show.engines["edge"]["ceiling"] == 8


def test_the_reference_page_is_what_the_declarations_say() -> None:
    page = Path(__file__).parent.parent / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == scaffold.reference(), "write it again with: make pages"


@pytest.mark.parametrize(
    ("declared", "used"),
    [(show_settings.PAUSES, Pauses), (show_settings.MUSIC, Sounds)],
    ids=lambda each: getattr(each, "name", ""),
)
def test_every_value_of_a_table_can_be_set(declared: Table, used: type) -> None:
    assert {setting.name for setting in declared.settings} == set(used.__slots__)


def test_another_file_in_the_folder_of_voices_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "notes.toml").write_text("unknown = 1\n")
    assert "notes" not in read_profiles(tmp_path)


def test_settings_are_read_again_when_a_file_has_changed(tmp_path: Path) -> None:
    assert settings(tmp_path, "title = 'one'").title == "one"
    assert settings(tmp_path, "title = 'another'").title == "another"
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "lexicon.toml").write_text('"ACME" = "A C M E"\n')
    assert read_show(tmp_path).lexicon["ACME"] == "A C M E"
