"""Makes voices/kokoro/graph.gz: the graph of the packaged model, faster, with the same sound to the bit.

`python bench/faster_graph.py` writes the file anew; it changes only with the packaged model or with this code. The
weights are not in it: it says where they are in the model's parts.

1. 8-bit convolutions take int8 activations (audiobuild/engines/int8_convolutions.py).
2. Between two convolutions of the last stages some seventeen nodes each read and write all channels, more than a core's
   cache holds. All of them treat each channel by itself. So they become the body of a Scan over blocks of a few
   channels: each value is calculated as before, but what one node writes is in the cache when the next one reads it.
3. In the bodies x ** 2 is x * x, which is what onnxruntime calculates for it, more slowly.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from audiobuild.engines import int8_convolutions, kokoro
from audiobuild.engines import onnx_format as onnx
from audiobuild.engines.split_model import ROWS

ALONE = 1 << 14
"""Bytes from which weights are used where they are; smaller ones are copied into the model."""
BY_CHANNEL = {b"Add", b"Sub", b"Mul", b"Div", b"Pow", b"Sin", b"Cast", b"ReduceMean", b"Sqrt"}
EXTREMES = {b"ReduceMin", b"ReduceMax"}
TYPES = {1: "<f4", 2: "|u1", 3: "|i1"}
VERSIONS = {1, 5}  # fields of a model that are numbers
SQUARE = b"\0\0\0\x40"  # 2.0


@dataclass
class Node:
    """A node, and how many convolutions and other operators of its kind come before it at most."""

    op: bytes
    inputs: list[bytes]
    outputs: list[bytes]
    content: bytes
    attributes: bytes
    level: int = 0
    channels: int = 0  # of its output, if it is one that a block can be made of


@dataclass
class Model:
    """What is read from the file; tensors are known by name."""

    nodes: list[Node] = field(default_factory=list)
    types: dict[bytes, int] = field(default_factory=dict)
    shapes: dict[bytes, list[int]] = field(default_factory=dict)
    weights: list[tuple[bytes, int, list[int], slice, slice]] = field(default_factory=list)
    other: bytes = b""  # fields of the graph: its name, inputs and outputs
    head: bytes = b""  # fields of the model


def read(data: bytearray) -> Model:
    """The model with all its nodes and weights."""
    model = Model()
    for number, place in onnx.fields(data, 0, len(data)):
        if number == onnx.GRAPH:
            read_graph(data, place, model)
        else:
            model.head += plain(data, number, place)
    return model


def read_graph(data: bytearray, graph: slice, model: Model) -> None:
    begin = graph.start
    for number, place in onnx.fields(data, graph.start, graph.stop):
        if number == onnx.NODE:
            node = onnx.node_at(data, place)
            content = [(kind, bytes(data[part])) for kind, part in onnx.fields(data, place.start, place.stop)]
            attributes = b"".join(onnx.sized(kind, part) for kind, part in content if kind == onnx.ATTRIBUTE)
            inputs, outputs = ([bytes(data[name]) for name in names] for names in (node.inputs, node.outputs))
            model.nodes.append(Node(node.op, inputs, outputs, bytes(data[place]), attributes))
        elif number == onnx.INITIALIZER:
            name, kind, shape, raw = tensor(data, place)
            model.types[name], model.shapes[name] = kind, shape
            model.weights.append((name, kind, shape, raw, slice(begin, place.stop)))
        elif number == onnx.VALUE_INFO:
            value_info(data, place, model)
        else:
            model.other += onnx.sized(number, bytes(data[place]))
        begin = place.stop


def plain(data: bytearray, number: int, place: slice) -> bytes:
    """A field of the model as it is: numbers have no size before them."""
    if number in VERSIONS:
        return onnx.number(number, onnx.varint(data, place.start)[0])
    return onnx.sized(number, bytes(data[place]))


def numbers(data: bytearray, place: slice) -> list[int]:
    """One number, or several packed ones."""
    found, at = [], place.start
    while at < place.stop:
        value, at = onnx.varint(data, at)
        found.append(value)
    return found


def tensor(data: bytearray, place: slice) -> tuple[bytes, int, list[int], slice]:
    """Name, type, shape and raw bytes of an initializer."""
    name, kind, shape, raw = b"", 0, [], slice(0, 0)
    for number, part in onnx.fields(data, place.start, place.stop):
        if number == 1:
            shape += numbers(data, part)
        elif number == 2:
            (kind,) = numbers(data, part)
        elif number == 8:
            name = bytes(data[part])
        elif number == 9:
            raw = part
    return name, kind, shape, raw


def value_info(data: bytearray, place: slice, model: Model) -> None:
    """The type of a tensor between nodes, and its shape where all of it is known."""
    fields = dict(onnx.fields(data, place.start, place.stop))
    kind = dict(onnx.fields(data, fields[2].start, fields[2].stop)).get(1)
    if kind is None:
        return
    name = bytes(data[fields[1]])
    for number, part in onnx.fields(data, kind.start, kind.stop):
        if number == 1:
            (model.types[name],) = numbers(data, part)
            continue
        sizes = [dict(onnx.fields(data, each.start, each.stop)) for _, each in onnx.fields(data, part.start, part.stop)]
        if sizes and all(1 in size for size in sizes):
            model.shapes[name] = [numbers(data, size[1])[0] for size in sizes]


# ------------------------------------------------------------------------------------------------------------- regions


@dataclass
class Region:
    """Nodes that become the body of one Scan, in order, and the tensors that go in and out."""

    channels: int
    nodes: list[Node]
    wide: list[bytes]  # inputs with a value for each channel and moment
    narrow: list[bytes]  # inputs with a value for each channel
    outputs: list[bytes]  # wide too, or the extremes of a wide one


class Regions:
    """Finds the nodes between convolutions that treat each channel by itself."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.maker = {name: node for node in model.nodes for name in node.outputs}
        self.readers: dict[bytes, list[Node]] = defaultdict(list)
        for node in model.nodes:
            for name in dict.fromkeys(node.inputs):
                self.readers[name].append(node)

    def found(self) -> list[Region]:
        """The regions with a sine: those of the stages whose activations exceed a cache."""
        order = self._in_order()
        for node in order:
            self._place(node)
        groups: dict[int, list[Node]] = defaultdict(list)
        root = self._joined([node for node in order if node.channels])
        for node in order:
            if node.channels:
                groups[root[id(node)]].append(node)
        found = [nodes for nodes in groups.values() if any(node.op == b"Sin" for node in nodes)]
        return [self._region(self._with_one_result(nodes)) for nodes in found]

    def _with_one_result(self, nodes: list[Node]) -> list[Node]:
        """The nodes behind those whose results are used outside too: a Scan with two results needs 0.1 GB more."""
        inside = {id(node) for node in nodes}
        before: set[int] = set()
        for node in reversed(nodes):
            readers = self.readers[node.outputs[0]]
            goes_on = any(id(reader) in inside and reader.op not in EXTREMES for reader in readers)
            leaves = any(id(reader) not in inside for reader in readers)
            if (goes_on and leaves) or any(id(reader) in before for reader in readers):
                before.add(id(node))
        return [node for node in nodes if id(node) not in before]

    def _in_order(self) -> list[Node]:
        numbered = {id(node): i for i, node in enumerate(self.model.nodes)}
        before = {
            i: sorted({numbered[id(self.maker[name])] for name in node.inputs if name in self.maker})
            for i, node in enumerate(self.model.nodes)
        }
        return [self.model.nodes[i] for i in TopologicalSorter(before).static_order()]

    def _place(self, node: Node) -> None:
        """Set the node's level and channels. Whatever leaves a region is on a higher level when it comes back."""
        makers = [self.maker[name] for name in node.inputs if name in self.maker]
        node.level = max((maker.level for maker in makers), default=0)
        channels = {maker.channels for maker in makers if maker.channels and maker.op != b"ConvInteger"}
        channels |= {self._rows(maker) for maker in makers if maker.op == b"ConvInteger"}
        if node.op in BY_CHANNEL | EXTREMES and len(channels) == 1 and channels <= ROWS.keys():
            (node.channels,) = channels
        else:
            node.level += 1

    def _rows(self, convolution: Node) -> int:
        return self.model.shapes[convolution.inputs[1]][0]

    def _joined(self, nodes: list[Node]) -> dict[int, int]:
        """For each node one that stands for all that are connected with it on its level."""
        root = {id(node): id(node) for node in nodes}

        def top(of: int) -> int:
            while root[of] != of:
                of = root[of]
            return of

        for node in nodes:
            for name in node.inputs:
                maker = self.maker.get(name)
                if maker and (maker.level, maker.channels) == (node.level, node.channels):
                    root[top(id(node))] = top(id(maker))
        return {id(node): top(id(node)) for node in nodes}

    def _region(self, nodes: list[Node]) -> Region:
        inside = {id(node) for node in nodes}
        made = [name for node in nodes for name in node.outputs]
        given = list(dict.fromkeys(name for node in nodes for name in node.inputs if name not in set(made)))
        channels = nodes[0].channels
        narrow = [name for name in given if self.model.shapes.get(name) == [1, channels, 1]]
        wide = [name for name in given if name not in narrow and not self._is_single(name)]
        outputs = [name for name in made if any(id(reader) not in inside for reader in self.readers[name])]
        return Region(channels, nodes, wide, narrow, outputs)

    def _is_single(self, name: bytes) -> bool:
        """Whether the tensor is one value, the same for all channels."""
        maker = self.maker.get(name)
        if maker is None:
            return math.prod(self.model.shapes[name]) == 1
        return maker.op == b"Mul" and all(part.endswith(b"_scale") for part in maker.inputs)


