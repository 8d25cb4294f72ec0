"""Apple's podcast categories, which every directory uses, and the look-up of a category by name."""

from __future__ import annotations

from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.suggestions import nearest

# https://podcasters.apple.com/support/1691-apple-podcasts-categories
_LIST = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
History:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, \
Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, \
Tennis, Volleyball, Wilderness, Wrestling
Technology:
True Crime:
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
"""
CATEGORIES = {
    name: tuple(filter(None, subs.strip().split(", ")))
    for name, _, subs in (x.partition(":") for x in _LIST.split("\n") if x)
}
DEFAULT = ("Society & Culture", "")
"""The category of a show that names none."""


def category(text: str, where: str) -> tuple[str, str]:
    """(category, subcategory or "") of "Arts", "Arts > Books" or "Books"; case does not matter.

    Raises ConfigError with the nearest of the list.
    """
    wanted = " > ".join(" ".join(part.split()) for part in text.split(">")).casefold()
    if wanted in _BY_NAME:
        return _BY_NAME[wanted]
    near = nearest(wanted, _BY_NAME)
    remedy = (
        _("did you mean “{category}”?").format(category=_written(*_BY_NAME[near]))
        if near
        else _("choose one of {categories}.").format(categories=", ".join(CATEGORIES))
    )
    raise ConfigError(
        _("{where}: “{text}” is not in Apple's list; {remedy}").format(where=where, text=text, remedy=remedy)
    )


def _written(name: str, sub: str) -> str:
    return f"{name} > {sub}" if sub else name


_PAIRS = [(name, sub) for name, subs in CATEGORIES.items() for sub in ("", *subs)]
_BY_NAME = {
    **{sub.casefold(): (name, sub) for name, sub in _PAIRS if sub},  # no subcategory has two parents
    **{_written(name, sub).casefold(): (name, sub) for name, sub in _PAIRS},
}
