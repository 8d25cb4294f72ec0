"""`voices --sample`: a page on which every voice can be heard before it is cast."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest
from support.browser import DESKTOP, browser
from support.command import run

from audiobuild.builder import Builder
from audiobuild.errors import EngineError
from audiobuild.preview import Preview
from audiobuild.sampling import TEXTS, Sample, samples_page
from audiobuild.sound.pitch import median_pitch

CARD = re.compile(r'<li class="voice [^"]*">.*?</li>', re.DOTALL)


def page(folder: Path, *arguments: str) -> str:
    done = run("voices", "--engine", "tone", "-o", "page.html", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return (folder / "page.html").read_text("utf-8")


def test_each_voice_of_the_engine_has_a_player_and_a_line_to_cast_it(tmp_path: Path) -> None:
    cards = CARD.findall(page(tmp_path, "--sample", "你好。"))
    assert [re.findall(r"<h3>(\w+)", card) for card in cards] == [["high"], ["low"], ["middle"], ["bright"], ["deep"]]
    for card in cards:
        (sound,) = re.findall(r'src="data:audio/mpeg;base64,([^"]+)"', card)
        assert b64decode(sound).startswith((b"\xff\xfb", b"\xff\xf3"))
        assert "A = &quot;tone:" in card


def test_the_engine_of_the_show_needs_no_name_in_the_line(tmp_path: Path) -> None:
    (tmp_path / "audiobuild.toml").write_text('engine = "tone"\n')
    assert "A = &quot;low&quot;" in page(tmp_path, "--sample", "你好。")


def test_without_a_text_each_voice_speaks_its_own_language(tmp_path: Path) -> None:
    assert page(tmp_path, "--sample").count("<audio") == 5
    assert TEXTS.keys() == {"zh", "en"}


def test_a_language_that_no_voice_speaks_is_said(tmp_path: Path) -> None:
    done = run("voices", "--sample", "--engine", "kokoro", "--language", "fr", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        "audiobuild: no voice of kokoro speaks that language; --engine chooses other voices.\n",
    )
    assert not list(tmp_path.iterdir())


def test_a_voice_that_fails_is_on_the_page_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Preview.mp3

    def broken(preview: Preview) -> tuple[bytes, float]:
        if preview.voice.name == "low":
            raise EngineError("the voice low is hoarse; cast another voice.")
        return whole(preview)

    monkeypatch.setattr(Preview, "mp3", broken)
    done = run("voices", "--engine", "tone", "-o", "page.html", "--sample", "你好。", cwd=tmp_path)
    assert done.returncode == 1
    assert "tone:low  the voice low is hoarse; cast another voice." in done.stderr
    assert "4 voices" in done.stdout
    assert '<p class="error">the voice low is hoarse' in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"), [(("-o", "x.html"), "-o goes with --sample"), (("--sample", "--json"), "choose --sample or")]
)
def test_options_that_do_not_go_together_are_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("voices", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("hertz", [85, 120, 200, 330])
def test_the_pitch_of_a_voice_is_measured_and_not_its_octave(hertz: int) -> None:
    time = np.arange(48_000) / 48_000
    voice = sum(np.sin(2 * np.pi * hertz * n * time) / n for n in range(1, 12)).astype(np.float32)
    voice[:12_000] = 0
    assert median_pitch(voice, 48_000) == pytest.approx(hertz, rel=0.01)


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 48_000).astype(np.float32)
    assert median_pitch(noise, 48_000) is None
    assert median_pitch(np.zeros(48_000, np.float32), 48_000) is None
    assert median_pitch(np.zeros(100, np.float32), 48_000) is None


@pytest.mark.browser
def test_a_click_copies_the_line_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with Builder(engine="tone") as builder:
        sound, _ = builder.preview("你好。", voice="low").mp3()
    path.write_text(samples_page([Sample("kokoro", "zm_yunxi", "zh", "male", "N", sound)], "kokoro"), "utf-8")
    with browser() as tab:
        tab.screen(DESKTOP)
        tab.open(path.as_uri())
        tab.click("document.querySelectorAll('button')[1]")
        tab.until("document.querySelector('.status code') !== null")
        assert tab.run("document.querySelector('.status').textContent").endswith('A = "zm_yunxi"')
