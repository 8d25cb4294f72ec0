"""The online engine against a service that fails in every way met: the text comes back whole, or one clear error."""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import aiohttp
import numpy as np
import pytest
from edge_tts import exceptions
from hypothesis import given
from hypothesis import strategies as st
from support.edge_service import LEAD, ONCE, RATE, Running, Service, chance, spoken, stereo

from audiobuild.config import read_profiles
from audiobuild.engines.edge import Edge, client
from audiobuild.engines.edge.answer import Answer, accepted
from audiobuild.engines.online import http
from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.heard import Boundary
from audiobuild.engines.online.limits import Limits
from audiobuild.engines.online.pace import Pace
from audiobuild.engines.online.route import route_to
from audiobuild.engines.online.sound import located_words
from audiobuild.engines.online.text import PIECE_BYTES
from audiobuild.errors import AudiobuildError, ConfigError, EngineError, Interrupted, ServiceError
from audiobuild.model import Take, Utterance, Voice
from audiobuild.pronunciation.lexicon import Lexicon

VOICE = Voice("edge", "zh-CN-YunxiNeural", "zh")
TEXT = "一天要走多少路？三十里。"
BASE = 0.02  # seconds before the first retry
PATIENT = Limits(base=BASE, window=0.3, pauses=(0.05, 0.05))
HASTY = Limits(base=BASE, handshake=1, first=1.0, item=1.0)
STALLS = ("stall_handshake", "stall_before", "stall_mid", "drip", "unacknowledged")

#: What the unmodified client makes of each fault: "OK" is a wrong sound without any error, "right" its own second try.
BARE = {
    **dict.fromkeys(["drop_mid", "reset_mid", "no_turnend_close", "truncated_ok", "truncated_midframe"], "OK"),
    **dict.fromkeys(["corrupt", "garbage_audio", "silence", "stereo", "words_dropped"], "OK"),
    **dict.fromkeys(["drop_before", "close_turnstart", "no_audio"], "NoAudioReceived"),
    **dict.fromkeys(["stall_before", "stall_mid", "drip", "unacknowledged"], "hangs"),
    "stall_handshake": "SocketTimeoutError",
    "unknown_path": "UnknownResponse",
    **dict.fromkeys(
        ["meta_empty", "meta_sessionend", "bin_short", "bin_badlen", "bin_wrongtype"], "UnexpectedResponse"
    ),
    **dict.fromkeys(["text_garbage", "bin_garbage"], "ValueError"),
    "meta_badjson": "JSONDecodeError",
    **dict.fromkeys(["meta_wrongtypes", "meta_list"], "TypeError"),
    "ws_protocol_error": "WebSocketError",
    **dict.fromkeys(["http_429", "http_500", "http_503"], "WSServerHandshakeError"),
    **dict.fromkeys(["tcp_reset", "http_403"], "right"),
}


def edge(service: Service, limits: Limits = PATIENT, **settings: str) -> Edge:
    return Edge({"endpoint": service.address, **settings}, limits=limits)


def speak(engine: Edge, text: str = TEXT, voice: Voice = VOICE) -> Take:
    return engine.speak(engine.pronounce(Utterance(text, voice, "zh")), voice)


def doubt(engine: Edge, text: str = TEXT) -> str:
    return engine.warning(Utterance(text, VOICE, "zh"))


def same(one: Take, other: Take) -> bool:
    return np.array_equal(one.samples, other.samples) and one.words == other.words


# ------------------------------------------------------------------------------------------------------ the fault table


async def bare(service: Service, text: str) -> tuple[str, bytes]:
    """What edge-tts alone makes of an answer."""
    edge_tts = client.modules(service.address)[0]
    stream = edge_tts.Communicate(text, VOICE.name, boundary="WordBoundary", receive_timeout=1).stream()
    data = bytearray()
    try:
        async with asyncio.timeout(1.5):
            async for item in stream:
                data += item["data"] if item["type"] == "audio" else b""
    except (*client.ALL, RuntimeError) as error:
        return "hangs" if type(error) is TimeoutError else type(error).__name__, bytes(data)
    return "OK", bytes(data)


