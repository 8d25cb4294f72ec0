"""`publish --to`: a folder and a server by rsync, a remote by rclone, a branch by git, each the real program."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import COMPACT, INTERVIEW
from support.published import FACTS, a_show, run

from audiobuild.checking import hosts
from audiobuild.errors import PublishError
from audiobuild.publishing.upload.git import Branch
from audiobuild.publishing.upload.rclone import Remote
from audiobuild.publishing.upload.rsync import Place
from audiobuild.publishing.upload.targets import target_of

pytestmark = pytest.mark.process

BASE = 'base_url = "https://example.org/show/"\n'
SHELL = '#!/bin/sh\n[ "$1" = "-l" ] && shift 2\nshift\nexec sh -c "$*"\n'
"""What rsync takes for ssh: it runs the command on this machine, whatever the host."""

needs_rsync = pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
needs_rclone = pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is not installed")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_show(
        tmp_path_factory.mktemp("show") / "s", {"post.txt": INTERVIEW, "邮局.txt": INTERVIEW}, FACTS + BASE + COMPACT
    )
    assert run(folder, "build").returncode == 0
    return folder


@pytest.fixture
def show(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "s"))


def publish(show: Path, to: object, *options: str) -> tuple[str, str]:
    done = run(show, "publish", "--drafts", "--to", to, *options)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def refused(show: Path, to: object, *options: str) -> str:
    done = run(show, "publish", "--drafts", "--to", to, *options)
    assert done.returncode == 1
    return done.stderr


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def correct(show: Path, old: str = "三十里", new: str = "四十里") -> None:
    script = show / "scripts" / "post.txt"
    script.write_text(script.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert run(show, "build").returncode == 0


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=me", "-c", "user.email=me@example.org"]
    return subprocess.run(["git", "-C", folder, *who, *arguments], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a server that rsync reaches by a stand-in for ssh."""
    shell = tmp_path / "shell"
    shell.write_text(SHELL)
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    return tmp_path / "srv"


@pytest.fixture
def repository(show: Path, tmp_path: Path) -> Path:
    """A bare repository, the remote “origin” of the show's own one."""
    bare = tmp_path / "pages.git"
    git(tmp_path, "init", "-q", "--bare", str(bare))
    git(bare, "config", "uploadpack.allowFilter", "true")
    git(show, "init", "-q", "-b", "main")
    git(show, "remote", "add", "origin", str(bare))
    return bare


# ----------------------------------------------------------------------------------------------- all kinds of targets


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("./site", Place, "./site"),
        ("/var/www/show", Place, "/var/www/show"),
        ("me@example.org:/var/www", Place, "me@example.org:/var/www"),
        ("example.org:show", Place, "example.org:show"),
        ("nas:/volume1/web", Place, "nas:/volume1/web"),
        ("rsync:nas:web", Place, "nas:web"),
        ("rsync://example.org/show", Place, "rsync://example.org/show"),
        (r"C:\site", Place, r"C:\site"),
        ("r2:my-show", Remote, "r2:my-show"),
        ("rclone:my.remote:show", Remote, "my.remote:show"),
        (":local:/tmp/show", Remote, ":local:/tmp/show"),
        ("https://me:secret@example.org/me/show.git", Branch, "https://***@example.org/me/show.git#gh-pages"),
        ("git@github.com:me/show.git#site", Branch, "git@github.com:me/show.git#site"),
        ("../pages.git", Branch, "../pages.git#gh-pages"),
    ],
)
def test_a_target_is_known_by_its_form(text: str, kind: type, shown: str, tmp_path: Path) -> None:
    target = target_of(text, tmp_path)
    assert (type(target), target.shown) == (kind, shown)


@pytest.mark.parametrize("text", ["", "--delete", "r2,secret_access_key=x:bucket", ":s3,secret_access_key=x:bucket"])
def test_what_is_no_target_is_refused_without_its_secrets(text: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError) as error:
        target_of(text, tmp_path)
    assert "secret_access_key" not in str(error.value)


@pytest.mark.parametrize(("to", "tool"), [("./site", "rsync"), ("r2:show", "rclone"), ("x.git", "git")])
def test_a_missing_program_is_one_sentence_with_the_remedy(
    show: Path, to: str, tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert f"audiobuild: {tool} is not installed; install it (“apt install {tool}”" in refused(show, to)


def test_a_feed_of_this_machine_is_sent_nowhere(show: Path, tmp_path: Path) -> None:
    settings = show / "audiobuild.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(BASE, ""), encoding="utf-8")
    assert "add at the top of" in refused(show, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    assert not (show / "published.json").exists()


def test_a_trial_without_a_target_lists_what_would_change_in_the_folder(show: Path) -> None:
    done = run(show, "publish", "--drafts", "-n")
    assert done.stdout.splitlines()[-1] == "send    feed.xml"
    assert not (show / "published.json").exists()
    assert not (show / "output" / "public").exists()
    run(show, "publish", "--drafts")
    before = files_of(show / "output" / "public")
    correct(show)
    done = run(show, "publish", "--drafts", "-n")
    assert [line.split()[1].split("-")[0] for line in done.stdout.splitlines()] == [
        *["post"] * 3,
        "post.html",
        "search.js",
        "feed.xml",
    ]
    assert files_of(show / "output" / "public") == before


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://me.github.io/show/", "GitHub Pages"),
        ("git@github.com:me/show.git#gh-pages", "GitHub Pages"),
        ("https://show.pages.dev/", "Cloudflare Pages"),
        ("https://notgithub.com/", None),
        ("https://example.org/", None),
        ("/var/www", None),
    ],
)
def test_a_host_is_known_by_its_address(address: str, name: str | None) -> None:
    found = hosts.host_of(address)
    assert (found.name if found else None) == name


