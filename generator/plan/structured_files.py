"""Pictures, films, recordings of a work as nodes of a JSON-LD graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.plan.structured_words import Node, filled, iso_duration

if TYPE_CHECKING:
    from generator.plan.facts import EncodingFacts, PictureFacts

MEDIA_TYPES: Final = {"video": "VideoObject", "audio": "AudioObject", "image": "ImageObject", "images": "ImageObject"}


def pictured(picture: PictureFacts) -> Node:
    """A picture, with who made it and what may be done with it."""
    return filled(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "contentUrl": picture.url,
            "encodingFormat": picture.mime,
            "caption": picture.alt,
            "width": picture.width_px,
            "height": picture.height_px,
            **_rights(picture),
        }
    )


def encoded(item: EncodingFacts) -> Node:
    """A file of a work; of a film also its captions and key moments, and the other forms it comes in."""
    return filled(
        {
            "@type": MEDIA_TYPES.get(item.kind, "MediaObject"),
            "name": item.name,
            "description": item.description,
            "contentUrl": item.url,
            "encodingFormat": item.mime,
            "contentSize": str(item.size_bytes or ""),
            "sha256": item.sha256,
            "duration": iso_duration(item.duration_s),
            "width": item.width_px,
            "height": item.height_px,
            "thumbnailUrl": item.thumbnail,
            "uploadDate": item.uploaded,
            "inLanguage": item.language,
            "caption": [
                {"@type": "MediaObject", "contentUrl": url, "encodingFormat": "text/vtt", "inLanguage": language}
                for url, language in item.captions
            ],
            "hasPart": [
                {
                    "@type": "Clip",
                    "name": clip.name,
                    "startOffset": round(clip.start_s),
                    "endOffset": round(clip.end_s),
                    "url": clip.url,
                }
                for clip in item.clips
                if round(clip.end_s) > round(clip.start_s)
            ],
            "encoding": [
                filled(
                    {
                        "@type": "MediaObject",
                        "contentUrl": copy.url,
                        "encodingFormat": copy.mime,
                        "contentSize": str(copy.size_bytes or ""),
                        "sha256": copy.sha256,
                        "width": copy.width_px,
                        "height": copy.height_px,
                    }
                )
                for copy in item.copies
            ],
            **_rights(item),
        }
    )


def _rights(file: PictureFacts | EncodingFacts) -> Node:
    """Who made a file and what may be done with it. Source: Google, image licence metadata."""
    # Whether it is one person or several, and of what kind, is not known of a line of names.
    return {
        "license": file.licence,
        "acquireLicensePage": file.page if file.licence else "",
        "creditText": file.credit_text or file.creator,
        "copyrightNotice": file.copyright_notice,
    }