@pytest.mark.soak
@pytest.mark.parametrize("fault", BARE)
def test_the_bare_client_makes_this_of_a_fault(service: Service, fault: str) -> None:
    """The left column of the table: why there is anything around the client at all."""
    whole = asyncio.run(bare(service, TEXT))[1]
    service.plan = {1: fault}
    outcome, data = asyncio.run(bare(service, TEXT))
    assert ("right" if data == whole else outcome) == BARE[fault]


@pytest.mark.soak
@pytest.mark.parametrize("fault", ONCE)
def test_a_fault_met_once_leaves_the_same_sound_and_words(service: Service, fault: str) -> None:
    """The right column: asked again, and not a sample is another."""
    whole = speak(edge(service))
    service.plan = {1: fault}
    limits = {"drip": replace(HASTY, attempt=1.8)}.get(fault, HASTY) if fault in STALLS else PATIENT
    engine = edge(service, limits)
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(speak, engine)
        try:
            assert same(future.result(timeout=20), whole)
        finally:
            engine.stop()
    assert service.log[1].fault == fault
    assert len(service.log) >= 3
    assert doubt(engine) == ""


def test_the_table_has_every_fault_that_the_stand_in_knows() -> None:
    assert set(BARE) == set(ONCE)


def test_the_table_in_the_document_is_the_one_tested_here() -> None:
    page = (Path(__file__).parent.parent / "docs" / "engines.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \| .* \|$", page.partition("<!-- faults -->")[2], re.MULTILINE)
    reported = {"wrong sound": "OK", "hangs for ever": "hangs", "right, at its own second try": "right"}
    assert {fault: reported.get(outcome, outcome.strip("`")) for fault, outcome in rows} == BARE


@pytest.mark.soak
@pytest.mark.parametrize(
    ("fault", "kind", "said", "attempts"),
    [
        ("http_404", "forbidden", r"does not serve “一天要走多少路？三十里。” \(HTTP 404\)", 1),
        ("http_400", "forbidden", "the voice zh-CN-YunxiNeural is not available now", 1),
        ("http_403", "refused", r"refused the connection \(HTTP 403, tried twice\).*pip install -U edge-tts", 6),
        ("http_429", "throttled", "slow down.*5 to 10 minutes", None),
        ("http_503", "throttled", "slow down.*HTTP 503", None),
        ("no_audio", "silent", "without sound for “一天", 6),
        ("drop_mid", "rejected", r"check 1: \d+ bytes came, 0 were announced", 6),
        ("corrupt", "rejected", "check 2: no whole frame", 6),
        ("truncated_ok", "rejected", r"check 3: \d.\d s of sound for \d.\d s of words", 6),
        ("silence", "rejected", "check 5: .* of silence", 6),
        ("text_garbage", "broken", "was invalid", 6),
        ("meta_badjson", "broken", "JSONDecodeError", 6),
    ],
)
def test_a_fault_that_stays_is_one_sentence_of_our_own(service: Service, fault, kind, said, attempts) -> None:
    service.chance = lambda number: fault
    with pytest.raises(ServiceError, match=f"(?s)^edge: the speech service.*{said}.*--engine kokoro") as caught:
        speak(edge(service))
    assert caught.value.kind == kind
    assert "\n" not in str(caught.value)
    assert service.address in str(caught.value)
    if attempts:
        assert len(service.log) == attempts
    assert len(service.log) < 40


def test_a_service_that_stalls_for_good_is_given_up(service: Service) -> None:
    service.chance = lambda number: "stall_mid"
    hasty = Limits(base=BASE, first=0.5, item=0.3, tries=3)
    with pytest.raises(ServiceError, match="stopped answering"):
        speak(edge(service, hasty))
    assert len(service.log) == 3


