"""The graph of the packaged model, made faster beforehand, with its weights where they are installed.

`bench/faster_graph.py` makes the graph from the model. Weights of some size are used in the parts as they are mapped;
nothing is joined or copied. What the graph does otherwise than the model has the same results on most processors:
`is_exact` runs a trial of it.
"""

from __future__ import annotations

import gzip
import json
import mmap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobuild.engines import onnx_format as onnx
from audiobuild.engines.int8_convolutions import trial_run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROWS = {128: 4, 256: 16}
"""Channels of a block, by channels of a stage: half a megabyte of activations for 7 s of sound. A block has to begin
where a vector of 16 bytes can, whatever the length: of single values onnxruntime takes another sine than of vectors."""


def read(
    path: Path, model: str, parts: Sequence[bytes | mmap.mmap]
) -> tuple[bytes, dict[str, NDArray[np.generic]]] | None:
    """The graph in `path` and the weights it takes from outside, by name; None if it is of another model than `model`.

    The weights are views of `parts`, which have to stay as long as they are used.
    """
    facts, graph = gzip.decompress(path.read_bytes()).split(b"\n", 1)
    recipe = json.loads(facts)
    if recipe["model"] != model:
        return None
    small = b"".join(_stretch(parts, start, stop) for start, stop in recipe["copied"])
    weights = {name: _weight(parts, kind, place).reshape(shape) for name, kind, shape, *place in recipe["weights"]}
    return graph + onnx.sized(onnx.GRAPH, small), weights


def release(parts: Sequence[bytes | mmap.mmap]) -> None:
    """Take mapped parts out of this process's memory; what is used again comes back. Most of it was read only once.

    Of the 92 MB onnxruntime packs 23 anew for itself, and 12 are copied.
    """
    for part in parts:
        if isinstance(part, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            part.madvise(mmap.MADV_DONTNEED)


def _weight(parts: Sequence[bytes | mmap.mmap], kind: str, place: Sequence[int]) -> NDArray[np.generic]:
    """The numbers at this place. Those of more than a byte are copied: in the file they lie at odd addresses."""
    import numpy as np

    found = np.frombuffer(_stretch(parts, *place), np.uint8)
    numbers = np.dtype(kind)
    return found.view(numbers) if numbers.itemsize == 1 else found.copy().view(numbers)


def _stretch(parts: Sequence[bytes | mmap.mmap], start: int, stop: int) -> bytes | memoryview:
    """Bytes of the joined parts, copied only where they are in two."""
    found = []
    for part in parts:
        if start < len(part) and stop > 0:
            found.append(memoryview(part)[max(start, 0) : stop])
        start, stop = start - len(part), stop - len(part)
    return found[0] if len(found) == 1 else b"".join(found)


# ------------------------------------------------------------------------------------------------------------- trial

_CHANNELS, _LENGTH = 24, 37  # an odd length: blocks of four channels begin at multiples of 16 bytes and of no more


def is_exact(runtime: Any) -> bool:
    """Whether blocks of channels have the same results here as all channels at once. `runtime` is onnxruntime."""
    import numpy as np

    channel, moment = np.mgrid[:_CHANNELS, :_LENGTH]
    x = ((channel * 7919 + moment * 104729) % 2003 - 1001).astype(np.int32)[None]
    at_once, in_blocks = trial_run(runtime, _trial(), x)
    return bool(at_once.tobytes() == in_blocks.tobytes())


def _trial() -> bytes:
    """A model that does to all channels at once, and in blocks, what the faster graph does in blocks."""
    rows = ROWS[128]
    scale = onnx.initializer(b"scale", onnx.FLOAT, (), b"\x0a\xd7\x23\x3c")  # 0.01
    square = onnx.initializer(b"two", onnx.FLOAT, (), b"\0\0\0\x40")
    axis = onnx.initializer(b"axis", onnx.INT64, (1,), b"\xff" * 8)
    blocks = b"".join(size.to_bytes(8, "little", signed=True) for size in (-1, 1, rows, _LENGTH))
    to_blocks = onnx.initializer(b"blocks", onnx.INT64, (4,), blocks)
    at_once = [
        onnx.node(b"Cast", [b"x"], [b"float"], onnx.integer(b"to", onnx.FLOAT)),
        onnx.node(b"Mul", [b"float", b"scale"], [b"scaled"]),
        onnx.node(b"ReduceMean", [b"scaled", b"axis"], [b"mean"]),
        onnx.node(b"Sub", [b"scaled", b"mean"], [b"centred"]),
        onnx.node(b"Sin", [b"centred"], [b"sine"]),
        onnx.node(b"Pow", [b"sine", b"two"], [b"at once"]),
    ]
    body = [
        onnx.tensor(onnx.INPUT, b"x-block", onnx.INT32, (1, rows, _LENGTH)),
        onnx.node(b"Cast", [b"x-block"], [b"float-block"], onnx.integer(b"to", onnx.FLOAT)),
        onnx.node(b"Mul", [b"float-block", b"scale"], [b"scaled-block"]),
        onnx.node(b"ReduceMean", [b"scaled-block", b"axis"], [b"mean-block"]),
        onnx.node(b"Sub", [b"scaled-block", b"mean-block"], [b"centred-block"]),
        onnx.node(b"Sin", [b"centred-block"], [b"sine-block"]),
        onnx.node(b"Mul", [b"sine-block", b"sine-block"], [b"result-block"]),
        onnx.tensor(onnx.OUTPUT, b"result-block", onnx.FLOAT, (1, rows, _LENGTH)),
        onnx.sized(onnx.GRAPH_NAME, b"block"),
    ]
    in_blocks = [
        onnx.node(b"Reshape", [b"x", b"blocks"], [b"x-blocks"]),
        onnx.node(b"Scan", [b"x-blocks"], [b"in blocks"], onnx.scan(b"".join(body), 1)),
    ]
    count = _CHANNELS // rows
    ends = [
        onnx.tensor(onnx.INPUT, b"x", onnx.INT32, (1, _CHANNELS, _LENGTH)),
        onnx.tensor(onnx.OUTPUT, b"at once", onnx.FLOAT, (1, _CHANNELS, _LENGTH)),
        onnx.tensor(onnx.OUTPUT, b"in blocks", onnx.FLOAT, (count, 1, rows, _LENGTH)),
    ]
    graph = [*at_once, *in_blocks, onnx.sized(onnx.GRAPH_NAME, b"trial"), scale, square, axis, to_blocks, *ends]
    head = onnx.number(onnx.IR_VERSION, 8) + onnx.sized(onnx.OPSETS, onnx.number(2, 20))
    return head + onnx.sized(onnx.GRAPH, b"".join(graph))
