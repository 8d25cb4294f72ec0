"""The engine for speech servers against a server that fails in every way met: the whole text, or one clear error."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.speech_server import FAULTS, MODEL, RunningServer, Server

from audiobuild.engines.online import http
from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.heard import RATE
from audiobuild.engines.online.limits import Limits
from audiobuild.engines.openai import SpeechServer, VariableName
from audiobuild.engines.openai.answer import Answer, Judge, most_bytes
from audiobuild.engines.openai.key import Key
from audiobuild.engines.openai.listed import offers
from audiobuild.errors import ConfigError, EngineError, Interrupted, ServiceError
from audiobuild.model import Take, Utterance, Voice
from audiobuild.pronunciation.lexicon import Lexicon

VOICE = Voice("openai", "zf_xiaoxiao", "any")
TEXT = "一天要走多少路？三十里。走得很慢，也很远。"
KEY = "sk-proj-veryverysecret0123456789"
PATIENT = Limits(base=0.02, window=0.3, pauses=(0.02, 0.02))
HASTY = replace(PATIENT, first=0.8, item=0.5, attempt=1.2)

#: What comes of each fault: "right" at the first request, "near" the same sound of another rate or after another codec,
#: "again" the right sound after a second request, or the kind of the error, without a second request.
OUTCOMES = {
    **dict.fromkeys(["wav_zero", "wav_endless", "wav_chunks", "wav_float", "stereo"], "right"),
    **dict.fromkeys(["rate_16000", "rate_44100", "rate_48000", "mp3_for_wav"], "near"),
    **dict.fromkeys(["json_200", "json_as_sound", "html_200", "empty", "opus", "no_chunks"], "again"),
    **dict.fromkeys(["cut_length", "cut_chunks", "cut_wav", "cut_sample", "cut_endless", "cut_mp3"], "again"),
    **dict.fromkeys(["silence", "noise", "half_text", "half_then_silence", "repeated", "gap"], "again"),
    **dict.fromkeys(["reset_before", "reset_mid", "stall", "stall_mid", "drip", "flood", "not_http"], "again"),
    **dict.fromkeys(["http_429", "http_500", "http_502", "http_503"], "again"),
    **dict.fromkeys(["http_401", "http_402", "http_403", "no_money"], "denied"),
    **dict.fromkeys(["http_400", "http_404", "http_422", "moved"], "forbidden"),
}
STALLS = ("stall", "stall_mid", "drip", "flood")


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    stand_in = RunningServer()
    yield stand_in
    stand_in.close()


@pytest.fixture
def server(running: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    running.service.reset()
    yield running.service
    running.listen()


def engine_of(
    server: Server, limits: Limits = PATIENT, lexicon: Lexicon | None = None, **settings: object
) -> SpeechServer:
    return SpeechServer({"base": server.address, "model": MODEL, **settings}, lexicon, limits=limits)


def speak(engine: SpeechServer, text: str = TEXT, voice: Voice = VOICE, language: str = "zh") -> Take:
    return engine.speak(engine.pronounce(Utterance(text, voice, language)), voice)


def doubt(engine: SpeechServer, text: str = TEXT) -> str:
    return engine.warning(Utterance(text, VOICE, "zh"))


def likeness(one: Take, other: Take) -> float:
    """The highest correlation of two sounds, whatever the delay of a codec: 1.0 for equal ones."""
    a, b = (take.samples.astype(np.float64) for take in (one, other))
    size = 1 << (len(a) + len(b)).bit_length()
    both = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    return float(both.max() / np.sqrt((a @ a) * (b @ b)))


# ------------------------------------------------------------------------------------------------------ the fault table


def test_the_table_has_every_fault_that_the_stand_in_knows() -> None:
    assert set(OUTCOMES) == set(FAULTS)


@pytest.mark.soak
@pytest.mark.parametrize(
    "fault", [fault for fault, outcome in OUTCOMES.items() if outcome in ("right", "near", "again")]
)
def test_a_fault_met_once_leaves_the_same_sound(server: Server, fault: str) -> None:
    whole = speak(engine_of(server))
    server.plan = {1: fault}
    engine = engine_of(server, HASTY if fault in STALLS else PATIENT)
    take = speak(engine)
    assert server.log[1].fault == fault
    if OUTCOMES[fault] == "near":
        assert likeness(take, whole) > 0.98
    else:
        assert np.abs(take.samples.astype(int) - whole.samples).max() <= 1  # of a float, rounded
    assert (len(server.log) > 2) == (OUTCOMES[fault] == "again")
    assert doubt(engine) == ""
    assert take.rate == RATE


@pytest.mark.parametrize("fault", [fault for fault, outcome in OUTCOMES.items() if outcome in ("denied", "forbidden")])
def test_what_would_fail_again_is_asked_once(server: Server, fault: str) -> None:
    server.always = fault
    with pytest.raises(ServiceError) as caught:
        speak(engine_of(server))
    assert caught.value.kind == OUTCOMES[fault]
    assert caught.value.general == (OUTCOMES[fault] == "denied")
    assert len(server.log) == 1


@pytest.mark.soak
@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("json_200", "broken", "HTTP 200, no sound: out of memory"),
        ("html_200", "broken", "HTTP 200, no sound but text/html of 36 bytes"),
        ("empty", "silent", "without sound for “一天"),
        ("cut_wav", "rejected", r"check 2: \d+ of \d+ bytes of a WAV"),
        ("cut_mp3", "rejected", "check 2: an MP3 without a whole frame"),
        ("cut_length", "broken", "ClientPayloadError"),
        ("opus", "rejected", "check 3: .* cannot be decoded"),
        ("silence", "rejected", "check 4: .* of silence"),
        ("noise", "rejected", "check 4: noise"),
        ("http_429", "throttled", "HTTP 429: as planned .*still being loaded"),
        ("http_503", "throttled", "HTTP 503"),
        ("http_500", "broken", "HTTP 500: as planned"),
    ],
)
def test_a_fault_that_stays_is_one_sentence_of_our_own(server: Server, fault: str, kind: str, said: str) -> None:
    server.always = fault
    with pytest.raises(ServiceError, match=f"^openai: the speech service.*{said}.*--engine kokoro") as caught:
        speak(engine_of(server))
    assert caught.value.kind == kind
    assert "\n" not in str(caught.value)
    assert server.address in str(caught.value)
    assert 3 <= len(server.log) < 40


@pytest.mark.soak
@pytest.mark.parametrize(("fault", "said"), [("half_text", "words may be missing"), ("gap", "s of silence within")])
def test_a_doubt_that_stays_is_accepted_after_a_second_answer_with_a_warning(
    server: Server, fault: str, said: str
) -> None:
    server.always = fault
    engine = engine_of(server)
    speak(engine)
    assert len(server.log) == 2
    assert doubt(engine).startswith(f"openai: “{TEXT}”: ")
    assert said in doubt(engine)


def test_a_server_that_says_how_long_to_wait_is_not_asked_before(server: Server) -> None:
    server.plan, server.retry_after = {0: "http_503"}, "1"
    before = time.monotonic()
    speak(engine_of(server))
    assert time.monotonic() - before >= 1


def test_a_server_that_is_not_running_is_named(running: RunningServer, server: Server) -> None:
    running.stop_listening()
    with pytest.raises(
        ServiceError, match="cannot be reached.*the server is not running.*base in audiobuild.toml"
    ) as caught:
        speak(engine_of(server))
    assert caught.value.general


def test_the_nearest_voice_of_the_server_is_named(server: Server) -> None:
    with pytest.raises(ServiceError, match="it lists no voice zm_yunyan; cast zm_yunyang instead"):
        speak(engine_of(server), voice=replace(VOICE, name="zm_yunyan"))


def test_a_wrong_model_is_named(server: Server) -> None:
    with pytest.raises(ServiceError, match="The model `kokoro-9` does not exist.*model in audiobuild.toml, “kokoro-9”"):
        speak(engine_of(server, model="kokoro-9"))


# ---------------------------------------------------------------------------------------------------------- the key


def test_the_key_of_the_environment_is_sent_and_only_in_its_header(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "another")
    for settings, sent in (({}, f"Bearer {KEY}"), ({"key_env": "MY_KEY"}, "Bearer another"), ({"key_env": ""}, "")):
        speak(engine_of(server, **settings))
        assert server.log[-1].key == sent
        assert KEY not in str(server.log[-1].body)


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
def test_no_message_holds_the_key_although_the_server_repeats_it(server: Server, fault: str, caplog) -> None:
    server.always = fault
    engine = engine_of(server, replace(HASTY, tries=2, refusals=3))
    try:
        speak(engine)
    except EngineError as error:
        assert_hidden(str(error))
        assert_hidden(error.what)
    assert_hidden(doubt(engine))
    assert_hidden(caplog.text)
    assert_hidden(str(engine.identity(VOICE)))
    assert_hidden(repr(vars(engine)))


def assert_hidden(text: str) -> None:
    assert not any(KEY[place : place + 8] in text for place in range(len(KEY) - 7))


def test_without_a_key_the_message_says_where_it_belongs(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    server.key = KEY
    with pytest.raises(ServiceError, match="asks for a key .HTTP 401., and none was sent.*export OPENAI_API_KEY"):
        speak(engine_of(server))


def test_a_key_in_the_settings_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigError, match="never belongs into a file") as caught:
        VariableName().read(KEY, "[openai]: key_env", Path())
    assert_hidden(str(caught.value))


@given(st.text(alphabet="abcdef-", min_size=8, max_size=30), st.text(max_size=40), st.text(max_size=40))
def test_no_part_of_a_key_is_shown_whatever_surrounds_it(key: str, before: str, after: str) -> None:
    shown = Key(key, "K").hidden(before + key[1:] + after)
    assert not any(key[place : place + 6] in shown for place in range(len(key) - 5))


def test_a_key_that_no_header_can_hold_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", f"{KEY}\nX: y")
    with pytest.raises(ConfigError, match="OPENAI_API_KEY holds characters that no key has") as caught:
        speak(engine_of(server))
    assert_hidden(str(caught.value))


# ------------------------------------------------------------------------------------------------------ what is sent


def test_a_request_holds_what_the_settings_say(server: Server) -> None:
    extra = '{"language": "Chinese", "seed": 7}'
    engine = engine_of(server, instructions="warm", extra=extra, speed=1.2, format="mp3")
    speak(engine, "你好，世界。")
    speak(engine, "你好，世界。", replace(VOICE, rate=0.9, instructions="dry"))
    first, second = (request.body for request in server.log)
    same = {"model": MODEL, "voice": VOICE.name, "input": "你好，世界。", "response_format": "mp3"}
    assert first == {**same, "speed": 1.2, "instructions": "warm", "language": "Chinese", "seed": 7}
    assert (second["speed"], second["instructions"]) == (1.08, "dry")


def test_a_plain_request_has_no_field_that_a_server_may_not_know(server: Server) -> None:
    speak(engine_of(server))
    assert set(server.log[0].body) == {"model", "voice", "input", "response_format"}


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("2024年，1,200人，GDP涨了5%。", "zh", "二零二四年，一千二百人，G D P涨了百分之五。"),
        ("In 2024, $5 for NASA.", "en", "In twenty twenty four, five dollars for NASA."),
        ("En 2024, 5 €.", "fr", "En 2024, 5 €."),
    ],
)
def test_numbers_are_sent_in_words_unless_the_text_is_to_be_as_written(text: str, language: str, said: str) -> None:
    for choice, sent in (("normalized", said), ("written", text)):
        pieces = SpeechServer({"text": choice}).pronounce(Utterance(text, VOICE, language)).pieces
        assert "".join(piece.engine_input for piece in pieces) == sent
        assert "".join(piece.written for piece in pieces) == text


def test_the_lexicon_respells_what_is_sent(server: Server) -> None:
    speak(engine_of(server, lexicon=Lexicon({"ACME": "爱克米"})), "我在ACME工作了很多年。")
    assert server.log[0].text == "我在爱克米工作了很多年。"


@given(st.text(min_size=1, max_size=60).map(lambda text: text * 60))
def test_the_pieces_are_the_text_and_can_be_sent(text: str) -> None:
    pieces = SpeechServer({"text": "written"}).pronounce(Utterance(text, VOICE, "zh")).pieces
    assert "".join(piece.written for piece in pieces) == text
    assert all(len(piece.engine_input.encode()) <= 2_400 for piece in pieces)


def test_an_identity_changes_with_all_that_decides_the_sound_and_with_nothing_else() -> None:
    voice = replace(VOICE, instructions="dry")
    settings = (
        {"base": "http://h/v1"},
        {"model": "m"},
        {"instructions": "warm"},
        {"extra": '{"seed": 1}'},
        {"version": "2"},
    )
    made = [SpeechServer(each).identity(VOICE) for each in ({}, *settings, {"format": "mp3"}, {"speed": 1.1})]
    made.append(SpeechServer({}).identity(voice))
    assert len(set(made)) == len(made)
    for each in ({"timeout": 9.0}, {"concurrency": 1}, {"proxy": "http://p:1"}, {"key_env": "K"}, {"rate": 16_000}):
        assert SpeechServer(each).identity(VOICE) == made[0]


def test_an_identity_holds_no_password_of_an_address() -> None:
    assert "secret" not in str(SpeechServer({"base": "http://me:secret@host/v1"}).identity(VOICE))


# ------------------------------------------------------------------------------------------------------------ answers


@pytest.mark.parametrize("form", ["wav", "mp3", "flac", "pcm"])
def test_every_format_can_be_asked_for(server: Server, form: str) -> None:
    whole = speak(engine_of(server))
    assert likeness(speak(engine_of(server, format=form)), whole) > 0.98


@pytest.mark.parametrize("fault", ["json_200", "json_as_sound", "html_200", "cut_sample", "mp3_for_wav", "silence"])
def test_no_text_and_no_mp3_is_taken_for_raw_sound(server: Server, fault: str) -> None:
    whole = speak(engine_of(server, format="pcm"))
    server.plan = {1: fault}
    assert likeness(speak(engine_of(server, format="pcm")), whole) > 0.98


def test_raw_sound_of_half_its_rate_is_doubted(server: Server) -> None:
    engine = engine_of(server, format="pcm", rate=8_000)
    speak(engine)
    assert "words may be repeated" in doubt(engine)


def test_a_voice_that_is_always_fast_is_doubted_until_its_pace_is_known() -> None:
    judge = Judge("wav", RATE)
    found = [list(judge._unlike_the_voice("v", f"{TEXT}{n // 2}", 2.2)) for n in range(12)]
    assert [bool(each) for each in found] == [True] * 8 + [False] * 4


def test_half_a_sentence_of_a_slow_voice_is_doubted_once_its_pace_is_known() -> None:
    judge = Judge("wav", RATE)
    for n in range(6):
        assert not list(judge._unlike_the_voice("v", f"{TEXT}{n}", 6.0))
    assert list(judge._unlike_the_voice("v", f"{TEXT}7", 3.0))


@given(
    st.binary(max_size=400), st.sampled_from(["wav", "pcm"]), st.sampled_from([b"", b"RIFF", b"ID3", b"fLaC", b"OggS"])
)
def test_any_bytes_are_accepted_whole_or_rejected_by_our_own_error(data: bytes, form: str, head: bytes) -> None:
    try:
        Judge(form, RATE).accepted(Answer(head + data, "audio/wav"), "你好", "v", 1.0)
    except AttemptError as trouble:
        assert trouble.kind in (FailureKind.REJECTED, FailureKind.BROKEN, FailureKind.SILENT)


def test_a_body_is_read_no_further_than_any_sound_of_the_text() -> None:
    assert most_bytes("你好") < 20_000_000 < most_bytes("你好" * 100)


# -------------------------------------------------------------------------------------------------- pace, stopping


def test_never_more_are_asked_at_once_than_the_settings_allow(server: Server) -> None:
    server.delay = 0.1
    engine = engine_of(server, concurrency=3)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda n: speak(engine, f"这是第{n}句话。"), range(12)))
    assert server.peak == 3


@pytest.mark.parametrize("fault", ["stall", "stall_mid", "drip"])
def test_a_stop_ends_a_request_within_a_third_of_a_second(server: Server, fault: str) -> None:
    server.always = fault
    engine = engine_of(server, Limits())
    with ThreadPoolExecutor(3) as pool:
        lines = [pool.submit(speak, engine, f"第{n}句。") for n in range(3)]
        while len(server.log) < 3:
            time.sleep(0.01)
        before = time.monotonic()
        engine.stop()
        for line in lines:
            with pytest.raises(Interrupted):
                line.result(timeout=5)
    assert time.monotonic() - before < 0.3
    with pytest.raises(Interrupted):
        speak(engine)


# ---------------------------------------------------------------------------------------------------- lists of voices


@pytest.mark.parametrize(
    ("found", "names"),
    [
        ({"voices": ["a", "b"]}, ["a", "b"]),
        ({"voices": [{"id": "a", "name": "Ann"}, {"name": "b"}, {"voice_id": "c"}, {}, 7]}, ["a", "b", "c"]),
        ({"data": [{"id": "a"}]}, ["a"]),
        (["a"], ["a"]),
        ({"voices": {"a": {"language": "zh"}, "b": None}}, ["a", "b"]),
    ],
)
def test_lists_of_voices_come_in_several_shapes(found: object, names: list[str]) -> None:
    assert [offer.name for offer in offers(found)] == names


def test_language_and_sex_of_a_voice_are_those_of_the_list_or_of_kokoros_names() -> None:
    found = offers(["zf_xiaoxiao", "bm_george", {"id": "x", "language": "ja", "gender": "Male"}, "ryan"])
    assert [(each.locale, each.gender) for each in found] == [
        ("zh", "female"), ("en-GB", "male"), ("ja", "male"), ("any", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("found", [{}, "voices", {"voices": "a"}, None, 7])
def test_what_is_no_list_of_voices_is_an_error_of_our_own(found: object) -> None:
    with pytest.raises(ValueError, match="no list of voices"):
        offers(found)


# ------------------------------------------------------------------------------------------------------- the doctor


def checks(engine: SpeechServer, live: bool = True) -> dict[str, object]:
    return {check.what: check for check in engine.examine({"zh": VOICE}, live)}


def test_the_doctor_asks_for_voices_and_a_sentence(server: Server) -> None:
    found = checks(engine_of(server))
    assert found["speech server"].found == f"the service can be reached directly, to {server.address}"
    assert found["live list of voices"].found == "4 voices"
    assert re.match(r"1\.\d s in \d\.\d s; first sound \d+ ms; level -\d+ dBFS$", found["live zf_xiaoxiao"].found)
    assert (server.lists, len(server.log)) == (1, 1)


def test_the_doctor_does_not_mind_a_server_that_lists_no_voices(server: Server) -> None:
    server.voices = None
    found = checks(engine_of(server))["live list of voices"]
    assert (found.ok, found.found) == (True, "cannot be had (it lists no voices, HTTP 404).")


def test_the_doctor_asks_no_server_that_the_show_does_not_name(server: Server) -> None:
    found = checks(SpeechServer())
    assert [check.found for check in found.values()] == ["not set up: audiobuild.toml has no table [openai]"]


def test_the_end_of_an_attempt_is_not_lost_when_a_byte_comes_at_that_moment() -> None:
    """The drip that went on for ever: the reader is cancelled while what it waits for is ready."""

    async def attempt() -> str:
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def read() -> str:
            await http.within(5, ready)
            return "went on"

        reader = asyncio.create_task(read())
        await asyncio.sleep(0)
        ready.set_result(None)
        reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            return await reader
        return "ended"

    assert asyncio.run(attempt()) == "ended"
