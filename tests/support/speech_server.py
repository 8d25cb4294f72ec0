"""A stand-in for servers with POST /v1/audio/speech, with the faults that such servers have.

Speech is a beep for each word, the same for the same request. Every error repeats the key that came with the request,
as servers do, so that a test sees whether it is repeated further.
"""

from __future__ import annotations

import asyncio
import io
import json
import random
import struct
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import lameenc
import numpy as np
from aiohttp import web

from audiobuild.sound.audio import resampled
from support.edge_service import RATE, WORD, Running, beats, reset

VOICES: list[Any] = [
    "zf_xiaoxiao",
    "zm_yunyang",
    {"id": "cherry", "language": "zh", "gender": "Female"},
    {"name": "eric"},
]
MODEL = "kokoro"
STATUS = {f"http_{code}": code for code in (400, 401, 402, 403, 404, 422, 429, 500, 502, 503)}
LATER = 3600  # seconds: never


@dataclass
class Request:
    """One request, as the server saw it."""

    body: dict[str, Any]
    key: str
    fault: str | None = None

    @property
    def text(self) -> str:
        return str(self.body["input"])


class Server:
    """The stand-in. Faults by `plan` (number of the request from 0) or `always`."""

    def __init__(self) -> None:
        self.address = ""
        self.reset()

    def reset(self) -> None:
        self.plan: dict[int, str] = {}
        self.always: str | None = None
        self.key = ""  # that it wants; "": none
        self.retry_after: str | None = None
        self.delay = 0.0
        self.voices: list[Any] | None = list(VOICES)  # None: it lists none
        self.model = MODEL
        self.log: list[Request] = []
        self.lists = 0
        self.live = self.peak = 0

    async def list_voices(self, request: web.Request) -> web.Response:
        self.lists += 1
        if self.voices is None:
            return self._error(request, 404, "Not Found")
        return web.json_response({"voices": self.voices})

    async def speak(self, request: web.Request) -> web.StreamResponse:
        number = len(self.log)
        seen = Request(
            await request.json(), request.headers.get("Authorization", ""), self.plan.get(number, self.always)
        )
        self.log.append(seen)
        self.live += 1
        self.peak = max(self.peak, self.live)
        try:
            return await self._answer(request, seen)
        finally:
            self.live -= 1

    async def _answer(self, request: web.Request, seen: Request) -> web.StreamResponse:
        await asyncio.sleep(self.delay)
        if self.key and seen.key != f"Bearer {self.key}":
            return self._error(request, 401, "Incorrect API key provided")
        if seen.body["model"] != self.model:
            return self._error(request, 404, f"The model `{seen.body['model']}` does not exist")
        names = [voice if isinstance(voice, str) else voice.get("id", voice.get("name")) for voice in self.voices or []]
        if self.voices and seen.body["voice"] not in names:
            return self._error(request, 400, f"Voice {seen.body['voice']} not found")
        if seen.fault in STATUS:
            return self._error(request, STATUS[seen.fault], "as planned")
        if seen.fault in BODIES:
            data, kind = BODIES[seen.fault](seen, request.headers.get("Authorization", ""))
            return web.Response(body=data, content_type=kind)
        if seen.fault:
            return await CONNECTIONS[seen.fault](request, seen)
        return web.Response(body=sound(seen), content_type=KINDS[seen.body["response_format"]])

    def _error(self, request: web.Request, status: int, message: str) -> web.Response:
        headers = {}
        if self.retry_after is not None and status in (429, 503):
            headers["Retry-After"] = self.retry_after
        told = f"{message} (Authorization: {request.headers.get('Authorization', '')})"
        return web.json_response({"error": {"message": told, "code": None}}, status=status, headers=headers)


# ------------------------------------------------------------------------------------------------------------ sound


KINDS = {"wav": "audio/wav", "mp3": "audio/mpeg", "flac": "audio/flac", "pcm": "audio/pcm"}


def pcm(seen: Request, text: str | None = None) -> np.ndarray:
    """The right sound, from -1 to 1 at RATE; `text` instead of the one asked for."""
    body = seen.body
    words = tuple(WORD.findall(seen.text if text is None else text))
    pitch = 140 + zlib.crc32(f"{body['voice']}{body.get('instructions', '')}".encode()) % 200
    return beats(words, pitch, float(body.get("speed", 1)), 0.3)[0]


