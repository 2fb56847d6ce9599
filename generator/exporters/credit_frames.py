"""Credits as the frames of ID3, which sound files carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.plan import urls
from generator.plan.exports import plain

if TYPE_CHECKING:
    from generator.model.anthology import Project
    from generator.plan.shelf import Shelf

# Source: ID3v2.4.0, native frames, 4.2.2 (involved persons).
_OWN_FRAMES: Final = {
    "composer": "TCOM",
    "lyricist": "TEXT",
    "songwriter": "TCOM",
    "writer": "TEXT",
    "author": "TEXT",
    "conductor": "TPE3",
    "remixer": "TPE4",
    "original_author": "TOLY",
    "publisher": "TPUB",
}
_BESIDE: Final = {"songwriter": "TEXT"}
_PLAYED: Final = frozenset({"performer", "performing orchestra", "vocal", "instrument"})


def frames(shelf: Shelf, project: Project) -> str:
    """One line for each frame, `TCOM=Ana Lima`; lists of several people have a line each.

    Who plays is in TMCL, who else took part in TIPL, both as `role:name`; whoever has a frame of their own is in TIPL too, since
    frames have no roles. Source: ID3v2.4.0, native frames.
    """
    site = shelf.config.site.url
    lines = {"TIT2": [project.title], "TPE1": [person.name for byline in shelf.bylines(project) for person in byline.people]}
    for credit in project.credits:
        if credit.kind != "contribution":
            continue
        name = shelf.name(credit)
        own = _OWN_FRAMES.get(credit.role.id, "")
        for frame in (own, _BESIDE.get(credit.role.id, "")):
            if frame and name not in lines.setdefault(frame, []):
                lines[frame].append(name)
        plays = credit.role.musicbrainz in _PLAYED
        word = credit.detail if plays and credit.detail else credit.role.name
        pair = f"{plain(word).replace(':', ' ')}:{plain(name)}"
        pairs = lines.setdefault("TMCL" if plays else "TIPL", [])
        if pair not in pairs:
            pairs.append(pair)
    whole = project.part_of[0] if project.part_of else None
    if whole is not None:
        lines |= {"TALB": [shelf.brief(whole.project).title], "TRCK": [whole.number] if whole.number else []}
    isrc = next((number.value for number in project.identifiers if number.scheme == "isrc"), "")
    licence = next((one.url for one in project.licences if one.url), "")
    lines |= {
        "TDRC": [project.released] if project.released else [],
        "TSRC": [isrc] if isrc else [],
        "TCOP": [f"{project.year} {project.rights_holder}"] if project.rights_holder and project.year else [],
        "WCOP": [licence] if licence else [],
        "WOAF": [site + urls.project(project.id)],
    }
    return "".join(f"{frame}={plain(value)}\n" for frame, values in lines.items() for value in values)
