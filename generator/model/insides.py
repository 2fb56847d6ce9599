"""The picture by which a document is known."""

from __future__ import annotations

from generator.model.books import epub_cover
from generator.model.pdf_page import pdf_first_page


def picture_inside(data: bytes) -> bytes | None:
    """The cover of an EPUB as it is in the file, the first page of a PDF as PNG; None for anything else."""
    if data.startswith(b"PK\x03\x04"):
        return epub_cover(data)
    return pdf_first_page(data) if b"%PDF-" in data[:1024] else None
