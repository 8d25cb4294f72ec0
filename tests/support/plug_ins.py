"""Installs a package into a folder for tests, without a network and without a build tool in the environment."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "sample_engine"


def install(package: Path, target: Path) -> None:
    """Put the package's modules and its metadata (name, version, entry points) where `pip install --target` would."""
    project = tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]
    for module in package.iterdir():
        if (module / "__init__.py").is_file():
            shutil.copytree(module, target / module.name)
    metadata = target / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    (metadata / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_engine(folder: Path, name: str, code: str) -> Path:
    """A package audiobuild-<name> whose engine <name> is the class Sample of this code."""
    module = folder / f"audiobuild_{name}"
    module.mkdir(parents=True)
    (module / "__init__.py").write_text(code, encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "audiobuild-{name}"\nversion = "0.1"\n'
        f'[project.entry-points."audiobuild.engines"]\n{name} = "audiobuild_{name}:Sample"\n',
        encoding="utf-8",
    )
    return folder
