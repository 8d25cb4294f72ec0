"""A stand-in for the speech service: its protocol on loopback for the unmodified edge-tts client, strict, with faults.

Speech is a beat of tones, a beep for each word, as real CBR MP3 (24 kHz, 48 kbit/s, mono) with word times, the same
bytes for the same request. `python tests/support/edge_service.py` runs it as a process that prints its address.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import random
import re
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import lameenc
import numpy as np
from aiohttp import WSMsgType, web
from edge_tts.constants import BASE_URL, TRUSTED_CLIENT_TOKEN, WSS_HEADERS
from edge_tts.drm import generate_sec_ms_gec_v2

RATE = 24_000  # Hz
FRAME, FRAME_SECONDS = 144, 0.024
TICKS = 10_000_000  # a second
SYLLABLE = 0.2  # seconds a character
LEAD, GAP, TAIL = 0.15, 0.03, 0.25  # seconds of silence before the first word, at the end of each, after the last
PATH = "/readaloud"
HOST, _, OWN_PATH = BASE_URL.partition("/")  # the real service's
VOICES = {
    "zh-CN-XiaoxiaoNeural": ("Female", "News Novel", "Warm"),
    "zh-CN-XiaoyiNeural": ("Female", "Cartoon Novel", "Lively"),
    "zh-CN-YunjianNeural": ("Male", "Sports Novel", "Passion"),
    "zh-CN-YunxiNeural": ("Male", "Novel", "Lively Sunshine"),
    "zh-CN-YunyangNeural": ("Male", "News", "Professional Reliable"),
    "zh-TW-HsiaoChenNeural": ("Female", "General", "Friendly Positive"),
    "en-US-AriaNeural": ("Female", "News Novel", "Positive Confident"),
    "en-US-GuyNeural": ("Male", "News Novel", "Passion"),
    "en-GB-RyanNeural": ("Male", "General", "Friendly Positive"),
}
#: Faults before the connection is up: HTTP status, or what is done to the connection.
STATUS = {f"http_{code}": code for code in (400, 403, 404, 429, 500, 503)}
WORD = re.compile(r"[㐀-鿿]{1,2}|[^\W㐀-鿿]+")


def beats(
    words: tuple[str, ...], pitch: float, pace: float, level: float
) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """A beep for each word at RATE, and the (start, end) of each in seconds; too short is drawn out."""
    lengths = [max(SYLLABLE * len(word) / pace, 2 * GAP) for word in words]
    stretch = max(1.0, 0.3 / sum(lengths))
    starts = LEAD + np.cumsum([0, *lengths]) * stretch
    times = [(float(a), float(b) - GAP) for a, b in zip(starts, starts[1:], strict=False)]
    pcm = np.zeros(round((starts[-1] + TAIL) * RATE))
    for n, (start, end) in enumerate(times):
        a, b = round(start * RATE), round(end * RATE)
        pcm[a:b] = level * np.sin(2 * np.pi * pitch * (1 + 0.1 * (n % 5)) * np.arange(b - a) / RATE)
    return pcm, times


def sound(words: tuple[str, ...], pitch: float, pace: float, level: float) -> tuple[bytes, list[tuple[float, float]]]:
    """MP3 frames and the (start, end) of each word in seconds of the sound before encoding."""
    pcm, times = beats(words, pitch, pace, level)
    return encoded(pcm), times


@lru_cache(maxsize=4096)
def spoken(
    text: str, voice: str, pace: float, hertz: int, level: float
) -> tuple[bytes, list[tuple[float, float, str]]]:
    words = tuple(WORD.findall(text))
    pitch = 140 + zlib.crc32(f"{voice}{text}".encode()) % 200 + hertz
    data, times = sound(words, pitch, pace, 0.3 * level)
    return data, [(start, end, word) for (start, end), word in zip(times, words, strict=True)]


def encoded(pcm: np.ndarray) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    samples = np.round(np.clip(pcm, -1, 1) * 32767).astype("<i2").tobytes()
    return bytes(encoder.encode(samples) + encoder.flush())


@dataclass
class Request:
    """One attempt to connect, as the service saw it."""

    number: int
    headers: Mapping[str, str]
    query: Mapping[str, str]
    fault: str | None = None
    refused: str = ""
    text: str = ""
    voice: str = ""
    prosody: Mapping[str, str] = field(default_factory=dict)
    boundary: str = ""
    begun: float = field(default_factory=time.monotonic)
    ended: float = 0.0  # when the connection was closed


class Refused(Exception):  # noqa: N818
    """The client sent something that the service does not accept."""


class Service:
    """The stand-in. Faults by `plan` (number of the connection from 0), `text_plan` (regex, fault) or `chance`."""

    def __init__(self) -> None:
        self.address = ""
        self.reset()

    def reset(self) -> None:
        self.plan: dict[int, str] = {}
        self.text_plan: list[tuple[str, str]] = []
        self.chance: Callable[[int], str | None] = lambda number: None
        self.max_conn = 10_000
        self.clock_offset = 0.0  # seconds the service's clock is ahead
        self.send_date = True
        self.retry_after: str | None = None
        self.drip = 0.05  # seconds between two items of the fault "drip"
        self.frame = 1_440  # bytes of audio a message
        self.interleaved = False  # metadata between the audio, not before
        self.delay = (0.0, 0.0)  # seconds a request, and a second of audio
        self.voices = dict(VOICES)
        self.log: list[Request] = []
        self.lists = 0  # requests for the list of voices
        self.waited = 0.0  # seconds that answers were held back, all together
        self.live = self.peak = 0
        self.muids: list[str] = []

    # ------------------------------------------------------------------------------------------------ what is asked

    @property
    def asked(self) -> list[str]:
        """The texts that were asked for, each time."""
        return [request.text for request in self.log if request.text]

    @property
    def refusals(self) -> int:
        return sum(bool(request.refused) for request in self.log)

    def _token_fits(self, query: Mapping[str, str]) -> bool:
        now = time.time() + self.clock_offset
        good = {generate_sec_ms_gec_v2(now + shift) for shift in (-300, 0, 300)}
        version = query.get("Sec-MS-GEC-Version", "")
        return query.get("Sec-MS-GEC") in good and version[:2] in ("1-", "2-")

    def _check_handshake(self, request: web.Request) -> None:
        query, headers = request.query, request.headers
        if query.get("TrustedClientToken", query.get("trustedclienttoken")) != TRUSTED_CLIENT_TOKEN:
            raise Refused("trusted client token")
        if not self._token_fits(query):
            raise Refused("token")
        muid = re.fullmatch(r"muid=([0-9A-F]{32});?", headers.get("Cookie", ""))
        if not muid or muid[1] in self.muids:
            raise Refused("muid")
        self.muids.append(muid[1])

    def _check_socket(self, request: web.Request) -> None:
        if not re.fullmatch("[0-9a-f]{32}", request.query.get("ConnectionId", "")):
            raise Refused("connection id")
        for name in ("Origin", "User-Agent", "Pragma", "Cache-Control"):
            if request.headers.get(name) != WSS_HEADERS[name]:
                raise Refused(f"header {name}")

    # ------------------------------------------------------------------------------------------------------ serving

    async def list_voices(self, request: web.Request) -> web.Response:
        self.lists += 1
        try:
            self._check_handshake(request)
        except Refused as why:
            return self._status(403, str(why))
        rows = [
            {
                "Name": name,
                "ShortName": name,
                "Gender": gender,
                "Locale": name.rpartition("-")[0],
                "SuggestedCodec": "audio-24khz-48kbitrate-mono-mp3",
                "FriendlyName": name,
                "Status": "GA",
                "VoiceTag": {"ContentCategories": kinds.split(), "VoicePersonalities": manners.split()},
            }
            for name, (gender, kinds, manners) in self.voices.items()
        ]
        return web.json_response(rows)

    async def speak(self, request: web.Request) -> web.StreamResponse:
        number = len(self.log)
        seen = Request(number, dict(request.headers), dict(request.query), self.plan.get(number) or self.chance(number))
        self.log.append(seen)
        if self.live >= self.max_conn:
            return self._refuse(seen, 429, "too many connections")
        self.live += 1
        self.peak = max(self.peak, self.live)
        try:
            return await self._connected(request, seen)
        finally:
            self.live -= 1
            seen.ended = time.monotonic()

    async def _connected(self, request: web.Request, seen: Request) -> web.StreamResponse:
        if seen.fault in STATUS:
            return self._refuse(seen, STATUS[seen.fault], "as planned")
        if seen.fault == "stall_handshake":
            await asyncio.sleep(3600)
        if seen.fault == "tcp_reset":
            reset(request)
            return web.Response()
        try:
            self._check_handshake(request)
            self._check_socket(request)
        except Refused as why:
            return self._refuse(seen, 403, str(why))
        socket = web.WebSocketResponse(compress=True, timeout=0.2)
        await socket.prepare(request)
        try:
            await self._converse(request, socket, seen)
        except Refused as why:
            seen.refused = str(why)
            await socket.close(code=1007, message=str(why).encode()[:100])
        except (ConnectionError, RuntimeError):  # the client has gone
            pass
        return socket

    def _refuse(self, seen: Request, status: int, why: str) -> web.Response:
        seen.refused = f"{status} {why}"
        return self._status(status, why)

    def _status(self, status: int, why: str) -> web.Response:
        headers = {"Date": formatdate(time.time() + self.clock_offset, usegmt=True)}
        if self.retry_after is not None and status in (429, 503):
            headers["Retry-After"] = self.retry_after
        return web.Response(status=status, text=why, headers=headers)

    async def without_date(self, request: web.Request, response: web.StreamResponse) -> None:
        if not self.send_date:
            response.headers.popall("Date", None)

    async def _converse(self, request: web.Request, socket: web.WebSocketResponse, seen: Request) -> None:
        seen.boundary = read_config(await text_of(socket))
        seen.text, seen.voice, seen.prosody = read_ssml(await text_of(socket))
        seen.fault = seen.fault or next((fault for rule, fault in self.text_plan if re.search(rule, seen.text)), None)
        known = {
            f"Microsoft Server Speech Text to Speech Voice ({n.rpartition('-')[0]}, {n.rpartition('-')[2]})"
            for n in self.voices
        }
        silent = seen.voice not in known or not any(letter.isalnum() for letter in seen.text)
        answer = Answer(self, request, socket, seen)
        await answer.give("no_audio" if silent else seen.fault)


def reset(request: web.Request) -> None:
    """Cut the connection with a reset, as a broken network does."""
    import socket

    transport = request.transport
    assert transport is not None
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def text_of(socket: web.WebSocketResponse) -> str:
    message = await socket.receive()
    if message.type is not WSMsgType.TEXT:
        raise Refused(f"a message of type {message.type}")
    return message.data


def parts(message: str) -> tuple[dict[str, str], str]:
    head, found, body = message.partition("\r\n\r\n")
    if not found:
        raise Refused("a message without headers")
    return dict(line.split(":", 1) for line in head.split("\r\n")), body


def read_config(message: str) -> str:
    """The kind of boundaries asked for."""
    headers, body = parts(message)
    if headers.get("Path") != "speech.config":
        raise Refused("the first message is not speech.config")
    audio = json.loads(body)["context"]["synthesis"]["audio"]
    if audio["outputFormat"] != "audio-24khz-48kbitrate-mono-mp3":
        raise Refused("output format")
    flags = audio["metadataoptions"]
    kinds = [kind for kind in ("sentenceBoundaryEnabled", "wordBoundaryEnabled") if flags[kind] == "true"]
    if len(kinds) != 1:
        raise Refused("not exactly one kind of boundaries")
    return "WordBoundary" if kinds[0][0] == "w" else "SentenceBoundary"


def read_ssml(message: str) -> tuple[str, str, dict[str, str]]:
    """The text, the voice and the prosody asked for."""
    headers, body = parts(message)
    if headers.get("Path") != "ssml" or not re.fullmatch("[0-9a-f]{32}", headers.get("X-RequestId", "")):
        raise Refused("the second message is not ssml")
    if headers.get("Content-Type") != "application/ssml+xml":
        raise Refused("content type")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Refused(f"not well-formed: {error}") from error
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    if tags != ["speak", "voice", "prosody"]:
        raise Refused(f"elements {tags}")
    voice, prosody = root[0], root[0][0]
    shapes = {"pitch": r"[+-]\d+Hz", "rate": r"[+-]\d+%", "volume": r"[+-]\d+%"}
    if set(prosody.attrib) != set(shapes) or any(not re.fullmatch(shapes[k], v) for k, v in prosody.attrib.items()):
        raise Refused(f"prosody {prosody.attrib}")
    text = prosody.text or ""
    if len(escape(text).encode()) > 4_096:
        raise Refused("too long")
    return text, voice.attrib["name"], dict(prosody.attrib)


class Answer:
    """One answer, correct or with a fault."""

    def __init__(self, service: Service, request: web.Request, socket: web.WebSocketResponse, seen: Request) -> None:
        self.service, self.request, self.socket, self.seen = service, request, socket, seen
        self.id = "0" * 32

    async def give(self, fault: str | None) -> None:
        how = getattr(self, f"_{fault}", None)
        if fault and how is None and fault not in EFFECTS:
            raise ValueError(f"there is no fault {fault}")
        await (how or self._right)()

    # ------------------------------------------------------------------------------------------------ whole answers

    def _made(self) -> tuple[bytes, list[tuple[float, float, str]]]:
        """Audio and words, as the fault leaves them."""
        prosody, text = self.seen.prosody, self.seen.text
        if self.seen.fault == "words_dropped":
            text = text[: len(text) // 2]
        pace = 1 + int(prosody["rate"][:-1]) / 100
        level = 1 + int(prosody["volume"][:-1]) / 100
        data, words = spoken(text, self.seen.voice, pace, int(prosody["pitch"][:-2]), level)
        effect = EFFECTS.get(self.seen.fault or "")
        return (effect(data) if effect else data), words

    async def _right(self) -> None:
        data, words = self._made()
        seconds = len(data) / FRAME * FRAME_SECONDS
        wait = self.service.delay[0] + self.service.delay[1] * seconds
        self.service.waited += wait
        await asyncio.sleep(wait)
        await self._begin()
        bodies = [data[start : start + self.service.frame] for start in range(0, len(data), self.service.frame)]
        tellings = [] if self.seen.fault == "no_metadata" else self._boundaries(words)
        if not self.service.interleaved:
            for telling in tellings:
                await self._text("audio.metadata", telling)
            tellings = []
        for body in bodies:
            await self._audio(body)
            if tellings:
                await self._text("audio.metadata", tellings.pop(0))
        for telling in tellings:
            await self._text("audio.metadata", telling)
        await self.socket.send_bytes(self._binary(b"", kind=None))
        await self._text("turn.end", {})
        with contextlib.suppress(asyncio.TimeoutError):
            await self.socket.close()

    def _boundaries(self, words: list[tuple[float, float, str]]) -> list[dict[str, Any]]:
        if self.seen.boundary == "SentenceBoundary":
            words = [(words[0][0], words[-1][1], self.seen.text)]
        return [self._metadata(self.seen.boundary, *word) for word in words]

    def _metadata(self, kind: str, start: float, end: float, text: str) -> dict[str, Any]:
        described = {"Text": escape(text), "Length": len(text), "BoundaryType": kind}
        data = {"Offset": round(start * TICKS), "Duration": round((end - start) * TICKS), "text": described}
        return {"Metadata": [{"Type": kind, "Data": data}]}

    async def _begin(self) -> None:
        await self._text("turn.start", {"context": {"serviceTag": "stand-in"}})
        await self._text("response", {"audio": {"type": "inline", "streamId": "0" * 32}})

    async def _half(self) -> None:
        await self._begin()
        data = self._made()[0]
        for start in range(0, len(data) // 2, self.service.frame):
            await self._audio(data[start : start + self.service.frame])
        await asyncio.sleep(0.02)  # so that the client has it before the connection goes

    async def _text(self, path: str, body: dict[str, Any] | None, raw: str = "") -> None:
        text = raw if body is None else json.dumps(body, ensure_ascii=False)
        head = f"X-RequestId:{self.id}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
        await self.socket.send_str(head + text)

    def _binary(self, body: bytes, kind: str | None = "audio/mpeg", path: str = "audio") -> bytes:
        lines = [f"X-RequestId:{self.id}", f"Content-Type:{kind}" if kind else "", "X-StreamId:0", f"Path:{path}"]
        head = "".join(f"{line}\r\n" for line in lines if line).encode()
        return len(head).to_bytes(2, "big") + head + body

    async def _audio(self, body: bytes) -> None:
        await self.socket.send_bytes(self._binary(body))

    def _drop(self) -> None:
        assert self.request.transport is not None
        self.request.transport.close()

    # ------------------------------------------------------------------------------------------------------- faults

    async def _drop_before(self) -> None:
        self._drop()

    async def _drop_mid(self) -> None:
        await self._half()
        self._drop()

    async def _reset_mid(self) -> None:
        await self._half()
        reset(self.request)

    async def _no_turnend_close(self) -> None:
        await self._half()
        await self.socket.close()

    async def _truncated_ok(self) -> None:
        for telling in self._boundaries(self._made()[1]):
            await self._text("audio.metadata", telling)
        await self._half()
        await self._text("turn.end", {})
        await self.socket.close()

    async def _close_turnstart(self) -> None:
        await self._begin()
        await self.socket.close()

    async def _no_audio(self) -> None:
        await self._begin()
        await self._text("turn.end", {})
        await self.socket.close()

    async def _stall_before(self) -> None:
        await self._begin()
        await asyncio.sleep(3600)

    async def _stall_mid(self) -> None:
        await self._half()
        await asyncio.sleep(3600)

    async def _drip(self) -> None:
        await self._begin()
        data = self._made()[0]
        while True:
            await self._audio(data[:FRAME])
            await asyncio.sleep(self.service.drip)

    async def _unknown_path(self) -> None:
        await self._text("surprise", {})
        await self._right()

    async def _unacknowledged(self) -> None:
        """The client closes because it received something unknown, and nobody answers its close."""
        await self._text("surprise", {})
        await asyncio.sleep(3600)

    async def _meta_empty(self) -> None:
        await self._text("audio.metadata", {"Metadata": []})
        await self._right()

    async def _meta_sessionend(self) -> None:
        await self._text("audio.metadata", {"Metadata": [{"Type": "SessionEnd", "Data": {"Offset": 0}}]})
        await self._right()

    async def _meta_badjson(self) -> None:
        await self._text("audio.metadata", None, '{"Metadata":[{')
        await self._right()

    async def _meta_wrongtypes(self) -> None:
        data = {"Offset": None, "Duration": "x", "text": {"Text": 7}}
        await self._text("audio.metadata", {"Metadata": [{"Type": "WordBoundary", "Data": data}]})
        await self._right()

    async def _meta_list(self) -> None:
        await self._text("audio.metadata", None, "[]")
        await self._right()

    async def _text_garbage(self) -> None:
        await self.socket.send_str("\x00 no headers here")
        await self._right()

    async def _bin_garbage(self) -> None:
        await self.socket.send_bytes(b"\x00\x10" + random.Random(7).randbytes(400))
        await self._right()

    async def _bin_short(self) -> None:
        await self.socket.send_bytes(b"\x00")
        await self._right()

    async def _bin_badlen(self) -> None:
        await self.socket.send_bytes(b"\xff\xffX:1\r\nPath:audio\r\n")
        await self._right()

    async def _bin_wrongtype(self) -> None:
        await self.socket.send_bytes(self._binary(b"\x00" * 144, kind="audio/ogg"))
        await self._right()

    async def _ws_protocol_error(self) -> None:
        assert self.request.transport is not None
        self.request.transport.write(b"\x83\x05hello")  # an opcode that does not exist
        await asyncio.sleep(0.05)


def midframe(data: bytes) -> bytes:
    half = len(data) // FRAME // 2 * FRAME
    return data[: len(data) - half // 2 - 50]


def flipped(data: bytes) -> bytes:
    """Whole in length, but a header in the middle damaged."""
    place = len(data) // FRAME // 2 * FRAME
    return data[:place] + bytes(byte ^ 0xFF for byte in data[place : place + 40]) + data[place + 40 :]


def stereo(data: bytes) -> bytes:
    out = bytearray(data)
    for place in range(0, len(out), FRAME):
        out[place + 3] &= 0x3F
    return bytes(out)


#: Changes to the audio of an answer that is otherwise complete.
EFFECTS: dict[str, Callable[[bytes], bytes]] = {
    "truncated_midframe": midframe,
    "corrupt": flipped,
    "garbage_audio": lambda data: random.Random(5).randbytes(len(data)),
    "silence": lambda data: encoded(np.zeros(len(data) // FRAME * 576 - 1_700)),
    "stereo": stereo,
    "words_dropped": lambda data: data,
    "no_metadata": lambda data: data,
}
#: Faults after which the very same request, asked again, has to give the very same sound.
ONCE = (
    *("drop_before", "drop_mid", "reset_mid", "no_turnend_close", "truncated_ok", "truncated_midframe", "corrupt"),
    *(
        "garbage_audio",
        "silence",
        "stereo",
        "words_dropped",
        "close_turnstart",
        "no_audio",
        "stall_before",
        "stall_mid",
    ),
    *("stall_handshake", "drip", "unknown_path", "meta_empty", "meta_sessionend", "meta_badjson", "meta_wrongtypes"),
    *("meta_list", "text_garbage", "bin_garbage", "bin_short", "bin_badlen", "bin_wrongtype", "ws_protocol_error"),
    *("unacknowledged", "tcp_reset", "http_429", "http_500", "http_503", "http_403"),
)


class Running:
    """The stand-in in its own thread; `stop_listening` and `listen` cut and restore the network.

    With `tls`, the server's certificate, it speaks as the real one does, at the real path too.
    """

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # cut connections make its server complain
        self.service = self.make()
        self._port, self._tls = port, tls
        self._site: web.TCPSite | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._do(self._set_up())

    @property
    def endpoint(self) -> str:
        return f"{'wss' if self._tls else 'ws'}://127.0.0.1:{self._port}{PATH}"

    def make(self) -> Any:
        return Service()

    def add_routes(self, app: web.Application) -> None:
        for path in (PATH, f"/{OWN_PATH}"):
            app.router.add_get(f"{path}/edge/v1", self.service.speak)
            app.router.add_get(f"{path}/voices/list", self.service.list_voices)
        app.on_response_prepare.append(self.service.without_date)

    def listen(self) -> None:
        if self._site is None:
            self._do(self._listen())

    def stop_listening(self) -> None:
        site, self._site = self._site, None
        assert site is not None
        self._do(site.stop())

    def close(self) -> None:
        self._do(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _set_up(self) -> None:
        app = web.Application()
        self.add_routes(app)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen()

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True, ssl_context=self._tls)
        await self._site.start()
        self._port = self._runner.addresses[0][1]
        self.service.address = self.endpoint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--max-conn", type=int, default=10_000, help="connections taken at once; more get 429")
    parser.add_argument(
        "--delay", type=float, nargs=2, default=(0.0, 0.0), help="seconds a request, and a second of audio"
    )
    parser.add_argument("--faults", type=float, default=0.0, help="share of connections with a fault")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    running = Running(given.port)
    service = running.service
    service.max_conn, service.delay = given.max_conn, tuple(given.delay)
    service.chance = chance(given.seed, given.faults)
    print(running.endpoint, flush=True)  # noqa: T201
    threading.Event().wait()


def chance(seed: int, share: float, faults: tuple[str, ...] = ONCE) -> Callable[[int], str | None]:
    """A fault for that share of the connections, the same for the same seed."""

    def of(number: int) -> str | None:
        dice = random.Random(f"{seed}.{number}")
        return dice.choice(faults) if dice.random() < share else None

    return of


if __name__ == "__main__":
    main()
