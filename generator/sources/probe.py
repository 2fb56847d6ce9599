"""What a media file really is, told by its bytes."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.model.media import MediaError, Probe
from generator.sources import films, papers, pictures, sounds

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[bytes, Probe], Probe]

_HOST_FILES: Final = frozenset({"_redirects", "_headers", "cname", "web.config", "_routes.json", "netlify.toml"})
_ACTIVE: Final = re.compile(
    "[xs]?html?|xht|mht(ml)?|[mc]?js|wasm|css|xml|xslt?|rdf|svgz|swf|ph(p[0-9]?|tml|ar|ps)|f?cgi|pl|as[hp]x?|jspx?|cfm|exe|com|bat|cmd"
    "|ms[ip]|scr|dll|jar|vb[se]|ps1|hta|lnk|reg|apk|app|dmg|(ba)?sh|url|desktop|appcache|webmanifest"
)
_RUN_BY_SERVERS: Final = re.compile("ph(p[0-9]?|tml|ar)|shtml|cgi|as[hp]x?|jspx?")
"""Apache may run `song.php.mp3`: these are refused anywhere in a name."""

_EXPECTED: Final = {
    "picture": {"jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "tif", "tiff", "bmp"},
    "drawing": {"svg"},
    "sound or film": {
        "mp3",
        "ogg",
        "oga",
        "opus",
        "flac",
        "wav",
        "aif",
        "aiff",
        "aifc",
        "m4a",
        "m4b",
        "aac",
        "mp4",
        "m4v",
        "webm",
        "weba",
        "mov",
        "ogv",
    },
    "MIDI file": {"mid", "midi", "kar"},
    "PDF document": {"pdf"},
    "EPUB book": {"epub"},
    "ZIP archive": {"zip", "cbz"},
    "text": papers.TEXT_MIMES.keys(),
}
_FILM, _PICTURE = "Convert it to MP4 or WebM.", "Export it as JPEG or PNG."
_UNPUBLISHABLE: Final = (
    (rb"%!PS|\xc5\xd0\xd3\xc6", "PostScript", "Export it as PDF or PNG."),
    (rb"MZ.{1,13}\0|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe", "a program", "Pack it into a ZIP file."),
    (rb"[FCZ]WS[\x01-\x40]", "a Flash film", _FILM),
    (rb".{4}ftyp(?:hei[cxms]|hev[cmsx]|mif1)", "a HEIC picture", _PICTURE),
    (rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51|\xff\x0a|\0\0\0\x0cJXL ", "a JPEG 2000 or JPEG XL picture", _PICTURE),
    (rb"RIFF....AVI |\x30\x26\xb2\x75\x8e\x66\xcf\x11|FLV\x01|\0\0\x01[\xb3\xba]", "a film that browsers do not play", _FILM),
    (rb"MAC \x96|wvpk|caff\0|#!AMR", "a sound that browsers do not play", "Convert it to FLAC or MP3."),
)
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,4096}?-->\s*|<\?xml[^>]{0,200}>\s*)*(?:<!doctype\s+html|<(?:html|head|body|script|iframe|title|meta|link)\b|<\?(?:php|=))",
    re.IGNORECASE | re.DOTALL,
)
_SVG: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:.{0,8192}?<)?\x00?(?:\w{1,20}:)?s\x00?v\x00?g[\s>/\x00]", re.DOTALL
)


def probe(data: bytes, name: str) -> Probe:
    """What a file is, decided by its bytes; its name is only checked for not lying and for not being active on a web host.

    A PNG named `.jpg` is a PNG; a PDF named `.jpg` is refused. Pictures are decoded once to find damage. Raises MediaError
    with a message that completes “FILE: …”: `unsupported-media` for what is never published, `disguised-file` where name and
    bytes are different kinds of things, `empty-file`, `media-too-large`, `bad-media` where the file is damaged or cut short.
    """
    extension = _safe_extension(name)
    if not data:
        raise MediaError("empty-file", "the file is empty", "Copy it again from where it came from.")
    seed = Probe(
        kind="other",
        mime="application/octet-stream",
        size_bytes=len(data),
        digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
    )
    known = next((what for what, names in _EXPECTED.items() if extension in names), None)
    found, read = _recognised(data, extension)
    if known not in {None, found} and not (known == "text" and found is None):
        if found is None:
            raise MediaError("bad-media", f"the file is named .{extension}, but its bytes are no {known}", "Export it again.")
        raise MediaError("disguised-file", f"the file is named .{extension}, but it is a {found}", "Give it the right ending.")
    if read is None:
        return papers.read_text(data, seed, extension)
    return read(data, seed)


def _safe_extension(name: str) -> str:
    """The file name's ending in lower case, without the dot; raises MediaError where a web host or a system would act on it."""
    file_name = PurePosixPath(name.replace("\\", "/")).name.casefold().rstrip(". ")
    endings = file_name.split(".")[1:]
    extension = endings[-1] if endings else ""
    hint = "Pack it into a ZIP file if readers are to download it."
    if file_name in _HOST_FILES or file_name.startswith(".") or not file_name:
        raise MediaError("unsupported-media", "web hosts give files of this name a meaning of their own", "Rename it.")
    if _ACTIVE.fullmatch(extension):
        raise MediaError("unsupported-media", f"files ending in .{extension} can run code and are not published", hint)
    if any(_RUN_BY_SERVERS.fullmatch(ending) for ending in endings):
        raise MediaError("unsupported-media", "some servers would run a file with this name", "Rename it: one dot is enough.")
    return extension


def _recognised(data: bytes, extension: str) -> tuple[str | None, Reader | None]:
    """What the bytes are, in words, with its reader; None where they have no signature."""
    head = data[:16]
    if extension in papers.TEXT_MIMES and papers.is_text(data):
        return None, None  # “BMW” and “MZ” may begin a text
    for signature, what, hint in _UNPUBLISHABLE:
        if re.match(signature, head, re.DOTALL) and not pictures.is_avif(data):
            if any(extension in names for names in _EXPECTED.values()):
                raise MediaError("disguised-file", f"the file is named .{extension}, but it is {what}", hint)
            raise MediaError("unsupported-media", f"the file is {what}", hint)
    if pictures.is_picture(data):
        return "picture", pictures.read_picture
    if head.startswith(b"MThd"):
        return "MIDI file", sounds.read_midi
    if head[4:8] in films.FIRST_BOXES:
        return "sound or film", films.read_mp4
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "sound or film", films.read_webm
    sound = sounds.reader(data, extension)
    if sound:
        return "sound or film", sound
    if data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t\0").startswith(b"%PDF-"):
        return "PDF document", papers.read_pdf
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ("EPUB book", papers.read_zip) if papers.is_epub(data) else ("ZIP archive", papers.read_zip)
    if _HTML.match(data[:8192]):
        raise MediaError("disguised-file", "the file is a web page, which could run scripts", "Put its text into a .md file.")
    if extension == "svg" or _SVG.match(data[:16_384]):
        return "drawing", pictures.read_svg
    return None, None
