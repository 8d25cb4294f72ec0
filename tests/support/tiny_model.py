"""A voice model of one constant: whatever it is asked, it makes the same sound. Written by hand as ONNX (protobuf)."""

from __future__ import annotations

import numpy as np

FLOAT, INT64 = 1, 7


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    return _number(number << 3 | 2) + _number(len(value)) + value


def _value(name: str, kind: int, dimensions: int) -> bytes:
    shape = b"".join(_field(1, _field(2, f"{name}{i}".encode())) for i in range(dimensions))
    return _field(1, name.encode()) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def model(sound: np.ndarray) -> bytes:
    """The bytes of a model with the inputs of the embedded one, that gives `sound` (float32) for anything."""
    data = sound.astype("<f4")
    tensor = _field(1, len(data)) + _field(2, FLOAT) + _field(8, b"sound") + _field(9, data.tobytes())
    attribute = _field(1, b"value") + _field(20, 4) + _field(5, tensor)  # of type tensor
    node = _field(2, b"audio") + _field(4, b"Constant") + _field(5, attribute)
    inputs = [_value("tokens", INT64, 2), _value("style", FLOAT, 2), _value("speed", FLOAT, 1)]
    graph = _field(1, node) + _field(2, b"constant") + b"".join(_field(11, each) for each in inputs)
    graph += _field(12, _value("audio", FLOAT, 1))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _field(2, 13))
