"""The words of a source for mediums or licences, matched with those that a site knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.importers.media_files import kind_of
from generator.model.registries import Registries, fold
from generator.model.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

# Mediums that collections often have: name, plural, what a reader does, layout of the page.
_MEDIUMS = {
    "animation": ("Animation", "Animations", "Watch", "watch"),
    "article": ("Article", "Articles", "Read", "read"),
    "drawing": ("Drawing", "Drawings", "Look", "look"),
    "essay": ("Essay", "Essays", "Read", "read"),
    "illustration": ("Illustration", "Illustrations", "Look", "look"),
    "lesson": ("Lesson", "Lessons", "Read", "read"),
    "level": ("Level", "Levels", "Play", "play"),
    "manual": ("Manual", "Manuals", "Read", "read"),
    "music": ("Music", "Music", "Listen", "listen"),
    "painting": ("Painting", "Paintings", "Look", "look"),
    "photo": ("Photo", "Photos", "Look", "look"),
    "recording": ("Recording", "Recordings", "Listen", "listen"),
    "sound": ("Sound", "Sounds", "Listen", "listen"),
    "sprite": ("Sprite", "Sprites", "Look", "look"),
    "track": ("Track", "Tracks", "Listen", "listen"),
    "video": ("Video", "Videos", "Watch", "watch"),
    "webcomic": ("Webcomic", "Webcomics", "Read", "read"),
}
_LAYOUT_OF = {"video": "watch", "audio": "listen", "document": "read", "text": "read"}
_VERB_OF = {"watch": "Watch", "listen": "Listen", "read": "Read", "look": "Look", "play": "Play"}


class Vocabulary:
    """A site's mediums with its licences, and those that an import adds."""

    def __init__(self, known: Registries) -> None:
        self.known = known
        self.mediums: dict[str, dict[str, str]] = {}
        """What is to be added to the configuration."""
        self.licences: dict[str, dict[str, str]] = {}
        self._medium_of: dict[str, tuple[str, str]] = {}
        self._licence_of: dict[str, str] = {}

    def medium(self, text: str, media_names: Iterable[str]) -> tuple[str, str]:
        """The id of a medium with its layout."""
        known = self.known.medium(text)
        if known is not None:
            return known.id, known.layout
        key = fold(text)
        if key not in self._medium_of:
            self._medium_of[key] = self._add_medium(text, media_names)
        return self._medium_of[key]

    def licence(self, text: str) -> str:
        """How a manifest names a licence."""
        known = self.known.licence(text)
        if known is not None:
            return known.spdx or known.id
        key = fold(text)
        if key not in self._licence_of:
            wanted = re.sub(r"[^a-z0-9.]+", "-", key).strip("-.")[:80].strip("-.")
            if not wanted or wanted in self.known.licences or wanted in self.licences:
                wanted = slug(text)
            self.licences[wanted] = {"name": text}
            self._licence_of[key] = wanted
        return self._licence_of[key]

    def _add_medium(self, text: str, media_names: Iterable[str]) -> tuple[str, str]:
        key = slug(text)
        if key in self.known.mediums:
            return key, self.known.mediums[key].layout
        if key in _MEDIUMS:
            name, plural, verb, layout = _MEDIUMS[key]
        else:
            kinds = [kind_of(name) for name in media_names]
            layout = next((_LAYOUT_OF[kind] for kind in kinds if kind in _LAYOUT_OF), "look")
            name = text[:1].upper() + text[1:]
            plural, verb = name, _VERB_OF[layout]
        self.mediums[key] = {"name": name, "plural": plural, "verb": verb, "layout": layout}
        return key, layout