def test_what_a_host_refuses_is_said_before_it_is_sent(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = show / "audiobuild.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("example.org/show", "show.pages.dev"), encoding="utf-8"
    )
    monkeypatch.setattr(hosts, "HOSTS", (hosts.HOSTS[1]._replace(file=1 << 16, site=1 << 17),))
    said = run(show, "publish", "--drafts").stderr
    assert "Cloudflare Pages accepts no file over 0 MiB; publish to Cloudflare R2" in said
    assert "the site has" in said
    assert "nothing was sent" in refused(show, show / "site")
    assert not (show / "site").exists()


# -------------------------------------------------------------------------------------------------------------- rsync


@needs_rsync
def test_a_folder_gets_what_was_published_the_feed_last(show: Path, tmp_path: Path) -> None:
    (show / "output" / "public").mkdir()
    (show / "output" / "public" / ".DS_Store").write_text("of the file manager")
    _, said = publish(show, tmp_path / "site")
    sent = [line.removeprefix("sent ") for line in said.splitlines() if line.startswith("sent ")]
    assert sent[-1] == "feed.xml"
    pages = [number for number, name in enumerate(sent) if name.endswith((".html", ".css"))]
    assert max(number for number, name in enumerate(sent) if name.endswith((".mp3", ".vtt", ".jpg"))) < min(pages)
    published = files_of(show / "output" / "public")
    assert published.pop(".DS_Store")
    assert files_of(tmp_path / "site") == published


@needs_rsync
def test_a_second_time_only_what_differs_is_sent_and_a_trial_lists_just_that(show: Path, server: Path) -> None:
    server.mkdir()
    to = f"me@example.org:{server}/show"
    publish(show, to)
    assert "is up to date" in publish(show, to)[1]
    correct(show)
    before = files_of(server / "show")
    listed, _ = publish(show, to, "-n")
    assert files_of(server / "show") == before
    _, said = publish(show, to)
    assert [f"sent {line.split()[1]}" for line in listed.splitlines()] == [
        line for line in said.splitlines() if line.startswith("sent ")
    ]
    assert len(listed.splitlines()) == 6
    assert files_of(server / "show") == files_of(show / "output" / "public")


@needs_rsync
def test_files_that_left_the_site_are_removed_and_those_of_others_are_not(show: Path, server: Path) -> None:
    (server / "show").mkdir(parents=True)
    to = f"me@example.org:{server}/show"
    publish(show, to)
    others = ("robots.txt", "other-00000000.mp3", "about.html")
    for name in (*others, "post-00000000.mp3"):
        (server / "show" / name).write_text("x")
    _, said = publish(show, to, "--withdraw", "邮局")
    left = files_of(server / "show")
    assert set(left) - files_of(show / "output" / "public").keys() == set(others)
    assert not [name for name in left if name.startswith("episode-")]
    assert "removed" in said


@needs_rsync
def test_a_broken_transfer_leaves_the_old_feed_and_the_same_command_continues(
    show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(show, tmp_path / "site")
    old = files_of(tmp_path / "site")
    correct(show)
    real = shutil.which("rsync")
    breaks = f'#!/bin/sh\ncase "$*" in *--checksum*) echo "connection lost" >&2; exit 12;; esac\nexec {real} "$@"\n'
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "rsync").write_text(breaks)
    (tmp_path / "bin" / "rsync").chmod(0o755)
    with monkeypatch.context() as broken:
        broken.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        said = refused(show, tmp_path / "site")
    assert "connection lost" in said
    assert "run the same command again" in said
    left = files_of(tmp_path / "site")
    assert {name: left[name] for name in old} == old
    publish(show, tmp_path / "site")
    assert files_of(tmp_path / "site") == files_of(show / "output" / "public")