def int16(samples: np.ndarray) -> bytes:
    return np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def wav(
    data: bytes, rate: int = RATE, channels: int = 1, size: int | None = None, bits: int = 16, kind: int = 1
) -> bytes:
    """A WAV whose header says `size` bytes, the true number by default."""
    size = len(data) if size is None else size
    frame = channels * bits // 8
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * frame, frame, bits)
    whole = min(36 + size, 0xFFFFFFFF)
    return b"RIFF" + struct.pack("<I", whole) + b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", size) + data


def mp3(samples: np.ndarray) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.silence()
    return bytes(encoder.encode(int16(samples)) + encoder.flush())


def flac(samples: np.ndarray) -> bytes:
    import soundfile

    out = io.BytesIO()
    soundfile.write(out, samples, RATE, format="FLAC")
    return out.getvalue()


def sound(seen: Request) -> bytes:
    samples = pcm(seen)
    form = seen.body["response_format"]
    if form == "pcm":
        return int16(samples)
    return {"wav": lambda each: wav(int16(each)), "mp3": mp3, "flac": flac}[form](samples)


def at(seen: Request, rate: int, channels: int = 1) -> bytes:
    samples = resampled(pcm(seen).astype(np.float32), RATE, rate)
    return wav(int16(np.repeat(samples, channels)), rate, channels)


def float_wav(seen: Request) -> bytes:
    return wav(pcm(seen).astype("<f4").tobytes(), bits=32, kind=3)


def with_chunks(seen: Request) -> bytes:
    """Chunks before and after the sound, as ffmpeg writes them."""
    plain = wav(int16(pcm(seen)))
    extra = b"LIST\x06\0\0\0INFO\0\0"
    return plain[:36] + extra + plain[36:] + extra


