"""The codes that phones scan, read by a scanner of another make."""

import re

import numpy as np
import pytest
import zxingcpp

from audiobuild.site import qr

ADDRESSES = ["http://192.168.1.20:8000/", "https://example.org/夜/feed.xml?a=1&b=2", "https://example.org/" + "x" * 200]
SCALE = 8  # pixels a module


def scanned(modules):
    """What a scanner reads in a picture of the modules (True is dark)."""
    picture = np.where(np.kron(modules, np.ones((SCALE, SCALE), bool)), 0, 255).astype(np.uint8)
    return [code.text for code in zxingcpp.read_barcodes(np.pad(picture, 4 * SCALE, constant_values=255))]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_reads_the_code_in_the_terminal(address):
    halves = {"█": (0, 0), " ": (1, 1), "▀": (0, 1), "▄": (1, 0)}
    lines = qr.terminal(address).splitlines()
    rows = [[halves[letter][half] for letter in line] for line in lines for half in (0, 1)]
    assert scanned(np.array(rows, bool)) == [address]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_reads_the_code_on_the_page(address):
    drawn = qr.svg(address)
    side = int(re.search(r'viewBox="0 0 (\d+) ', drawn)[1])
    path = re.search(r'stroke="#000" d="(.*?)"', drawn)[1]
    modules = np.zeros((side, side), bool)
    x, y = 0.0, 0.0
    for step, *numbers in re.findall(r"([Mmh])([-\d.]+)(?: ([-\d.]+))?", path):
        first, second = (float(number or 0) for number in numbers)
        if step == "h":
            modules[int(y), int(x) : int(x + first)] = True
            x += first
        else:
            x, y = (first, second) if step == "M" else (x + first, y + second)
    assert scanned(modules) == [address]
