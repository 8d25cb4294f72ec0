"""The faster graph of the packaged model: made from it, with its weights in their places, and the same results."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from support.bench import of_bench

from audiobuild.engines import kokoro, split_model

onnxruntime = pytest.importorskip("onnxruntime")
np = pytest.importorskip("numpy")


@pytest.mark.voice
def test_the_graph_is_what_its_program_makes_of_the_packaged_model() -> None:
    facts, graph = of_bench("faster_graph").made()
    assert gzip.decompress(kokoro.GRAPH.read_bytes()) == of_bench("faster_graph").packed(facts, graph)


@pytest.mark.voice
def test_the_weights_are_those_of_the_model_and_most_are_not_copied() -> None:
    parts = kokoro._model_parts(None)
    found = split_model.read(kokoro.GRAPH, kokoro.MODEL, parts)
    assert found
    graph, weights = found
    model = b"".join(parts)
    assert all(weight.tobytes() in model for weight in list(weights.values())[::20])
    mapped = sum(weight.nbytes for weight in weights.values() if not weight.flags.owndata)
    assert mapped + len(graph) > 0.8 * len(model)


def test_a_graph_of_another_model_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "graph.gz").write_bytes(gzip.compress(b'{"model":"old","copied":[],"weights":[]}\ngraph'))
    assert split_model.read(tmp_path / "graph.gz", kokoro.MODEL, [b""]) is None


def test_a_weight_in_two_parts_is_joined_and_one_of_four_bytes_is_aligned(tmp_path: Path) -> None:
    numbers = np.arange(4, dtype="<f4")
    model = b"abc" + numbers.tobytes()
    facts = b'{"model":"m","copied":[[0,2]],"weights":[["w","<f4",[2,2],3,19],["b","|u1",[2],1,3]]}\n'
    (tmp_path / "graph.gz").write_bytes(gzip.compress(facts + b"graph"))
    found = split_model.read(tmp_path / "graph.gz", "m", [model[:8], model[8:]])
    assert found
    graph, weights = found
    assert graph.startswith(b"graph") and graph.endswith(b"ab")
    assert weights["w"].tolist() == [[0, 1], [2, 3]]
    assert weights["w"].ctypes.data % 4 == 0
    assert weights["b"].tobytes() == b"bc"


def test_blocks_of_channels_have_the_same_results_on_this_processor() -> None:
    assert split_model.is_exact(onnxruntime)


def test_the_trial_finds_another_operation_in_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    right = split_model.onnx.node

    def wrong(op: bytes, inputs: list[bytes], outputs: list[bytes], attributes: bytes = b"") -> bytes:
        return right(b"Cos" if outputs == [b"sine-block"] else op, inputs, outputs, attributes)

    monkeypatch.setattr(split_model.onnx, "node", wrong)
    assert not split_model.is_exact(onnxruntime)


@pytest.mark.voice
def test_the_model_is_taken_without_blocks_where_they_are_not_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split_model, "is_exact", lambda runtime: False)
    assert not kokoro._open_faster(kokoro._model_parts(None), True, 1)._weights[0]


@pytest.mark.voice
def test_the_model_is_joined_where_onnxruntime_takes_no_weights_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = kokoro._model_parts(None)
    monkeypatch.setattr(kokoro, "_part", lambda name: tmp_path / "part.bin")  # there is no such file
    assert not kokoro._open_faster(parts, True, 1)._weights[0]