def test_a_service_that_answers_nobody_is_out_of_reach_after_six_waits(service: Service) -> None:
    """Not after six for each of the lines, which are minutes at the limits of a build."""
    service.chance = lambda number: "stall_before"
    engine = edge(service, Limits(base=BASE, first=0.4))
    with ThreadPoolExecutor(8) as pool:
        for line in [pool.submit(speak, engine, f"第{n}句。") for n in range(8)]:
            with pytest.raises(ServiceError, match=r"cannot be reached \(no answer in time") as caught:
                line.result(timeout=10)
            assert caught.value.general
    assert 6 <= len(service.log) <= 12


def test_words_that_stay_missing_are_accepted_after_a_second_answer_with_a_warning(service: Service) -> None:
    service.text_plan = [("路", "words_dropped")]
    engine = edge(service)
    speak(engine)
    assert len(service.log) == 2
    assert doubt(engine) == f"edge: “{TEXT}”: words may be missing, the service lists 60% of the letters (check 6)."


def test_an_answer_without_word_times_is_accepted_at_once_with_a_warning(service: Service) -> None:
    service.chance = lambda number: "no_metadata"
    engine = edge(service)
    assert speak(engine).words == ()
    assert len(service.log) == 1
    assert "no word times" in doubt(engine)


@pytest.mark.parametrize("frame", [1_440, 1_000, 333])
@pytest.mark.parametrize("interleaved", [False, True])
def test_messages_may_be_cut_and_ordered_in_any_way(service: Service, frame: int, interleaved: bool) -> None:
    whole = speak(edge(service))
    service.frame, service.interleaved = frame, interleaved
    assert same(speak(edge(service)), whole)


@pytest.mark.soak
def test_a_soak_of_faults_leaves_every_take_as_without_them(service: Service) -> None:
    """A share of 20 % of the connections fails; `bench/edge.py` does the same with 200 lines."""
    texts = [f"第{n}句话，一共有很多字。" for n in range(60)]
    whole = [speak(edge(service), text) for text in texts]
    quick = tuple(fault for fault in ONCE if fault not in STALLS)
    service.log.clear()
    service.chance = chance(7, 0.2, quick)
    engine = edge(service)
    with ThreadPoolExecutor(engine.concurrency) as pool:
        takes = list(pool.map(lambda text: speak(engine, text), texts))
    assert all(map(same, takes, whole))
    assert 60 < len(service.log) <= 90
    assert doubt(engine) == ""


# ---------------------------------------------------------------------------------------------------------- the pace


@pytest.mark.soak
def test_a_service_that_takes_three_at_once_is_asked_by_three(service: Service) -> None:
    service.max_conn, service.delay = 3, (0.06, 0.0)
    engine = edge(service, Limits(base=0.1, window=0.3))
    with ThreadPoolExecutor(engine.concurrency) as pool:
        takes = list(pool.map(lambda n: speak(engine, f"这是第{n}句话。"), range(80)))
    assert len(takes) == 80
    assert service.peak <= 3
    assert service.refusals < 0.15 * len(service.log)


def test_never_more_than_the_ceiling_ask_at_once(service: Service) -> None:
    service.delay = (0.15, 0.0)
    engine = edge(service, ceiling=5)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: speak(engine, f"这是第{n}句话。"), range(40)))
    assert service.peak == 5


def test_what_the_service_refuses_halves_the_pace_once_a_moment_and_success_raises_it_slowly() -> None:
    now = [0.0]
    pace = Pace(4, 8, Limits(window=2.0), lambda: now[0])
    for _ in range(20):
        pace.succeeded()
    assert pace.limit == 8

    async def three_of_eight_are_taken() -> None:
        for _ in range(8):
            await pace.__aenter__()
        for _ in range(5):
            await pace.__aexit__()
            assert pace.refused(0)

    asyncio.run(three_of_eight_are_taken())
    assert pace.limit == 3
    pace.limit = 4.0
    now[0] = 2.1
    assert pace.refused(0)
    assert pace.limit == 2
    pace.succeeded()
    assert pace.limit == 2.25


def test_refused_at_one_connection_all_pause_longer_each_time_and_then_give_up() -> None:
    now = [0.0]
    pace = Pace(1, 8, Limits(pauses=(30, 60)), lambda: now[0])
    assert [pace.refused(0) for _ in range(8)] == [True] * 8
    assert not pace.refused(0)
    pace.succeeded()
    assert pace.refused(0)


