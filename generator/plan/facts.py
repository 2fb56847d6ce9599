"""What the outputs for machines are given: small values, their URLs absolute, all of it fit for publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from generator.model.anthology import Credit


class SiteFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The site in a few words."""

    url: str
    title: str
    language: str = "en"
    tagline: str = ""


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A page in a few words."""

    url: str
    title: str
    site: SiteFacts
    language: str = ""
    """Absent: that of the site."""
    description: str = ""
    breadcrumbs: tuple[tuple[str, str], ...] = ()
    """Label with URL of each step, the page itself last."""


class CreditLine(msgspec.Struct, frozen=True):
    """A credit that may be published, with the name it prints."""

    credit: Credit
    name: str
    url: str = ""
    """The page of whoever it is; empty where there is none."""
    kind: Literal["person", "group", "organisation"] = "person"
    members: tuple[tuple[str, str], ...] = ()
    """Name with page of each member of the group who took part."""


class PictureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A picture in one size."""

    url: str
    width_px: int = 0
    height_px: int = 0
    alt: str = ""
    mime: str = ""
    creator: str = ""
    credit_text: str = ""
    copyright_notice: str = ""
    licence: str = ""
    page: str = ""
    """Where whoever wants to use it asks."""


class ClipFacts(msgspec.Struct, frozen=True):
    """A part of a film with the address that begins there."""

    name: str
    url: str
    start_s: float
    end_s: float


class CopyFacts(msgspec.Struct, frozen=True):
    """The same file in another form."""

    url: str
    mime: str
    width_px: int
    height_px: int
    size_bytes: int
    sha256: str


class EncodingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A published media file of a work."""

    kind: str
    """As of a media item: video, audio, image, document, file ..."""
    url: str
    mime: str
    name: str = ""
    description: str = ""
    duration_s: float = 0.0
    width_px: int = 0
    height_px: int = 0
    thumbnail: str = ""
    uploaded: str = ""
    """ISO 8601 with an offset."""
    licence: str = ""
    language: str = ""
    size_bytes: int = 0
    sha256: str = ""
    creator: str = ""
    credit_text: str = ""
    copyright_notice: str = ""
    page: str = ""
    captions: tuple[tuple[str, str], ...] = ()
    """Address with language of each."""
    clips: tuple[ClipFacts, ...] = ()
    copies: tuple[CopyFacts, ...] = ()


class WorkFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Another work, here or elsewhere."""

    name: str
    url: str = ""
    types: tuple[str, ...] = ("CreativeWork",)
    by: str = ""
    here: bool = True
    """False for a work of another site."""
    position: str = ""
