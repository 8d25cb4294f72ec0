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
from typing import Any, NamedTuple

from audiobuild.i18n import _

MARK = b"~"
"""The first byte of changed names."""
HEAD = 1 << 21
"""Bytes at the start of a model in which its nodes are looked for; those of Kokoro-82M end at byte 1,025,974."""

# Numbers of fields and types in onnx.proto.
_IR_VERSION, _GRAPH, _OPSETS = 1, 7, 8  # of a model
_NODE, _INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 5, 11, 12  # of a graph
_INPUT, _OUTPUT, _OP, _ATTRIBUTE = 1, 2, 4, 5  # of a node
_FLOAT, _UINT8, _INT8, _INT32 = 1, 2, 3, 6  # types of elements
_LENGTH_DELIMITED = 2  # a protobuf field with a size before its content
_FIXED = {1: 8, 5: 4}  # sizes of the other fields, by kind


class UnfitModelError(ValueError):
    """The model has to be taken as it is; the text says why."""


class _Node(NamedTuple):
    """A node of the graph: its operator, and where the names of its inputs and outputs are in the file."""

    op: bytes
    inputs: list[slice]
    outputs: list[slice]


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
    return _sized(_GRAPH, added + _scalar(MARK + b"128", 128))


def _convolutions(nodes: list[_Node]) -> list[_Node]:
    found = [node for node in nodes if node.op == b"ConvInteger"]
    if not found:
        raise UnfitModelError(_("it has no 8-bit convolution"))
    if min(len(node.inputs) for node in found) < 3:
        raise UnfitModelError(_("a convolution has no zero point"))
    return found


def _makers(head: bytearray, nodes: list[_Node], convolutions: list[_Node]) -> list[_Node]:
    """The DynamicQuantizeLinear nodes whose values go into convolutions, and nowhere else."""
    makers = {bytes(head[node.outputs[0]]): node for node in nodes if node.op == b"DynamicQuantizeLinear"}
    activations = dict.fromkeys(bytes(head[node.inputs[0]]) for node in convolutions)
    elsewhere = _read_by(head, (node for node in nodes if node.op != b"ConvInteger"))
    if not activations.keys() <= makers.keys() - elsewhere:
        raise UnfitModelError(_("a convolution shares its quantized input, or takes it from elsewhere"))
    return [makers[name] for name in activations]


def _read_by(head: bytearray, nodes: Iterable[_Node]) -> set[bytes]:
    """The names of all inputs of these nodes."""
    return {bytes(head[place]) for node in nodes for place in node.inputs}


def _check_names(head: bytearray, nodes: list[_Node], makers: list[_Node]) -> None:
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


# ------------------------------------------------------------------------------------------------------------- reading


def _nodes(data: bytearray) -> Iterator[_Node]:
    """The nodes of the first graph, which come first in it."""
    graph = next((place for number, place in _fields(data, 0, len(data)) if number == _GRAPH), None)
    if graph is None:
        raise UnfitModelError(_("it has no graph"))
    for number, place in _fields(data, graph.start, graph.stop):
        if number != _NODE:
            return
        yield _node_at(data, place)
    raise UnfitModelError(_("its nodes do not end in its first part"))


def _node_at(data: bytearray, place: slice) -> _Node:
    found: dict[int, list[slice]] = {_INPUT: [], _OUTPUT: [], _OP: []}
    for number, content in _fields(data, place.start, place.stop):
        if number in found:
            found[number].append(content)
    op = b"".join(bytes(data[name]) for name in found[_OP])
    return _Node(op, found[_INPUT], found[_OUTPUT])


def _fields(data: bytearray, at: int, end: int) -> Iterator[tuple[int, slice]]:
    """The number and the place of the content of each field that begins in these bytes."""
    while at < min(end, len(data)):
        key, at = _varint(data, at)
        kind = key & 7
        size = _FIXED.get(kind, 0)
        if kind == _LENGTH_DELIMITED:
            size, at = _varint(data, at)
        elif not size:
            _, after = _varint(data, at)
            size = after - at
        yield key >> 3, slice(at, at + size)
        at += size


def _varint(data: bytearray, at: int) -> tuple[int, int]:
    """The number encoded from this offset on, with seven bits in each byte, and the offset after it."""
    value = shift = 0
    for byte in data[at : at + 10]:
        value |= (byte & 127) << shift
        shift += 7
        at += 1
        if byte < 128:
            return value, at
    raise UnfitModelError(_("it is no ONNX file"))


def _names(data: bytearray, maker: _Node) -> tuple[bytes, bytes, bytes, bytes]:
    """The names of what a DynamicQuantizeLinear reads and of what it makes: x, value, scale, zero point."""
    x, value, scale, zero = (bytes(data[place]) for place in (*maker.inputs, *maker.outputs))
    return x, value, scale, zero


# ------------------------------------------------------------------------------------------------------------- writing