def test_when_the_service_says_how_long_to_wait_nobody_asks_before(service: Service) -> None:
    service.plan, service.retry_after = {0: "http_429"}, "1"
    engine = edge(service)
    loop = asyncio.new_event_loop()
    before = loop.time()
    speak(engine)
    assert loop.time() - before >= 1
    loop.close()


def test_a_wrong_clock_costs_one_more_handshake_and_no_pace(service: Service) -> None:
    for offset in (7_200.0, -7_200.0):
        service.reset()
        service.clock_offset = offset
        engine = edge(service)
        with ThreadPoolExecutor(8) as pool:
            assert len(list(pool.map(lambda n: speak(engine, f"第{n}句。"), range(8)))) == 8  # noqa: B023
        assert service.refusals <= 8


def test_the_clock_is_named_with_its_error_when_the_service_still_refuses(service: Service) -> None:
    service.clock_offset = 2 * 3_600 + 180
    service.chance = lambda number: "http_403"
    with pytest.raises(ServiceError, match="clock is wrong, by 2 h 3 min says the service"):
        speak(edge(service))


def test_a_service_that_has_refused_everybody_is_not_asked_again(service: Service) -> None:
    """Three refusals before any success: the other lines, and the next episodes, fail at once."""
    service.chance = lambda number: "http_403"
    engine = edge(service)
    for _ in range(3):
        with pytest.raises(ServiceError, match="refused"):
            speak(engine)
    assert len(service.log) <= 12  # the client asks twice each time


def test_a_refusal_without_a_date_is_reported_as_any_other(service: Service) -> None:
    service.chance, service.send_date = lambda number: "http_403", False
    with pytest.raises(ServiceError, match="refused the connection"):
        speak(edge(service))


def test_an_absent_service_is_reported_after_three_attempts(running: Running, service: Service) -> None:
    running.stop_listening()
    with pytest.raises(ServiceError, match="cannot be reached.*offline.*--engine kokoro"):
        speak(edge(service))
    assert service.log == []


# ------------------------------------------------------------------------------------------------------ what is sent


@pytest.mark.soak
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60).map(lambda text: text * 60))
def test_the_pieces_are_the_text_and_none_is_near_the_services_limit(text: str) -> None:
    pieces = Edge({}).pronounce(Utterance(text, VOICE, "zh")).pieces
    assert "".join(piece.written for piece in pieces) == text
    assert all(len(escape(piece.engine_input).encode()) <= PIECE_BYTES for piece in pieces)


def test_a_long_text_is_cut_at_sentences_and_a_long_sentence_at_clauses() -> None:
    sentences = ["我们走了很久很久，" * 20 + "到了。", "他说：“好的！”" * 30, "没有" * 700 + "，完了。"]
    parts = [piece.written for piece in Edge({}).pronounce(Utterance("".join(sentences), VOICE, "zh")).pieces]
    assert parts[0] == sentences[0] + sentences[1]
    assert all(part[-1] in "，。！”有" for part in parts)


def test_a_lexicon_that_makes_a_text_longer_makes_more_pieces() -> None:
    engine = Edge({}, Lexicon({"ACME": "a company of many words that are said in full each time"}))
    pieces = engine.pronounce(Utterance("ACME ACME. " * 60, VOICE, "en")).pieces
    assert len(pieces) > 1
    assert all(len(piece.engine_input) <= PIECE_BYTES for piece in pieces)


def test_what_xml_cannot_carry_is_never_sent(service: Service) -> None:
    speak(edge(service), "一\x00天\x1b要\ufffe走<b>&路\ud800。")
    assert service.asked == ["一 天 要 走<b>&路 。"]
    assert service.refusals == 0


@pytest.mark.parametrize("text", ["……", "。", "🙂", "\u200b", " "])
def test_what_cannot_be_spoken_is_reported_without_a_request(service: Service, text: str) -> None:
    with pytest.raises(EngineError, match="can be spoken: take it out"):
        speak(edge(service), text)
    assert service.log == []