# ------------------------------------------------------------------------------------------------------------- writing


def sizes_of(name: bytes, sizes: list[int]) -> bytes:
    """An initializer for Reshape."""
    raw = b"".join(size.to_bytes(8, "little", signed=True) for size in sizes)
    return onnx.initializer(name, onnx.INT64, (len(sizes),), raw)


def scan(region: Region, number: int, model: Model) -> bytes:
    """The nodes that take the place of a region: its inputs in blocks, the Scan, its outputs in one again."""
    rows = ROWS[region.channels]
    to_blocks, to_one = b"~blocks%d" % region.channels, b"~one%d" % region.channels
    nodes, taken, inner, body = [], [], {}, b""
    for i, name in enumerate(region.wide + region.narrow):
        taken.append(b"~%d-%d" % (number, i))
        nodes.append(onnx.node(b"Reshape", [name, to_blocks], taken[-1:]))
        inner[name] = taken[-1] + b"b"
        length: int | bytes = b"T" if name in region.wide else 1
        body += onnx.tensor(onnx.INPUT, inner[name], model.types[name], (1, rows, length))
    body += b"".join(inside(node, inner) for node in region.nodes)
    extremes = {name: node.op for node in region.nodes if node.op in EXTREMES for name in node.outputs}
    for name in region.outputs:
        sizes = (1, 1, 1) if name in extremes else (1, rows, b"T")
        body += onnx.tensor(onnx.OUTPUT, inner[name], onnx.FLOAT, sizes)
    outputs = [name + b"~all" for name in region.outputs]
    body += onnx.sized(onnx.GRAPH_NAME, b"block")
    nodes.append(onnx.node(b"Scan", taken, outputs, onnx.scan(body, len(taken))))
    for name, all_ in zip(region.outputs, outputs, strict=True):
        if name in extremes:
            nodes.append(onnx.node(extremes[name], [all_], [name]))
        else:
            nodes.append(onnx.node(b"Reshape", [all_, to_one], [name]))
    return b"".join(nodes)


