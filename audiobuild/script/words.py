"""The words that mark hosts, guests and unspoken text: the lists of words.toml, which says what each is for.

The file is read when this module is first imported, which is when the first script is read.
"""

from __future__ import annotations

import tomllib

from audiobuild.resources import packaged

_LISTS = {
    name: tuple(words.split())
    for name, words in tomllib.loads(packaged("script/words.toml").read_text("utf-8")).items()
}


def _all_of(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in _LISTS[name])


ASKS = _all_of("asks")
ANSWERS = _all_of("answers")
NARRATES = _all_of("narrates")
SOFT = _all_of("soft")
TOGETHER = _all_of("together")
HOST_PREFIXES = _LISTS["host_prefixes"]
GUEST_PREFIXES = _LISTS["guest_prefixes"]
ASKING_SUFFIXES = _LISTS["asking_suffixes"]
DECLARES_ASKS = _all_of("asks", "declares_asks") - _all_of("declares_no_host")
DECLARES_ANSWERS = _all_of("answers", "declares_answers")
DECLARES_PEOPLE = _all_of("declares_people")
OUTLETS = _all_of("outlets")
OUTLET_ENDINGS = _LISTS["outlet_endings"]
SURNAMES = frozenset("".join(_LISTS["surnames"]))
COMPOUND_SURNAMES = _all_of("compound_surnames")
NAME_ENDINGS = _LISTS["name_endings"]
NOT_LABELS = _all_of("not_labels")
TERMS = _all_of("terms")
SPONSORS = _all_of("sponsors")
PSEUDO_SPEAKERS = _all_of("sponsors", "pseudo_speakers")
INTERJECTIONS = _all_of("interjections")
