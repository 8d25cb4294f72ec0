"""Commits a site to a branch that holds nothing else, and pushes it: for GitHub Pages and hosts like it.

The commit is made in a repository of its own (in the folder's .cache), so neither the show's repository nor its files
are touched. The address and everything secret in it or in the show's git settings reach git by its environment: they
are in no file and in no command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audiobuild.errors import PublishError
from audiobuild.i18n import N_, _
from audiobuild.publishing.upload.programs import Answer, call, hidden
from audiobuild.publishing.upload.site import Site, Update
from audiobuild.publishing.upload.targets import Notify

AUTHOR = "audiobuild <audiobuild@localhost>"
"""Who commits a site: the name of the user would become public with it."""
STORE = "site.git"
_REMOTE, _OLD = "audiobuild", "refs/audiobuild/old"
_DEPTH = "--depth=2"  # the commit that is replaced, and the one it followed
_NO_PAGES = ".nojekyll"
_OWN = (
    ("core.autocrlf", "false"),
    ("core.compression", "0"),  # MP3s do not shrink
    ("core.trustctime", "false"),  # a trial gives the files a second name, which is no change
    ("gc.auto", "0"),
)
_PLAIN = "100644"  # the mode of a file in git
_SETTINGS = r"^(http|credential|url|core\.sshcommand|protocol)\b"  # how to reach the remote; user names are not needed


@dataclass(frozen=True, slots=True)
class _Old:
    """The branch as it is at the remote: its commit ("": there is none), that one's parents, and its files."""

    commit: str = ""
    ours: bool = False
    parents: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


