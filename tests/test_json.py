"""What commands print with --json has the form of docs/schemas."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "docs" / "schemas"

FILES = {"words", "published"}  # schemas of files, not of what a command prints
FRONT_MATTER = "---\ntitle: 邮局\nhosts: [小夏]\n---\n\n小夏：远吗？\n老周：远。（笑）\n小夏：累吗？\n老周：不累。\n"


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


def test_every_schema_that_the_program_names_is_written() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "audiobuild").rglob("*.py"))
    assert {file.stem for file in SCHEMAS.glob("*.json")} == set(re.findall(r'"audiobuild\.(\w+)/1"', code)) - FILES


@pytest.mark.parametrize("name", sorted(file.stem for file in SCHEMAS.glob("*.json")))
def test_a_schema_is_one_and_allows_no_other_keys(name: str) -> None:
    schema = validator(name).schema
    Draft202012Validator.check_schema(schema)
    printed = {"schema": f"audiobuild.{name}/1", "surplus": 1}
    assert not validator(name).is_valid(printed)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("build", ["build", "-n"]),
        ("build", ["build", "--shard", "1/2"]),
        ("build", ["build"]),
        ("parse", ["parse", "scripts/post.txt"]),
        ("parse", ["parse", "front.txt"]),
        ("takes", ["parse", "front.txt", "--takes"]),
        ("say", ["say", "-n", "--why", "重庆2024年", "--engine", "kokoro"]),
        ("say", ["say", "你好"]),
        ("voices", ["voices"]),
        ("doctor", ["doctor"]),
        ("cache", ["cache", "info"]),
        ("cache", ["cache", "verify"]),
        ("cache", ["cache", "gc"]),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_a_command_prints_fits_its_schema(show: Path, audiobuild, name: str, arguments: list[str]) -> None:
    (show / "front.txt").write_text(FRONT_MATTER, encoding="utf-8")
    printed = json.loads(audiobuild(*arguments, "--json").stdout)
    validator(name).validate(printed)


@pytest.mark.usefixtures("built")
def test_a_second_build_a_failed_one_and_a_check_fit_their_schemas(show: Path, audiobuild) -> None:
    (show / "scripts" / "empty.txt").write_text("", encoding="utf-8")
    built = json.loads(audiobuild("build", "--json").stdout)
    assert {episode["state"] for episode in built["episodes"]} == {"up-to-date", "failed"}
    validator("build").validate(built)
    validator("check").validate(json.loads(audiobuild("check", "output/post.mp3", "--json").stdout))
