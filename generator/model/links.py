"""The addresses that the site's pages may lead to."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

SITE_MARKER = "site:"
"""Stands in `<a href="site:/projects/lamp/">` for a page of this site, until its address is known."""

MEDIA_MARKER = "media:"
"""Stands in `<img src="media:lamp.png">` for a file beside the text, until its address is known."""

MARKERS = re.compile(r'(<a href="|<img src=")(site:|media:)([^"]*)')
"""A marker where one can act. Text can never look like it, since `<` is always escaped there."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_HOST_PUNCTUATION = frozenset("-._")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# RFC 3986, appendix A: everything that may stand unescaped in a path, query or fragment.
_URL_PUNCTUATION = "/:?@!$&'()*+,;=-._~%"


def clean_url(text: str) -> str:
    """An absolute http, https or mailto URL with scheme and host in lower case.

    The host stays in its own script; other characters that a URL cannot hold are percent-encoded.
    Raises ValueError, whose message says in an editor's words what is wrong, as the end of a sentence.
    """
    if not text:
        raise ValueError("is empty")
    plain = text.isascii() and text.isprintable() and " " not in text
    if not plain and any(letter.isspace() or unicodedata.category(letter) in _UNSEEN for letter in text):
        raise ValueError("has a space or an invisible character in it; write a space as %20")
    if "\\" in text:
        raise ValueError("has a backslash in it; addresses are written with /")
    if text.startswith("//"):
        raise ValueError("starts with //; write https:// in front of the host")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError("is not an address: its host cannot be read") from error
    match parts.scheme:
        case "http" | "https":
            return _web(parts)
        case "mailto":
            return _mail(parts)
        case "":
            raise ValueError("is not a whole address; it starts with https://, http:// or mailto:")
        case scheme:
            raise ValueError(f"starts with {scheme}:; only https://, http:// and mailto: can be linked")


def resolve_markers(fragment: str, href: Callable[[str], str], media: Callable[[str], str]) -> str:
    """HTML in which each marker is replaced by the URL that its path or file has on this page.

    `href` is given paths of the site as written ("/projects/lamp/#credits"), `media` the names of
    files relative to the text's folder ("stills/lamp.png"). Both return URLs, not yet escaped.
    """

    def resolve(match: re.Match[str]) -> str:
        opening, marker, name = match.groups()
        address = (href if marker == SITE_MARKER else media)(html.unescape(name))
        return opening + html.escape(address)

    return MARKERS.sub(resolve, fragment)


def _web(parts: SplitResult) -> str:
    if "@" in parts.netloc:
        raise ValueError("has a user name before its host; leave out everything up to the @")
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("has a port that is not a number from 0 to 65535") from error
    if not host:
        raise ValueError("has no host; it is written https://example.org/")
    host = unicodedata.normalize("NFC", host)
    if "[" in parts.netloc:
        host = f"[{_ipv6(host)}]"
    elif not _is_host(host):
        raise ValueError(f'has a host that cannot exist: "{host}"')
    address = f"{parts.scheme}://{host}" + ("" if port is None else f":{port}")
    return address + _tail(parts)


def _mail(parts: SplitResult) -> str:
    if parts.netloc:
        raise ValueError("has // after mailto:; it is written mailto:name@example.org")
    for address in parts.path.split(","):
        name, _, host = address.rpartition("@")
        if not name or not _is_host(host.lower()):
            raise ValueError("is not an e-mail address; it is written mailto:name@example.org")
    tail = _tail(parts)
    # An encoded line break would let a link write header fields of its own: RFC 6068, section 7.
    if "%0a" in tail.lower() or "%0d" in tail.lower():
        raise ValueError("has a line break in it")
    return f"mailto:{tail}"


def _tail(parts: SplitResult) -> str:
    """Path, query and fragment as a URL may hold them."""
    query = f"?{_encoded(parts.query)}" if parts.query else ""
    fragment = f"#{_encoded(parts.fragment)}" if parts.fragment else ""
    return _encoded(parts.path) + query + fragment


def _encoded(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_URL_PUNCTUATION)


def _is_host(host: str) -> bool:
    """Whether every label has a length that DNS allows, with nothing in it that ends a host."""
    labels = host.removesuffix(".").split(".")
    return all(1 <= len(label) <= 63 for label in labels) and all(
        letter.isalnum() or letter in _HOST_PUNCTUATION or not letter.isascii() for letter in host
    )


def _ipv6(host: str) -> str:
    from ipaddress import IPv6Address

    try:
        return str(IPv6Address(host))
    except ValueError as error:
        raise ValueError("has an IPv6 host that cannot be read") from error
