"""Rewrites an ONNX model so that its 8-bit convolutions run on a faster instruction, with the same integers.

ConvInteger sums (x - x_zero) * (w - w_zero). onnxruntime multiplies uint8 by uint8 in 16 bits; uint8 by int8 has an
instruction of its own (vpdpbusd and the like) and is more than twice as fast. With x and x_zero both less by 128 and
kept as int8 the sums are the same integers, so nothing is rounded differently.

The activations come from DynamicQuantizeLinear. In the rewritten model QuantizeLinear makes them as int8, with the
scale and the zero point that DynamicQuantizeLinear still computes, now from the least and greatest value only:

    x ─┬─ ReduceMin, ReduceMax, Concat ─ DynamicQuantizeLinear ─ scale, zero ─┬─ (whatever used them)
       │                                                          zero - 128 ─┴─ ConvInteger, input 2
       └──────────────────────────────── QuantizeLinear(x, scale, zero - 128) ── ConvInteger, input 0

The file is protobuf (onnx.proto). Names are changed in place, by their first byte, so that no length changes; the new
nodes are appended as a second `graph` field: protobuf merges it with the first, and onnxruntime sorts the nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from audiobuild.engines import onnx_format as onnx
from audiobuild.engines.onnx_format import Node, UnfitModelError
from audiobuild.i18n import _

MARK = b"~"
"""The first byte of changed names."""
HEAD = 1 << 21
"""Bytes at the start of a model in which its nodes are looked for; those of Kokoro-82M end at byte 1,025,974."""


def rewrite(head: bytearray) -> bytes:
    """Change `head`, the start of a model with all its nodes, and return what has to follow the model's last byte.

    Raises UnfitModelError, with `head` unchanged, where the pattern is another one.
    """
    nodes = list(_nodes(head))
    convolutions = _convolutions(nodes)
    makers = _makers(head, nodes, convolutions)
    _check_names(head, nodes, makers)
    added = b"".join(_int8_version(*_names(head, maker)) for maker in makers)
    changed = [maker.inputs[0] for maker in makers]
    for node in convolutions:
        changed += [node.inputs[0], node.inputs[2]]
    for name in changed:
        head[name.start] = MARK[0]
    return onnx.sized(onnx.GRAPH, added + _scalar(MARK + b"128", 128))


def _convolutions(nodes: list[Node]) -> list[Node]:
    found = [node for node in nodes if node.op == b"ConvInteger"]
    if not found:
        raise UnfitModelError(_("it has no 8-bit convolution"))
    if min(len(node.inputs) for node in found) < 3:
        raise UnfitModelError(_("a convolution has no zero point"))
    return found


def _makers(head: bytearray, nodes: list[Node], convolutions: list[Node]) -> list[Node]:
    """The DynamicQuantizeLinear nodes whose values go into convolutions, and nowhere else."""
    makers = {bytes(head[node.outputs[0]]): node for node in nodes if node.op == b"DynamicQuantizeLinear"}
    activations = dict.fromkeys(bytes(head[node.inputs[0]]) for node in convolutions)
    elsewhere = _read_by(head, (node for node in nodes if node.op != b"ConvInteger"))
    if not activations.keys() <= makers.keys() - elsewhere:
        raise UnfitModelError(_("a convolution shares its quantized input, or takes it from elsewhere"))
    return [makers[name] for name in activations]


def _read_by(head: bytearray, nodes: Iterable[Node]) -> set[bytes]:
    """The names of all inputs of these nodes."""
    return {bytes(head[place]) for node in nodes for place in node.inputs}


def _check_names(head: bytearray, nodes: list[Node], makers: list[Node]) -> None:
    """Raise UnfitModelError if a changed name would be that of another tensor."""
    names = {name for maker in makers for name in _names(head, maker)}
    taken = {head[place.start] for node in nodes for place in node.outputs}
    if len({name[1:] for name in names}) < len(names) or MARK[0] in taken:
        raise UnfitModelError(_("its names cannot be changed"))


def is_exact(runtime: Any, top: int) -> bool:
    """Whether this processor sums weights of 0 to `top` to the same integers in both forms.

    A small model with all extremes of weights and activations is run as it is and rewritten: with some instructions
    (AVX2 with weights over 127; ARM without dot product) sums of two products leave 16 bits. `runtime` is onnxruntime.
    """
    model = _trial(top)
    head = bytearray(model)
    added = rewrite(head)
    return _sums(runtime, model) == _sums(runtime, bytes(head) + added)


def _nodes(data: bytearray) -> Iterator[Node]:
    """The nodes of the first graph, which come first in it."""
    graph = next((place for number, place in onnx.fields(data, 0, len(data)) if number == onnx.GRAPH), None)
    if graph is None:
        raise UnfitModelError(_("it has no graph"))
    for number, place in onnx.fields(data, graph.start, graph.stop):
        if number != onnx.NODE:
            return
        yield onnx.node_at(data, place)
    raise UnfitModelError(_("its nodes do not end in its first part"))


def _names(data: bytearray, maker: Node) -> tuple[bytes, bytes, bytes, bytes]:
    """The names of what a DynamicQuantizeLinear reads and of what it makes: x, value, scale, zero point."""
    x, value, scale, zero = (bytes(data[place]) for place in (*maker.inputs, *maker.outputs))
    return x, value, scale, zero


def _int8_version(x: bytes, value: bytes, scale: bytes, zero: bytes) -> bytes:
    """The nodes that make the int8 activations, and the range for the DynamicQuantizeLinear of the same x."""
    least, greatest, wide, low = (value + suffix for suffix in (b"-least", b"-greatest", b"-wide", b"-low"))
    signed_zero = MARK + zero[1:]
    return b"".join(
        [
            onnx.node(b"ReduceMin", [x], [least]),
            onnx.node(b"ReduceMax", [x], [greatest]),
            onnx.node(b"Concat", [least, greatest], [MARK + x[1:]], onnx.integer(b"axis", 0)),
            onnx.node(b"Cast", [zero], [wide], onnx.integer(b"to", onnx.INT32)),
            onnx.node(b"Sub", [wide, MARK + b"128"], [low]),
            onnx.node(b"Cast", [low], [signed_zero], onnx.integer(b"to", onnx.INT8)),
            onnx.node(b"QuantizeLinear", [x, scale, signed_zero], [MARK + value[1:]]),
        ]
    )


def _scalar(name: bytes, value: int) -> bytes:
    """An initializer of one int32."""
    return onnx.initializer(name, onnx.INT32, (), value.to_bytes(4, "little"))


# ------------------------------------------------------------------------------------------------------ the self-test

_ROWS, _DEPTH, _COLUMNS = 26, 72, 40  # more than one block of every kernel, and a rest


def _trial(top: int) -> bytes:
    """A model with one convolution: weights all 0, all `top`, alternating and mixed."""
    import numpy as np

    row, n = np.mgrid[:_ROWS, :_DEPTH]
    kinds = [row * 0, row * 0 + top, top * ((row + n) % 2), (row * 37 + n * 101) % (top + 1)]
    weights = np.choose(row % 4, kinds).astype(np.uint8).tobytes()
    initializers = [
        onnx.initializer(b"weights", onnx.UINT8, (_ROWS, _DEPTH, 1), weights),
        onnx.initializer(b"level", onnx.UINT8, (), bytes([top // 2])),
    ]
    nodes = [
        onnx.node(b"DynamicQuantizeLinear", [b"x"], [b"values", b"scale", b"zero"]),
        onnx.node(b"ConvInteger", [b"values", b"weights", b"zero", b"level"], [b"sums"]),
    ]
    ends = [
        onnx.tensor(onnx.INPUT, b"x", onnx.FLOAT, (1, _DEPTH, _COLUMNS)),
        onnx.tensor(onnx.OUTPUT, b"sums", onnx.INT32, (1, _ROWS, _COLUMNS)),
    ]
    graph = b"".join([*nodes, onnx.sized(onnx.GRAPH_NAME, b"trial"), *initializers, *ends])
    return onnx.number(onnx.IR_VERSION, 8) + onnx.sized(onnx.GRAPH, graph) + onnx.sized(onnx.OPSETS, onnx.number(2, 13))


def _sums(runtime: Any, model: bytes) -> bytes:
    """What the model makes of columns of 0, of 255, alternating and mixed: of -128 to 127 once they are int8."""
    import numpy as np

    row, column = np.mgrid[:_DEPTH, :_COLUMNS]
    choices = [row * 0, row * 0 + 255, 255 * ((row + column) % 2), (row * 53 + column * 29) % 256]
    x = np.choose(column % 4, choices).astype(np.float32)[None]
    return trial_run(runtime, model, x)[0].tobytes()  # type: ignore[no-any-return]


def trial_run(runtime: Any, model: bytes, x: Any) -> Any:
    """The outputs of a small model whose input is x, with one thread."""
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"]).run(None, {"x": x})
