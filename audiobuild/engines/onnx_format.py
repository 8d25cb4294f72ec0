"""Reads and writes the parts of an ONNX file that its graph is made of, without the onnx package.

The file is protobuf (onnx.proto): fields with a number and a content, some of which hold fields again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from audiobuild.i18n import _

# Numbers of fields in onnx.proto.
IR_VERSION, GRAPH, OPSETS = 1, 7, 8  # of a model
NODE, GRAPH_NAME, INITIALIZER, INPUT, OUTPUT, VALUE_INFO = 1, 2, 5, 11, 12, 13  # of a graph
NODE_INPUT, NODE_OUTPUT, OP, ATTRIBUTE = 1, 2, 4, 5  # of a node
FLOAT, UINT8, INT8, INT32, INT64 = 1, 2, 3, 6, 7  # types of elements
LENGTH_DELIMITED = 2  # a protobuf field with a size before its content
_FIXED = {1: 8, 5: 4}  # sizes of the other fields, by kind


class UnfitModelError(ValueError):
    """The model has to be taken as it is; the text says why."""


class Node(NamedTuple):
    """A node of the graph: its operator, and where the names of its inputs and outputs are in the file."""

    op: bytes
    inputs: list[slice]
    outputs: list[slice]


def fields(data: bytearray, at: int, end: int) -> Iterator[tuple[int, slice]]:
    """The number and the place of the content of each field that begins in these bytes."""
    while at < min(end, len(data)):
        key, at = varint(data, at)
        kind = key & 7
        size = _FIXED.get(kind, 0)
        if kind == LENGTH_DELIMITED:
            size, at = varint(data, at)
        elif not size:
            size = varint(data, at)[1] - at
        yield key >> 3, slice(at, at + size)
        at += size


def varint(data: bytearray, at: int) -> tuple[int, int]:
    """The number encoded from this offset on, with seven bits in each byte, and the offset after it."""
    value = shift = 0
    for byte in data[at : at + 10]:
        value |= (byte & 127) << shift
        shift += 7
        at += 1
        if byte < 128:
            return value, at
    raise UnfitModelError(_("it is no ONNX file"))


def node_at(data: bytearray, place: slice) -> Node:
    """The node whose content is at this place."""
    found: dict[int, list[slice]] = {NODE_INPUT: [], NODE_OUTPUT: [], OP: []}
    for field, content in fields(data, place.start, place.stop):
        if field in found:
            found[field].append(content)
    op = b"".join(bytes(data[name]) for name in found[OP])
    return Node(op, found[NODE_INPUT], found[NODE_OUTPUT])


def node(op: bytes, inputs: list[bytes], outputs: list[bytes], attributes: bytes = b"") -> bytes:
    """A node, as a field of its graph."""
    names = [sized(NODE_INPUT, name) for name in inputs] + [sized(NODE_OUTPUT, name) for name in outputs]
    return sized(NODE, b"".join(names) + sized(OP, op) + attributes)


def integer(name: bytes, value: int) -> bytes:
    """An attribute: 1 name, 3 its value, 20 its type (2: an integer)."""
    return sized(ATTRIBUTE, sized(1, name) + number(3, value) + number(20, 2))


def scan(body: bytes, inputs: int) -> bytes:
    """The attributes of a Scan: its body, and that all its inputs are taken piece by piece. Type 5: a graph."""
    graph = sized(ATTRIBUTE, sized(1, b"body") + sized(6, body) + number(20, 5))
    return graph + integer(b"num_scan_inputs", inputs)


def tensor(field: int, name: bytes, kind: int, shape: tuple[int | bytes, ...]) -> bytes:
    """An input or output of a graph: 1 name, 2 type; of that 1 tensor; of that 1 type, 2 shape with sizes or names."""
    sizes = b"".join(sized(1, number(1, size) if isinstance(size, int) else sized(2, size)) for size in shape)
    return sized(field, sized(1, name) + sized(2, sized(1, number(1, kind) + sized(2, sizes))))


def initializer(name: bytes, kind: int, sizes: tuple[int, ...], raw: bytes) -> bytes:
    """A tensor of the graph with its bytes: 1 sizes, 2 type, 8 name, 9 bytes."""
    shape = b"".join(number(1, size) for size in sizes)
    return sized(INITIALIZER, shape + number(2, kind) + sized(8, name) + sized(9, raw))


def sized(field: int, content: bytes) -> bytes:
    """A field with a size before its content."""
    return number(field, len(content), LENGTH_DELIMITED) + content


def number(field: int, value: int, kind: int = 0) -> bytes:
    """A field with a number; with its key, `kind` is that of the field."""
    out = bytearray()
    for part in (field << 3 | kind, value):
        while part > 127:
            out.append(part & 127 | 128)
            part >>= 7
        out.append(part)
    return bytes(out)
