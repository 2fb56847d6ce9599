"""Which address a frame loads for a work on another service, recognised by the address alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

_YOUTUBE_ID = re.compile(r"[\w-]{6,20}", re.ASCII)
_YOUTUBE_LIST = re.compile(r"[\w-]{10,60}", re.ASCII)
_TIME = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")
_MODEL = re.compile(r"(?:.*-)?([0-9a-f]{32})")
_PEERTUBE_ID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Embed(NamedTuple):
    """What is shown of a page elsewhere: `frame` is empty where it can only be linked to."""

    service: str
    frame: str = ""
    shape: Literal["wide", "bar", "tall"] = "wide"
    """Like a film, a line as of a player of sounds, or as high as a page."""
    alive: str = ""
    """An address that answers 404 once the work is gone, where the page itself would not; else empty."""


class _Address(NamedTuple):
    url: str
    host: str
    pieces: tuple[str, ...]
    query: dict[str, list[str]]
    fragment: str

    def piece(self, number: int) -> str:
        """A piece of the path, or nothing."""
        return self.pieces[number] if number < len(self.pieces) else ""

    def value(self, name: str) -> str:
        """The first value of a name in the query, or nothing."""
        return self.query.get(name, [""])[0]


def embed(url: str, *, frame: bool = False) -> Embed:
    """What is known of an address; with `frame`, the page itself is shown in a frame, whatever it is.

    Nothing is asked of anybody. YouTube is shown from its host without cookies, Vimeo with its tracking off. Bandcamp and
    itch.io say nothing in the addresses of their pages of what a frame would need: their pages are links, the addresses of
    their own frames are shown.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return Embed("")
    pieces = tuple(piece for piece in parts.path.split("/") if piece)
    address = _Address(url, host, pieces, parse_qs(parts.query), parts.fragment)
    found = next((read(address) for hosts, read in _SERVICES if any(_at(host, one) for one in hosts)), None)
    found = found or _peertube(address)
    if frame:
        return Embed(found.service if found else host, url, found.shape if found and found.frame else "wide")
    return found or Embed(host)


def _at(host: str, service: str) -> bool:
    return host == service or host.endswith("." + service)


def _youtube(address: _Address) -> Embed:
    first, second = address.piece(0), address.piece(1)
    in_path = second if first in {"shorts", "live", "embed", "v"} else ""
    film = first if address.host == "youtu.be" else in_path or address.value("v")
    series = address.value("list")
    begin_s = _seconds(address.value("t") or address.value("start") or address.fragment.removeprefix("t="))
    options = [f"start={begin_s}"] if begin_s else []
    if _YOUTUBE_LIST.fullmatch(series):
        options.append(f"list={series}")
    if not _YOUTUBE_ID.fullmatch(film) or film == "videoseries":
        if not _YOUTUBE_LIST.fullmatch(series):
            return Embed("YouTube")
        film = "videoseries"
    query = "?" + "&".join(options) if options else ""
    page = f"https://www.youtube.com/watch?v={film}"
    alive = "" if film == "videoseries" else f"https://www.youtube.com/oembed?format=json&url={quote(page, safe='')}"
    return Embed("YouTube", f"https://www.youtube-nocookie.com/embed/{film}{query}", alive=alive)


def _seconds(text: str) -> int:
    match = _TIME.fullmatch(text)
    if match is None:
        return 0
    hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(address: _Address) -> Embed:
    at = next((place for place, piece in enumerate(address.pieces) if piece.isascii() and piece.isdigit()), None)
    if at is None:
        return Embed("Vimeo")
    film, key = address.pieces[at], address.piece(at + 1) or address.value("h")
    secret = f"&h={key}" if re.fullmatch(r"[0-9a-f]{6,20}", key) else ""
    alive = f"https://vimeo.com/api/oembed.json?url={quote(address.url, safe='')}"
    return Embed("Vimeo", f"https://player.vimeo.com/video/{film}?dnt=1{secret}", alive=alive)


def _archive(address: _Address) -> Embed:
    name = address.piece(1) if address.piece(0) in {"details", "embed"} else ""
    return Embed("Internet Archive", f"https://archive.org/embed/{quote(name)}" if name else "")


def _soundcloud(address: _Address) -> Embed:
    if address.host == "w.soundcloud.com":
        return Embed("SoundCloud", address.url, "bar")
    if address.host != "soundcloud.com" or not address.piece(1):
        return Embed("SoundCloud")
    options = "&auto_play=false&show_comments=false"
    return Embed("SoundCloud", f"https://w.soundcloud.com/player/?url={quote(address.url, safe='')}{options}", "bar")


def _bandcamp(address: _Address) -> Embed:
    own = address.host == "bandcamp.com" and address.piece(0) == "EmbeddedPlayer"
    return Embed("Bandcamp", address.url if own else "", "bar" if own and "size=small" in address.url else "tall")


def _itch(address: _Address) -> Embed:
    own = address.host == "itch.io" and address.piece(0) in {"embed", "embed-upload"}
    return Embed("itch.io", address.url if own else "", "bar" if address.piece(0) == "embed" else "wide")


def _codepen(address: _Address) -> Embed:
    maker, kind, pen = address.piece(0), address.piece(1), address.piece(2)
    shown = kind in {"pen", "full", "details", "embed", "live"} and pen
    return Embed("CodePen", f"https://codepen.io/{quote(maker)}/embed/{quote(pen)}?default-tab=result" if shown else "")


def _sketchfab(address: _Address) -> Embed:
    match = next((found for piece in address.pieces[1:2] if (found := _MODEL.fullmatch(piece))), None)
    if match is None or address.piece(0) not in {"3d-models", "models"}:
        return Embed("Sketchfab")
    return Embed("Sketchfab", f"https://sketchfab.com/models/{match[1]}/embed")


def _peertube(address: _Address) -> Embed | None:
    """A film of PeerTube, which anybody may run: known by its paths with the ids they hold."""
    match address.pieces:
        case ("w", "p", series) | ("videos", "watch", "playlist", series) | ("video-playlists", "embed", series):
            kind, name = "video-playlists", series
        case ("w", film) | ("videos", "watch", film) | ("videos", "embed", film):
            kind, name = "videos", film
        case _:
            return None
    if not _PEERTUBE_ID.fullmatch(name):
        return None
    begin_s = _seconds(address.value("start"))
    start = f"&start={begin_s}s" if begin_s else ""
    host = urlsplit(address.url).netloc.rpartition("@")[2]
    return Embed(f"PeerTube ({address.host})", f"https://{host}/{kind}/embed/{name}?p2p=0{start}")


_SERVICES: tuple[tuple[tuple[str, ...], Callable[[_Address], Embed]], ...] = (
    (("youtube.com", "youtube-nocookie.com", "youtu.be"), _youtube),
    (("vimeo.com",), _vimeo),
    (("archive.org",), _archive),
    (("soundcloud.com",), _soundcloud),
    (("bandcamp.com",), _bandcamp),
    (("itch.io",), _itch),
    (("codepen.io",), _codepen),
    (("sketchfab.com",), _sketchfab),
)
