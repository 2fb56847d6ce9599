"""The shelves of podcast directories."""

from __future__ import annotations

import functools
import uuid
from typing import Final

_NAMESPACE: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def podcast_guid(feed_url: str) -> str:
    """The id by which podcast apps know a feed that has no other. Source: podcast namespace, podcast:guid."""
    return str(uuid.uuid5(_NAMESPACE, feed_url.partition("://")[2].rstrip("/")))


CATEGORIES: Final[dict[str, tuple[str, ...]]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "History": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga",
        "Automotive",
        "Aviation",
        "Crafts",
        "Games",
        "Hobbies",
        "Home & Garden",
        "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": ("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News"),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    "Science": (
        "Astronomy",
        "Chemistry",
        "Earth Sciences",
        "Life Sciences",
        "Mathematics",
        "Natural Sciences",
        "Nature",
        "Physics",
        "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball",
        "Basketball",
        "Cricket",
        "Fantasy Sports",
        "Football",
        "Golf",
        "Hockey",
        "Rugby",
        "Running",
        "Soccer",
        "Swimming",
        "Tennis",
        "Volleyball",
        "Wilderness",
        "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}
"""Every category with its subcategories; no name stands twice. Source: Apple Podcasts, categories, 2019."""

ARTWORK_PX: Final = 3000
"""Side of the square picture of a podcast, the largest that is allowed. Source: Apple Podcasts, artwork requirements."""

LEAST_ARTWORK_PX: Final = 1400
"""A smaller picture is refused."""

PLAYED: Final = frozenset({"audio/mpeg", "audio/mp4", "video/mp4", "video/quicktime"})
"""Kinds of episodes that every directory takes. Source: Apple Podcasts, RSS feed requirements."""


@functools.cache
def _folded() -> dict[str, tuple[str, str]]:
    names = {(name, ""): name for name in CATEGORIES} | {(name, sub): sub for name, subs in CATEGORIES.items() for sub in subs}
    return {said.casefold(): pair for pair, said in names.items()}


def category(text: str) -> tuple[str, str] | None:
    """Category with subcategory of a name of either, whatever its case; nothing where there is none."""
    return _folded().get(" ".join(text.replace(" and ", " & ").split()).casefold())


def category_names() -> tuple[str, ...]:
    """Every name, categories first."""
    return (*CATEGORIES, *(sub for subs in CATEGORIES.values() for sub in subs))
