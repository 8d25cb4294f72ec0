"""Times of the studio's three stories on a three-hour talk, in Chromium: what somebody waits for.

    python bench/studio.py

Prints seconds: opening, actions, undo, the sound of a sentence; with the processor as it is, and four times slower.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from support.browser import DESKTOP, browser

from audiobuild.studio.server import Server
from audiobuild.studio.session import Session

TURNS = 2170
SYLLABLES = "我们那时候在河边住着每天清早起来就要去挑水路很远可是大家都不觉得苦后来修了桥长大"
COUNT = "document.querySelectorAll('.sentence').length"
DROP = f"window.was = {COUNT}; document.querySelector('.actions button:last-child').click()"
LIMIT = 120.0  # seconds


def talk() -> str:
    """Three hours of speech: questions and answers of three sentences."""
    chosen = random.Random(1)

    def sentence() -> str:
        return "".join(chosen.choices(SYLLABLES, k=chosen.randint(6, 16)))

    def turn(number: int) -> str:
        if number % 2 == 0:
            return f"记者：{sentence()}吗？"
        return f"贺兰舟：{sentence()}。{sentence()}。{sentence()}。"

    turns = map(turn, range(TURNS))
    return "三小时的谈话\n\n" + "\n".join(turns) + "\n"


def until(tab: Any, script: str) -> float:
    """Seconds until the script is true."""
    start = time.perf_counter()
    while not tab.run(script):
        if time.perf_counter() - start > LIMIT:
            raise SystemExit(f"never true: {script}")
        time.sleep(0.01)
    return time.perf_counter() - start


def story(tab: Any, address: str, slower: int) -> dict[str, float]:
    """Open the talk and correct it; the times by what was waited for."""
    tab.send("Page.navigate", url="about:blank")
    until(tab, "location.href === 'about:blank'")
    tab.send("Emulation.setCPUThrottlingRate", rate=slower)
    tab.send("Page.navigate", url=address)
    times = {"open": until(tab, "document.querySelectorAll('.sentence').length > 4000")}
    until(tab, "document.querySelectorAll('.sentence[title]').length > 4000")
    tab.run("document.querySelectorAll('.sentence')[2001].click()")
    tab.run(DROP)
    times["first action, which converts"] = until(tab, "document.querySelectorAll('.sentence').length < was")
    tab.run("document.querySelectorAll('.sentence')[2005].click()")
    tab.run(DROP)
    times["action"] = until(tab, "document.querySelectorAll('.sentence').length < was")
    tab.run("document.getElementById('undo').click()")
    times["undo"] = until(tab, "document.querySelectorAll('.sentence').length === was")
    tab.run("document.querySelectorAll('.sentence')[9].click()")
    tab.run("document.getElementById('play').click()")
    times["sound"] = until(tab, "document.getElementById('sound').currentTime > 0")
    tab.run("document.getElementById('play').click(); document.getElementById('forward').click()")
    time.sleep(8)  # the sentence at hand is made ahead
    tab.run("document.getElementById('sound').removeAttribute('src'); document.getElementById('play').click()")
    times["sound made ahead"] = until(tab, "document.getElementById('sound').currentTime > 0")
    tab.run("document.getElementById('play').click()")
    return times


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder, browser() as tab:
        (Path(folder) / "audiobuild.toml").write_text("")
        (Path(folder) / "talk.txt").write_text(talk(), "utf-8")
        tab.screen(DESKTOP)
        with closing(Session(Path(folder), None)) as session, Server(session, 0) as server:
            start = time.perf_counter()
            session.warm()  # as the command does while the browser starts
            print(f"read, cast and planned in {time.perf_counter() - start:.2f} s, before the page is asked for")
            found = [story(tab, server.address, slower) for slower in (1, 4)]
    print(f"{'seconds':<32}{'as it is':>10}{'4 x slower':>12}")
    for name in found[0]:
        print(f"{name:<32}{found[0][name]:>10.2f}{found[1][name]:>12.2f}")


if __name__ == "__main__":
    main()