@needs_rsync
def test_a_server_that_is_not_reached_is_named(show: Path, server: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSYNC_RSH", "false")
    assert "rsync could not read me@example.org:show" in refused(show, "me@example.org:show")


@needs_rsync
def test_a_page_that_was_changed_there_is_sent_again_although_its_size_is_the_same(show: Path, tmp_path: Path) -> None:
    publish(show, tmp_path / "site")
    page = tmp_path / "site" / "post.html"
    page.write_bytes(page.read_bytes().replace(b"<!DOCTYPE", b"<!doctype"))
    listed, _ = publish(show, tmp_path / "site", "-n")
    assert listed == "send    post.html\n"


# ------------------------------------------------------------------------------------------------------------- rclone


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What stands for a bucket of the remote “r2”."""
    settings = tmp_path / "rclone.conf"
    settings.write_text(f"[r2]\ntype = alias\nremote = {tmp_path / 'bucket'}\n")
    monkeypatch.setenv("RCLONE_CONFIG", str(settings))
    return tmp_path / "bucket" / "show"


@needs_rclone
def test_a_remote_gets_what_was_published_and_loses_what_left(show: Path, bucket: Path) -> None:
    listed, _ = publish(show, "r2:show", "-n")
    assert not bucket.exists()
    publish(show, "r2:show")
    assert files_of(bucket) == files_of(show / "output" / "public")
    assert sorted(line.split()[1] for line in listed.splitlines()) == sorted(files_of(bucket))
    assert "is up to date" in publish(show, "r2:show")[1]
    (bucket / "robots.txt").write_text("x")
    (bucket / "post-00000000.mp3").write_text("x")
    (bucket / "feed.xml").write_bytes((bucket / "feed.xml").read_bytes().replace(b"2.0", b"3.0"))
    listed, _ = publish(show, "r2:show", "-n")
    assert listed == "send    feed.xml\nremove  post-00000000.mp3\n"
    publish(show, "r2:show")
    assert files_of(bucket).keys() - files_of(show / "output" / "public").keys() == {"robots.txt"}


@needs_rclone
def test_an_unknown_remote_is_named_with_what_to_do(show: Path, bucket: Path) -> None:
    assert "rclone knows no remote “s3”; create it with “rclone config”" in refused(show, "s3:show")


# ---------------------------------------------------------------------------------------------------------------- git


def test_a_branch_gets_one_commit_that_holds_the_site(show: Path, repository: Path) -> None:
    listed, _ = publish(show, "gh-pages", "-n")
    assert git(repository, "branch", "--list") == ""
    publish(show, "gh-pages")
    names = git(repository, "ls-tree", "-r", "--name-only", "gh-pages").split()
    assert set(names) == {".nojekyll", *files_of(show / "output" / "public")}
    assert sorted(line.split()[1] for line in listed.splitlines()) == sorted(names)
    correct(show)
    publish(show, "gh-pages")
    assert git(repository, "log", "--format=%an <%ae>", "gh-pages") == "audiobuild <audiobuild@localhost>\n"
    assert "is up to date" in publish(show, "gh-pages")[1]
    assert git(show, "status", "--short", "--untracked-files=no") == ""
    assert git(show, "branch", "--all") == ""


def test_what_others_have_put_on_the_branch_stays_with_its_history(
    show: Path, repository: Path, tmp_path: Path
) -> None:
    publish(show, "gh-pages")
    git(tmp_path, "clone", "-q", "-b", "gh-pages", str(repository), "clone")
    (tmp_path / "clone" / "CNAME").write_text("show.example.org\n")
    git(tmp_path / "clone", "add", "CNAME")
    git(tmp_path / "clone", "commit", "-q", "-m", "Name the domain")
    git(tmp_path / "clone", "push", "-q")
    for new in ("四十里", "五十里"):  # the second replaces the first: recordings do not pile up
        correct(show, "三十里" if new == "四十里" else "四十里", new)
        shutil.rmtree(show / "output" / ".cache" / "site.git")  # as in a workflow on a new machine
        publish(show, "gh-pages")
        assert git(repository, "show", "gh-pages:CNAME") == "show.example.org\n"
        assert git(repository, "log", "--format=%s", "gh-pages").split("\n")[:2] == ["Publish", "Name the domain"]
    git(repository, "fsck", "--strict")


def test_the_branch_of_the_scripts_is_refused(show: Path, repository: Path) -> None:
    assert "main is the branch of your scripts; name another one" in refused(show, "main")


def test_a_show_without_a_repository_is_told_how_to_name_one(show: Path) -> None:
    assert "in no repository with the remote “origin”; add it with" in refused(show, "gh-pages")


def test_a_password_in_an_address_is_in_no_file_and_no_message(show: Path) -> None:
    said = refused(show, "http://me:open-sesame@127.0.0.1:9/show.git")
    assert "git could not reach http://***@127.0.0.1:9/show.git#gh-pages" in said
    assert "open-sesame" not in said
    kept = [path for path in show.rglob("*") if path.is_file() and b"open-sesame" in path.read_bytes()]
    assert kept == []


def test_settings_of_the_show_s_repository_reach_git(show: Path, repository: Path, server: Path) -> None:
    """A workflow has its token there; here it is the command that stands for ssh."""
    git(show, "remote", "set-url", "origin", f"ssh://git@example.org{repository}")
    git(show, "config", "core.sshCommand", str(server.parent / "shell"))
    publish(show, "origin#site")
    assert git(repository, "branch", "--format=%(refname:short)") == "site\n"