def half_text(seen: Request) -> np.ndarray:
    return pcm(seen, seen.text[: len(seen.text) // 2])


def padded(samples: np.ndarray, seconds: float) -> np.ndarray:
    return np.concatenate([samples, np.zeros(round(seconds * RATE))])


def half(data: bytes) -> bytes:
    return data[: len(data) // 4 * 2]


def noise(seen: Request) -> bytes:
    return random.Random(5).randbytes(len(pcm(seen)) * 2)


def message(key: str) -> bytes:
    return json.dumps({"error": {"message": f"out of memory, {key}"}}).encode()


Body = Callable[[Request, str], tuple[bytes, str]]
#: Whole answers with status 200.
BODIES: dict[str, Body] = {
    "json_200": lambda seen, key: (message(key), "application/json"),
    "json_as_sound": lambda seen, key: (message(key), "audio/wav"),
    "html_200": lambda seen, key: (b"<html>Sign in to this network</html>", "text/html"),
    "empty": lambda seen, key: (b"", "audio/wav"),
    "wav_zero": lambda seen, key: (wav(int16(pcm(seen)), size=0), "audio/wav"),
    "wav_endless": lambda seen, key: (wav(int16(pcm(seen)), size=0xFFFFFFFF), "audio/wav"),
    "wav_chunks": lambda seen, key: (with_chunks(seen), "audio/wav"),
    "wav_float": lambda seen, key: (float_wav(seen), "audio/wav"),
    "stereo": lambda seen, key: (at(seen, RATE, 2), "audio/wav"),
    "rate_16000": lambda seen, key: (at(seen, 16_000), "audio/wav"),
    "rate_44100": lambda seen, key: (at(seen, 44_100, 2), "audio/wav"),
    "rate_48000": lambda seen, key: (at(seen, 48_000), "audio/wav"),
    "mp3_for_wav": lambda seen, key: (mp3(pcm(seen)), "audio/wav"),
    "cut_wav": lambda seen, key: (half(wav(int16(pcm(seen)))), "audio/wav"),
    "cut_sample": lambda seen, key: (wav(int16(pcm(seen)), size=0)[:-1], "audio/wav"),
    "cut_endless": lambda seen, key: (half(wav(int16(pcm(seen)), size=0xFFFFFFFF)), "audio/wav"),
    "cut_mp3": lambda seen, key: (mp3(pcm(seen))[:-100], "audio/mpeg"),
    "no_chunks": lambda seen, key: (wav(b"")[:30], "audio/wav"),
    "opus": lambda seen, key: (b"OggS\0\2" + bytes(20) + b"OpusHead" + bytes(900), "audio/ogg"),
    "silence": lambda seen, key: (wav(bytes(2 * len(pcm(seen)))), "audio/wav"),
    "noise": lambda seen, key: (wav(noise(seen)), "audio/wav"),
    "half_text": lambda seen, key: (wav(int16(half_text(seen))), "audio/wav"),
    "half_then_silence": lambda seen, key: (wav(int16(padded(half_text(seen), 1.5))), "audio/wav"),
    "repeated": lambda seen, key: (wav(int16(pcm(seen, seen.text * 3))), "audio/wav"),
    "gap": lambda seen, key: (wav(int16(np.concatenate([padded(pcm(seen), 4.0), pcm(seen)]))), "audio/wav"),
}


# ------------------------------------------------------------------------------------------------ broken connections


async def opened(request: web.Request, data: bytes, length: int | None) -> web.StreamResponse:
    """An answer begun with a part of its body, of this length in all, None for chunks."""
    answer = web.StreamResponse(headers={"Content-Type": "audio/wav"})
    if length is None:
        answer.enable_chunked_encoding()
    else:
        answer.content_length = length
    await answer.prepare(request)
    await answer.write(data)
    await asyncio.sleep(0.02)  # so that the client has it before the connection goes
    return answer


async def cut_length(request: web.Request, seen: Request) -> web.StreamResponse:
    data = sound(seen)
    answer = await opened(request, data[: len(data) // 2], len(data))
    assert request.transport is not None
    request.transport.close()
    return answer


async def cut_chunks(request: web.Request, seen: Request) -> web.StreamResponse:
    data = wav(int16(pcm(seen)), size=0xFFFFFFFF)
    answer = await opened(request, data[: len(data) // 2], None)
    assert request.transport is not None
    request.transport.close()
    return answer


async def reset_before(request: web.Request, seen: Request) -> web.StreamResponse:
    reset(request)
    return web.Response()


async def reset_mid(request: web.Request, seen: Request) -> web.StreamResponse:
    data = sound(seen)
    answer = await opened(request, data[: len(data) // 2], len(data))
    reset(request)
    return answer


async def stall(request: web.Request, seen: Request) -> web.StreamResponse:
    await asyncio.sleep(LATER)
    return web.Response()


async def stall_mid(request: web.Request, seen: Request) -> web.StreamResponse:
    data = sound(seen)
    answer = await opened(request, data[: len(data) // 2], len(data))
    await asyncio.sleep(LATER)
    return answer


async def drip(request: web.Request, seen: Request) -> web.StreamResponse:
    answer = await opened(request, wav(b"", size=0xFFFFFFFF), None)
    while True:
        await answer.write(bytes(2))
        await asyncio.sleep(0.05)


async def flood(request: web.Request, seen: Request) -> web.StreamResponse:
    answer = await opened(request, wav(b"", size=0xFFFFFFFF), None)
    while True:
        await answer.write(bytes(1 << 20))


async def not_http(request: web.Request, seen: Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    await asyncio.sleep(0.05)
    request.transport.close()
    return web.Response()


async def moved(request: web.Request, seen: Request) -> web.StreamResponse:
    return web.Response(status=308, headers={"Location": "https://elsewhere.invalid/v1/audio/speech"})


async def no_money(request: web.Request, seen: Request) -> web.StreamResponse:
    error = {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}
    return web.json_response(error, status=429)


CONNECTIONS: dict[str, Callable[[web.Request, Request], Awaitable[web.StreamResponse]]] = {
    "cut_length": cut_length,
    "cut_chunks": cut_chunks,
    "reset_before": reset_before,
    "reset_mid": reset_mid,
    "stall": stall,
    "stall_mid": stall_mid,
    "drip": drip,
    "flood": flood,
    "not_http": not_http,
    "moved": moved,
    "no_money": no_money,
}
FAULTS = (*BODIES, *CONNECTIONS, *STATUS)


class RunningServer(Running):
    """The stand-in in its own thread."""

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    def make(self) -> Server:
        return Server()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/v1/audio/speech", self.service.speak)
        app.router.add_get("/v1/audio/voices", self.service.list_voices)