class Branch:
    """A branch of a repository, named by an address or as a remote of the show's own repository."""

    def __init__(self, repository: str, branch: str, show: Path) -> None:
        self._branch, self._show = branch, show
        self._environment: dict[str, str] = {}
        remote = _remote_address(show, repository)
        if not remote and repository == "origin":
            raise PublishError(
                _(
                    "--to {branch}: {show} is in no repository with the remote “origin”; add it with "
                    "“git remote add origin ADDRESS”, or write ADDRESS#BRANCH."
                ).format(branch=branch, show=show)
            )
        self._is_own = bool(remote)
        self._address = remote or repository
        self.shown = f"{hidden(self._address)}#{branch}"

    def update(self, site: Site, dry: bool, notify: Notify) -> Update:
        """Push one commit with the whole site, or list how it would differ."""
        store = site.cache / STORE
        self._require_free()
        self._environment = self._reach(store)
        if not (store / "HEAD").is_file():
            self._git("init", "--quiet", "--bare", str(store))
        old = self._fetch()
        tree = self._tree(site, old)
        found = self._changes(old, tree)
        if found.sent or found.removed:
            self._push(tree, old, dry, notify)
        return found

    def _require_free(self) -> None:
        """Raise PublishError when the branch is the one that the show's scripts are on."""
        current = call(["git", "-C", str(self._show), "symbolic-ref", "--quiet", "--short", "HEAD"]).output.strip()
        if current == self._branch and self._is_own:
            raise PublishError(
                _("--to: {branch} is the branch of your scripts; name another one, as gh-pages.").format(
                    branch=self._branch
                )
            )

    def _reach(self, store: Path) -> dict[str, str]:
        """The environment for git: its folder, the address, and those settings of the show's repository it needs."""
        address = self._address
        if "://" not in address and Path(address).exists():
            address = str(Path(address).resolve())
        settings = [*self._settings(), (f"remote.{_REMOTE}.url", address), *_OWN]
        found = {"GIT_DIR": str(store), "GIT_CONFIG_COUNT": str(len(settings))}
        for number, (name, value) in enumerate(settings):
            found |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return found | _identity()

    def _settings(self) -> Iterator[tuple[str, str]]:
        """The show's own git settings for reaching its remote: in a workflow they hold the token."""
        command = ["git", "-C", str(self._show), "config", "--local", "--includes", "--null", "--get-regexp", _SETTINGS]
        for entry in filter(None, call(command).output.split("\0")):
            name, _, value = entry.partition("\n")
            yield name, value

    def _fetch(self) -> _Old:
        """The branch at the remote: its newest commit, without the contents of its files where the host allows it."""
        listed = self._git("ls-remote", _REMOTE, f"refs/heads/{self._branch}", did="reach")
        if not listed.strip():
            return _Old()
        refspec = f"+refs/heads/{self._branch}:{_OLD}"
        self._git("fetch", "--quiet", _DEPTH, "--filter=blob:none", _REMOTE, refspec, did="read")
        raw = self._git("cat-file", "commit", _OLD)
        head = raw.partition("\n\n")[0].splitlines()
        parents = tuple(line.split()[1] for line in head if line.startswith("parent "))
        ours = any(line.startswith(f"author {AUTHOR} ") for line in head)
        return _Old(self._git("rev-parse", _OLD).strip(), ours, parents, self._files_of(_OLD))

    def _tree(self, site: Site, old: _Old) -> str:
        """The tree of the new commit: the site, and what others have put on the branch, such as CNAME."""
        others = {name: entry for name, entry in old.files.items() if name not in site.names}
        for name in site.stale(others):
            del others[name]
        empty = self._git("hash-object", "-w", "--stdin").strip()
        others.setdefault(_NO_PAGES, f"{_PLAIN} {empty}")
        known = filter(None, self._git("ls-files", "-z").split("\0"))
        gone = "".join(f"0 {'0' * len(empty)}\t{name}\0" for name in known if name not in site.names)
        kept = "".join(f"{entry}\t{name}\0" for name, entry in sorted(others.items()))
        self._git("update-index", "-z", "--index-info", given=gone + kept)
        names = "".join(f"{name}\0" for name in sorted(site.names))
        work = f"--work-tree={site.folder.resolve()}"
        self._git(work, "update-index", "--add", "-z", "--stdin", given=names)
        return self._git("write-tree", "--missing-ok").strip()

    def _changes(self, old: _Old, tree: str) -> Update:
        new = self._files_of(tree)
        sent = (name for name, entry in new.items() if old.files.get(name) != entry)
        return Update(tuple(sent), tuple(name for name in old.files if name not in new))

    def _files_of(self, tree: str) -> dict[str, str]:
        """Mode and digest of each file of a tree or commit, by its path."""
        files = {}
        for entry in filter(None, self._git("ls-tree", "-r", "-z", tree).split("\0")):
            about, _, name = entry.partition("\t")
            mode, _, digest = about.split()
            files[name] = f"{mode} {digest}"
        return files

    def _push(self, tree: str, old: _Old, dry: bool, notify: Notify) -> None:
        """Replace our own last commit, so that old recordings do not pile up in the history; keep that of others."""
        if dry:
            return
        parents = old.parents if old.ours else filter(None, (old.commit,))
        commit = self._git("commit-tree", tree, "-m", "Publish", *_options("-p", parents)).strip()
        notify(_("pushing to {shown}").format(shown=self.shown))
        lease = f"--force-with-lease=refs/heads/{self._branch}:{old.commit}"
        self._git("push", "--quiet", lease, _REMOTE, f"{commit}:refs/heads/{self._branch}", did=N_("push to"))
        self._git("update-ref", _OLD, commit)

    def _git(self, *arguments: str, given: str = "", did: str = N_("prepare the commit for")) -> str:
        """Run git in our own repository. Raises PublishError when it fails."""
        answer = call(["git", *arguments], given=given, more=self._environment)
        if answer.code:
            raise PublishError(
                _("git could not {did} {shown}: {said}. {advice}").format(
                    did=_(did), shown=self.shown, said=answer.said, advice=_advice(answer)
                )
            )
        return answer.output


def _remote_address(show: Path, name: str) -> str:
    """The address of a remote of the show's own repository; "" when it has none of that name."""
    answer = call(["git", "-C", str(show), "remote", "get-url", "--push", "--", name])
    return "" if answer.code else answer.output.strip()


def _identity() -> dict[str, str]:
    name, _, email = AUTHOR.rstrip(">").partition(" <")
    facts = {"NAME": name, "EMAIL": email}
    return {f"GIT_{who}_{fact}": value for who in ("AUTHOR", "COMMITTER") for fact, value in facts.items()}


def _options(option: str, values: Iterable[str]) -> Sequence[str]:
    return [word for value in values for word in (option, value)]


def _advice(answer: Answer) -> str:
    if "stale info" in answer.errors:
        return _("Somebody else has published meanwhile; run the same command again.")
    return _("Correct that and run the same command again.")