def inside(node: Node, inner: dict[bytes, bytes]) -> bytes:
    """A node of a body; it renames what it makes, because the names are also those of the Scan's outputs."""
    op, inputs = node.op, node.inputs
    if op == b"Pow":
        op, inputs = b"Mul", [inputs[0]] * 2
    names = [inner.get(name, name) for name in inputs]
    (output,) = node.outputs
    inner[output] = output + b"~b"
    return onnx.node(op, names, [inner[output]], node.attributes)


def made() -> tuple[dict[str, object], bytes]:
    """What the file says of the weights, and the graph without them."""
    parts = kokoro._model_parts(None)
    data = bytearray(b"".join(parts))
    end = len(data)
    head = bytearray(data[: int8_convolutions.HEAD])
    added = int8_convolutions.rewrite(head)
    data[: int8_convolutions.HEAD] = head
    data += added
    model = read(data)
    powers = {node.inputs[1] for node in model.nodes if node.op == b"Pow"}
    assert all(data[raw] == SQUARE for name, _, _, raw, _ in model.weights if name in powers), "a power is no square"
    regions = Regions(model).found()
    nodes = {id(node): onnx.sized(onnx.NODE, node.content) for node in model.nodes}
    for number, region in enumerate(regions):
        nodes |= {id(node): b"" for node in region.nodes}
        nodes[id(region.nodes[0])] = scan(region, number, model)
    shapes = b"".join(
        sizes_of(b"~blocks%d" % all_, [all_ // rows, 1, rows, -1]) + sizes_of(b"~one%d" % all_, [1, all_, -1])
        for all_, rows in ROWS.items()
    )
    copied, alone, stubs = weights(model, data, end)
    graph = model.head + onnx.sized(onnx.GRAPH, b"".join(nodes.values()) + model.other + shapes + stubs)
    return {"model": kokoro.MODEL, "copied": copied, "weights": alone}, graph


def weights(model: Model, data: bytearray, end: int) -> tuple[list[list[int]], list[list[object]], bytes]:
    """Stretches to be copied from the parts, the weights to be used where they are, and what the graph says of both."""
    copied: list[list[int]] = []
    alone: list[list[object]] = []
    stubs = b""
    outside = onnx.sized(13, onnx.sized(1, b"location") + onnx.sized(2, b"part.bin")) + onnx.number(14, 1)
    for name, kind, sizes, raw, whole in model.weights:
        if raw.stop - raw.start >= ALONE:
            alone.append([name.decode(), TYPES[kind], sizes, raw.start, raw.stop])
            dims = b"".join(onnx.number(1, size) for size in sizes)
            stubs += onnx.sized(onnx.INITIALIZER, dims + onnx.number(2, kind) + onnx.sized(8, name) + outside)
        elif whole.stop > end:
            stubs += bytes(data[whole])
        elif copied and copied[-1][1] == whole.start:
            copied[-1][1] = whole.stop
        else:
            copied.append([whole.start, whole.stop])
    return copied, alone, stubs


def packed(facts: dict[str, object], graph: bytes) -> bytes:
    """The content of the file."""
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n" + graph


def main() -> None:
    """Write the file."""
    facts, graph = made()
    kokoro.GRAPH.write_bytes(gzip.compress(packed(facts, graph), 9, mtime=0))
    print(f"{kokoro.GRAPH}: {len(graph)} bytes of graph, {kokoro.GRAPH.stat().st_size} packed")


if __name__ == "__main__":
    main()