def test_rate_and_pitch_of_a_voice_arrive(service: Service) -> None:
    plain = speak(edge(service))
    quick = speak(edge(service), voice=Voice("edge", VOICE.name, "zh", rate=1.25, pitch=-12))
    assert dict(service.log[1].prosody) == {"rate": "+25%", "pitch": "-12Hz", "volume": "+0%"}
    assert len(quick.samples) < len(plain.samples)


def test_another_pitch_is_another_take() -> None:
    engine = Edge({})
    assert engine.identity(VOICE) != engine.identity(Voice("edge", VOICE.name, "zh", pitch=3))


# -------------------------------------------------------------------------------------------------------- word times


def test_words_are_heard_at_their_times_although_the_codec_delays_the_sound(service: Service) -> None:
    """The stand-in beeps for each word: its beginning in the take is within 5 ms of the time reported."""
    take = speak(edge(service))
    assert [word.text for word in take.words] == ["一天", "要走", "多少", "路", "三十", "里"]
    loud = np.flatnonzero(np.abs(take.samples) > 1_500)
    starts = [loud[0], *(b for a, b in pairwise(loud) if b - a > 300)]
    assert [abs(int(start) - word.start) < 120 for start, word in zip(starts, take.words, strict=True)] == [True] * 6
    assert take.words[0].start > LEAD * RATE


@pytest.mark.soak
def test_the_pieces_of_a_long_text_are_joined_with_a_pause_and_their_words_follow(service: Service) -> None:
    text = "这一句话很长，" * 130 + "完了。"
    engine = edge(service)
    take = speak(engine, text)
    assert len(engine.pronounce(Utterance(text, VOICE, "zh")).pieces) == len(service.log) > 1
    assert "".join(word.text for word in take.words) == text.replace("，", "").replace("。", "")
    assert all(a.end <= b.start for a, b in pairwise(take.words))
    loud = np.flatnonzero(np.abs(take.samples) > 1_500)
    assert max(b - a for a, b in pairwise(loud)) < 0.35 * RATE  # not the silence of two answers and the pause
    for word in take.words[::17]:
        assert np.abs(take.samples[word.start + 200 : word.end - 200]).max() > 1_500


def boundary(n: int, text: str) -> Boundary:
    return Boundary(n * 1_000_000, 900_000, text)


@pytest.mark.parametrize(
    ("text", "reported", "words"),
    [
        ("花了$5.5亿。", ["花了", "五点五", "亿", "美元"], ["花了", "5.5", "亿"]),
        ("Dr. Smith came", ["Doctor", "Smith", "came"], ["Dr", "Smith", "came"]),
        ("2024年", ["二零二四年"], ["年"]),
        ("你好", ["再见"], ["你好"]),
        ("你好", [], []),
        ("a&b", ["a", "and", "b"], ["a", "b"]),
    ],
)
def test_words_that_differ_from_the_text_cover_what_is_left_between_their_neighbours(text, reported, words) -> None:
    found = located_words(text, [boundary(n, each) for n, each in enumerate(reported)], 10**6)
    assert [word.text for word in found] == words


@given(st.text("一二三abc1 ，。", max_size=12), st.lists(st.text("一二三abc12", max_size=3), max_size=6), st.data())
def test_whatever_boundaries_come_the_words_lie_in_order_within_the_sound(text, reported, data) -> None:
    numbers = st.integers(-(10**9), 10**9)
    places = located_words(text, [Boundary(data.draw(numbers), data.draw(numbers), each) for each in reported], 50_000)
    ends = [0, *(place for word in places for place in (word.start, word.end)), 50_000]
    assert ends == sorted(ends)
    assert all(word.text in text for word in places)


# --------------------------------------------------------------------------------------------------- the client module


def subclasses(module) -> list[type]:
    return [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Exception)]


THEIRS = [*subclasses(exceptions), *subclasses(aiohttp.client_exceptions), aiohttp.WebSocketError]


