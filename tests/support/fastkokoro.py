"""fastkokoro, a speech server of other people, with the packaged model: for a test that has to be asked for.

It needs an environment of its own (120 packages): `python -m venv env && env/bin/pip install 'fastkokoro[cpu]==0.7.0'`;
FASTKOKORO names the command, as in env/bin/fastkokoro.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from audiobuild.engines.kokoro import PARTS
from audiobuild.resources import voices_folder

STYLE = (510, 1, 256)  # of a voice: a vector for each number of phonemes
PATIENCE = 120  # seconds to start


def write_model(folder: Path) -> tuple[Path, Path]:
    """The packaged model as one file, and the embedded voices as one .npz by name."""
    model, voices = folder / "model.onnx", folder / "voices.npz"
    with model.open("wb") as out:
        for name in PARTS:
            spec = find_spec(name)
            assert spec is not None and spec.origin is not None
            out.write(Path(spec.origin).with_name("part.bin").read_bytes())
    found = sorted((voices_folder() / "kokoro").glob("*.bin"))
    np.savez(voices, **{path.stem: np.fromfile(path, "<f4").reshape(STYLE) for path in found})
    return model, voices


def start(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The server's process and its base address, when it answers."""
    model, voices = write_model(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "FASTKOKORO_MODEL_PATH": str(model),
        "FASTKOKORO_VOICES_PATH": str(voices),
        "FASTKOKORO_HOST": "127.0.0.1",
        "FASTKOKORO_PORT": str(port),
        "HF_HUB_OFFLINE": "1",
    }
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen([os.environ["FASTKOKORO"]], env=os.environ | settings, stdout=log, stderr=log, cwd=folder)
    base = f"http://127.0.0.1:{port}/v1"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/audio/voices", timeout=5).close()
            return server, base
        except OSError:
            time.sleep(0.3)
    server.kill()
    raise RuntimeError((folder / "server.log").read_text("utf-8", "replace")[-2000:])