def _int8_version(x: bytes, value: bytes, scale: bytes, zero: bytes) -> bytes:
    """The nodes that make the int8 activations, and the range for the DynamicQuantizeLinear of the same x."""
    least, greatest, wide, low = (value + suffix for suffix in (b"-least", b"-greatest", b"-wide", b"-low"))
    signed_zero = MARK + zero[1:]
    return b"".join(
        [
            _node(b"ReduceMin", [x], least),
            _node(b"ReduceMax", [x], greatest),
            _node(b"Concat", [least, greatest], MARK + x[1:], _integer(b"axis", 0)),
            _node(b"Cast", [zero], wide, _integer(b"to", _INT32)),
            _node(b"Sub", [wide, MARK + b"128"], low),
            _node(b"Cast", [low], signed_zero, _integer(b"to", _INT8)),
            _node(b"QuantizeLinear", [x, scale, signed_zero], MARK + value[1:]),
        ]
    )


def _node(op: bytes, inputs: list[bytes], output: bytes, attribute: bytes = b"") -> bytes:
    named = b"".join(_sized(_INPUT, name) for name in inputs)
    return _sized(_NODE, named + _sized(_OUTPUT, output) + _sized(_OP, op) + attribute)


def _integer(name: bytes, value: int) -> bytes:
    """An attribute: 1 name, 3 its value, 20 its type (2: an integer)."""
    return _sized(_ATTRIBUTE, _sized(1, name) + _number(3, value) + _number(20, 2))


def _scalar(name: bytes, value: int) -> bytes:
    """An initializer of one int32: 2 type, 8 name, 9 bytes."""
    return _sized(_INITIALIZER, _number(2, _INT32) + _sized(8, name) + _sized(9, value.to_bytes(4, "little")))


def _sized(number: int, content: bytes) -> bytes:
    return _number(number, len(content), _LENGTH_DELIMITED) + content


def _number(number: int, value: int, kind: int = 0) -> bytes:
    """A field with a number; with its key, `kind` is that of the field."""
    out = bytearray()
    for part in (number << 3 | kind, value):
        while part > 127:
            out.append(part & 127 | 128)
            part >>= 7
        out.append(part)
    return bytes(out)


# ------------------------------------------------------------------------------------------------------ the self-test

_ROWS, _DEPTH, _COLUMNS = 26, 72, 40  # more than one block of every kernel, and a rest


def _trial(top: int) -> bytes:
    """A model with one convolution: weights all 0, all `top`, alternating and mixed."""
    import numpy as np

    row, n = np.mgrid[:_ROWS, :_DEPTH]
    kinds = [row * 0, row * 0 + top, top * ((row + n) % 2), (row * 37 + n * 101) % (top + 1)]
    weights = np.choose(row % 4, kinds).astype(np.uint8).tobytes()
    dims = b"".join(_number(1, size) for size in (_ROWS, _DEPTH, 1))
    initializers = [
        _sized(_INITIALIZER, dims + _number(2, _UINT8) + _sized(8, b"weights") + _sized(9, weights)),
        _sized(_INITIALIZER, _number(2, _UINT8) + _sized(8, b"level") + _sized(9, bytes([top // 2]))),
    ]
    quantizer = [_sized(_INPUT, b"x"), *(_sized(_OUTPUT, name) for name in (b"values", b"scale", b"zero"))]
    nodes = [
        _sized(_NODE, b"".join(quantizer) + _sized(_OP, b"DynamicQuantizeLinear")),
        _node(b"ConvInteger", [b"values", b"weights", b"zero", b"level"], b"sums"),
    ]
    ends = [_tensor(_GRAPH_INPUT, b"x", _FLOAT), _tensor(_GRAPH_OUTPUT, b"sums", _INT32)]
    graph = b"".join([*nodes, _sized(2, b"trial"), *initializers, *ends])
    return _number(_IR_VERSION, 8) + _sized(_GRAPH, graph) + _sized(_OPSETS, _number(2, 13))


def _tensor(number: int, name: bytes, kind: int) -> bytes:
    """An input or output of the graph: 1 name, 2 type; of that 1 tensor; of that 1 type, 2 shape."""
    sizes = (1, _DEPTH, _COLUMNS) if kind == _FLOAT else (1, _ROWS, _COLUMNS)
    shape = b"".join(_sized(1, _number(1, size)) for size in sizes)
    return _sized(number, _sized(1, name) + _sized(2, _sized(1, _number(1, kind) + _sized(2, shape))))


def _sums(runtime: Any, model: bytes) -> bytes:
    """What the model makes of columns of 0, of 255, alternating and mixed: of -128 to 127 once they are int8."""
    import numpy as np

    row, column = np.mgrid[:_DEPTH, :_COLUMNS]
    choices = [row * 0, row * 0 + 255, 255 * ((row + column) % 2), (row * 53 + column * 29) % 256]
    x = np.choose(column % 4, choices).astype(np.float32)[None]
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0].tobytes()  # type: ignore[no-any-return]