@pytest.mark.parametrize("kind", sorted(set(THEIRS), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_exception_of_the_client_and_its_library_is_caught_and_has_a_meaning(kind: type[Exception]) -> None:
    """One that a new version brings, and that is of no kind known here, turns this red."""
    if kind in (exceptions.EdgeTTSException, aiohttp.ClientError):  # never raised themselves
        return
    meant = [*(known for known, _ in client.MEANINGS), aiohttp.ClientResponseError]
    assert issubclass(kind, client.ALL)
    assert any(issubclass(kind, known) for known in meant if known not in (OSError, TimeoutError, *http.GARBLED))


def test_frames_that_are_no_sound_are_rejected_though_their_headers_are_right() -> None:
    frames = bytes.fromhex("fff364c4") + b"\xff" * 140
    with pytest.raises(AttemptError, match="check 4"):
        accepted(Answer(frames * 100, 14_400, ()), "你好", 1.0)


def test_frames_that_the_decoder_leaves_out_are_missed_though_each_is_whole() -> None:
    data = spoken("你好吗", VOICE.name, 1.0, 0, 1.0)[0]
    junk = bytes.fromhex("fff364c4") + b"\xff" * 140
    with pytest.raises(AttemptError, match=r"check 4: \d.\d s at 24000 Hz decoded from \d.\d s of frames"):
        accepted(Answer(data + junk * 40, len(data) + 5_760, ()), "你好吗", 1.0)


def test_frames_of_another_format_are_recognised_by_their_headers() -> None:
    data = stereo(spoken("你好吗", VOICE.name, 1.0, 0, 1.0)[0])
    with pytest.raises(AttemptError, match="check 2: no whole frame of 48 kbit/s, 24 kHz, mono at byte 0"):
        accepted(Answer(data, len(data), ()), "你好吗", 1.0)


def test_a_sound_too_short_for_its_letters_is_doubted_though_all_words_are_listed() -> None:
    data = spoken("你好吗", VOICE.name, 1.0, 0, 1.0)[0]
    for text, doubted in (("这一句话有很多字", []), ("这一句话有很多字" * 3, ["(check 7)"])):
        heard = accepted(Answer(data, len(data), (Boundary(0, 9_000_000, text),)), text, 1.0)
        assert [doubt[-9:] for doubt in heard.doubts] == doubted


@pytest.mark.parametrize("offset", [float("inf"), float("nan"), 10**400, -1, None, "soon", [1]])
def test_a_word_at_no_time_is_an_error_of_our_own(offset: object) -> None:
    with pytest.raises(AttemptError) as caught:
        client._boundary({"offset": offset, "duration": 1, "text": "你"})
    assert caught.value.kind is FailureKind.BROKEN


@given(st.binary(max_size=400))
def test_any_bytes_as_sound_are_accepted_whole_or_rejected_by_our_own_error(data: bytes) -> None:
    try:
        accepted(Answer(data, len(data), ()), "你好", 1.0)
    except AttemptError as trouble:
        assert trouble.kind is FailureKind.REJECTED


# -------------------------------------------------------------------------------------------------------- stopping


def test_a_stop_ends_a_stalled_line_and_all_that_follow(service: Service) -> None:
    service.chance = lambda number: "stall_mid"
    engine = edge(service)
    with ThreadPoolExecutor(3) as pool:
        lines = [pool.submit(speak, engine, f"第{n}句。") for n in range(3)]
        while len(service.asked) < 3:
            time.sleep(0.01)
        engine.stop()
        for line in lines:
            with pytest.raises(Interrupted):
                line.result(timeout=5)
    with pytest.raises(Interrupted):
        speak(engine)


# -------------------------------------------------------------------------------------------------------- the route


OWN = replace(client.ADDRESS, host="speech.example.org")


@pytest.mark.parametrize(
    ("setting", "environ", "proxy", "origin"),
    [
        ("", {}, None, ""),
        ("http://a:1", {"HTTPS_PROXY": "http://b:2"}, "http://a:1", "[edge] proxy"),
        ("", {"HTTPS_PROXY": "http://b:2", "ALL_PROXY": "http://c:3"}, "http://b:2", "HTTPS_PROXY"),
        ("", {"wss_proxy": "http://d:4", "HTTPS_PROXY": "http://b:2"}, "http://d:4", "wss_proxy"),
        ("", {"all_proxy": "c:3"}, "http://c:3", "all_proxy"),
    ],
)
def test_the_proxy_is_that_of_the_setting_else_of_the_environment(setting, environ, proxy, origin) -> None:
    way = route_to(OWN, "", setting, environ)
    assert (way.proxy, way.origin) == (proxy, origin)


def test_no_proxy_leads_to_this_machine_or_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"HTTPS_PROXY": "http://b:2"}
    assert route_to(OWN, "ws://127.0.0.1:1/x", "", given).proxy is None
    assert route_to(OWN, "ws://localhost:1/x", "http://a:1", given).proxy is None
    monkeypatch.setenv("NO_PROXY", "example.org")
    assert route_to(OWN, "", "", given).proxy is None


def test_a_socks_proxy_is_refused_with_the_way_out() -> None:
    with pytest.raises(ConfigError, match="ALL_PROXY: .*HTTP proxies only, not socks5.*on top of it"):
        route_to(OWN, "", "", {"ALL_PROXY": "socks5://c:3"})


def test_the_route_is_shown_without_the_password() -> None:
    reported = str(route_to(OWN, "", "http://me:secret@proxy:8080", {}))
    assert reported == "through the proxy http://proxy:8080 ([edge] proxy)"


@pytest.mark.parametrize(
    "endpoint", ["http://h/x", "h", "ws://", "ws://[", "ws://a b/x", "ws://h:99999/x", "ws://h/?k=1"]
)
def test_an_endpoint_that_is_not_an_address_is_a_config_error(endpoint: str) -> None:
    with pytest.raises(ConfigError, match="is not an address like wss://host/path"):
        route_to(OWN, endpoint, "", {})


def test_the_endpoint_is_shown_without_the_password() -> None:
    assert str(route_to(OWN, "ws://me:secret@h:1/x", "", {})) == "directly, to ws://h:1/x"


def test_two_endpoints_can_be_used_in_one_process(service: Service) -> None:
    other = Running()
    try:
        first, second = edge(service), Edge({"endpoint": other.endpoint})
        assert same(speak(first), speak(second))
        assert same(speak(first), speak(second))
        assert len(service.log) == len(other.service.log) == 2
    finally:
        other.close()


@given(
    st.sampled_from(
        ["socks5://x", "ftp://x", "http://", "://", "http://[", "a b", "h:99999999", "h:70000", "h/path", "http://h:p"]
    )
)
def test_whatever_a_proxy_is_set_to_only_our_own_error_escapes(proxy: str) -> None:
    with pytest.raises(AudiobuildError):
        route_to(OWN, "", proxy, {})


# ------------------------------------------------------------------------------------------------------- the doctor


@pytest.fixture
def asked_live(service: Service):
    """The engine's checks for `audiobuild doctor`, by name."""
    profiles = read_profiles(None)["edge"]
    voices = {language: profiles.voices[profiles.casts[language].guests[0]] for language in ("zh", "en")}
    return lambda: {check.what: check for check in edge(service).examine(voices, live=True)}


def test_the_doctor_sends_three_short_requests_and_reports_figures(asked_live, service: Service) -> None:
    findings = asked_live()
    assert findings["online voices"].found == f"the service can be reached directly, to {service.address}"
    assert findings["live list of voices"].found == "9 voices"
    assert "2 words timed, 100% of the letters" in findings["live zh-CN-YunjianNeural"].found
    assert findings["live en-US-GuyNeural"].ok
    assert (service.lists, len(service.log)) == (1, 2)


def test_the_doctor_says_what_the_live_service_lacks(asked_live, service: Service) -> None:
    del service.voices["zh-CN-YunjianNeural"]
    findings = asked_live()
    assert findings["live list of voices"].found == "8 voices; not among them: zh-CN-YunjianNeural"
    assert "no longer offered; cast zh-CN-" in findings["live zh-CN-YunjianNeural"].found
    assert not findings["live zh-CN-YunjianNeural"].ok
