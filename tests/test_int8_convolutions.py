"""The faster form of the embedded voice's model: the same integers, the same sound, or the model as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from audiobuild.engines import int8_convolutions, kokoro, onnx_format
from audiobuild.engines.int8_convolutions import UnfitModelError, is_exact, rewrite
from audiobuild.engines.onnx_format import node, sized
from audiobuild.model import Utterance, Voice

onnxruntime = pytest.importorskip("onnxruntime")


def trial() -> bytes:
    return int8_convolutions._trial(127)


def test_the_packaged_weights_give_the_same_sums_on_this_processor() -> None:
    assert is_exact(onnxruntime, kokoro.PACKAGED_TOP)


def test_the_trial_finds_a_zero_point_that_is_off_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    right = int8_convolutions._scalar
    monkeypatch.setattr(int8_convolutions, "_scalar", lambda name, value: right(name, value - 1))
    assert not is_exact(onnxruntime, kokoro.PACKAGED_TOP)


def test_only_names_change_in_place_and_the_rest_is_appended() -> None:
    head = bytearray(trial())
    added = rewrite(head)
    changed = [place for place, (old, new) in enumerate(zip(trial(), head, strict=True)) if old != new]
    assert {head[place] for place in changed} == {int8_convolutions.MARK[0]}
    assert len(changed) == 3  # x of the quantizer; values and zero of the convolution
    assert b"QuantizeLinear" in added


def shared(model: bytes) -> bytes:
    """Another node reads the quantized input."""
    return with_first_node(model, node(b"Identity", [b"values"], [b"copy"]))


def from_elsewhere(model: bytes) -> bytes:
    return model.replace(b"DynamicQuantizeLinear", b"DynamicQuantizeLineal")


def without_zero_point(model: bytes) -> bytes:
    return with_first_node(model, node(b"ConvInteger", [b"values", b"weights"], [b"more"]))


def marked(model: bytes) -> bytes:
    return model.replace(b"values", b"~alues")


def without_convolutions(model: bytes) -> bytes:
    return model.replace(b"ConvInteger", b"KonvInteger")


def with_first_node(model: bytes, first: bytes) -> bytes:
    """The model with one more node: its graph follows the version, which takes two bytes."""
    (place,) = (place for number, place in onnx_format.fields(bytearray(model), 0, len(model)) if number == 7)
    return model[:2] + sized(7, first + model[place]) + model[place.stop :]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (shared, "shares its quantized input"),
        (from_elsewhere, "from elsewhere"),
        (without_zero_point, "no zero point"),
        (marked, "names cannot be changed"),
        (without_convolutions, "no 8-bit convolution"),
        (lambda model: b"", "no graph"),
        (lambda model: b"\xff" * 40, "no ONNX file"),
    ],
    ids=["shared", "from elsewhere", "no zero point", "marked", "no convolution", "empty", "no protobuf"],
)
def test_a_model_of_another_pattern_is_left_as_it_is(change: Callable[[bytes], bytes], reason: str) -> None:
    head = bytearray(change(trial()))
    before = bytes(head)
    with pytest.raises(UnfitModelError, match=reason):
        rewrite(head)
    assert bytes(head) == before


def test_a_model_cut_anywhere_in_its_nodes_is_refused() -> None:
    model = trial()
    nodes_end = model.index(b"trial") - 2
    for size in range(nodes_end):
        with pytest.raises(UnfitModelError):
            rewrite(bytearray(model[:size]))


@pytest.mark.voice
@pytest.mark.parametrize(
    ("voice", "language", "text"),
    [
        ("zf_xiaoxiao", "zh", "凌晨三点，灯先亮了。"),
        ("zm_yunyang", "zh", "没有人知道后来怎么样了，他笑了笑。"),
        ("bm_fable", "en", "We mend the bridge first, and then the clock."),
    ],
)
def test_the_faster_form_makes_the_same_sound_and_the_same_times(voice: str, language: str, text: str) -> None:
    def made(rewritten: bool) -> str:
        engine = kokoro.Kokoro()
        parts = kokoro._model_parts(None)
        session = kokoro._open_faster(parts, True, 1) if rewritten else kokoro._open(b"".join(parts), {}, 1)
        assert bool(session._weights[0]) == rewritten
        piece = engine.pronounce(Utterance(text, Voice("kokoro", voice, language), language)).pieces[0]
        numbers = kokoro.tokens(piece.engine_input)
        style = kokoro._styles(voice)[len(numbers) - 1][None]
        import numpy as np

        given = {"tokens": np.array([[0, *numbers, 0]]), "style": style, "speed": np.array([1.0], dtype=np.float32)}
        return hashlib.sha256(b"".join(out.tobytes() for out in session.run(None, given))).hexdigest()

    assert made(rewritten=True) == made(rewritten=False)
