"""Small media files, made byte by byte: no encoder is needed to test what reads them."""

import io
import random
import struct
import zipfile

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def box(kind, *content):
    payload = b"".join(content)
    return struct.pack(">I4s", len(payload) + 8, kind) + payload


def mp4(*, width_px=320, height_px=180, seconds=3, turned=False, secrets=(), handler=b"vide", brand=b"isom", telemetry=None):
    matrix = (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30) if turned else (65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 3_800_000_000, 3_800_000_001, 1000, 1000 * seconds), bytes(80))
    tkhd = box(
        b"tkhd",
        struct.pack(">IIII", 7, 3_800_000_002, 0, 1),
        bytes(24),
        struct.pack(">9i", *matrix),
        struct.pack(">II", width_px << 16, height_px << 16),
    )
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), b"name\0")
    mdia = box(b"mdia", box(b"mdhd", bytes(24)), hdlr)
    ftyp = box(b"ftyp", brand, b"\0\0\2\0", b"isom")
    mdat = box(b"mdat", b"PICTURES", telemetry or b"")
    tracks = box(b"trak", tkhd, mdia, *(box(kind, text) for kind, text in secrets))
    if telemetry:
        stbl = box(
            b"stbl",
            box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1)),
            box(b"stsz", struct.pack(">III", 0, len(telemetry), 1)),
            box(b"stco", struct.pack(">III", 0, 1, len(ftyp) + 8 + 8)),
        )
        tracks += box(b"trak", tkhd, box(b"mdia", box(b"hdlr", bytes(8), b"meta", bytes(12)), box(b"minf", stbl)))
    moov = box(b"moov", mvhd, tracks, *(box(kind, text) for kind, text in secrets))
    return ftyp + mdat + moov + b"".join(box(kind, text) for kind, text in secrets)


def element(name, *content):
    payload = b"".join(content)
    return bytes.fromhex(name) + (1 << 56 | len(payload)).to_bytes(8) + payload


def webm(*, doctype=b"webm", seconds=2.0, title=b"Secret title", tags=b"GPS 38.7 -9.1"):
    info = element(
        "1549a966",
        element("2ad7b1", (1_000_000).to_bytes(4)),
        element("4489", struct.pack(">d", seconds * 1000)),
        element("7ba9", title),
        element("5741", b"Secret program 1.0"),
    )
    track = element("ae", element("83", b"\1"), element("e0", element("b0", b"\1\x40"), element("ba", b"\xb4")))
    cluster = element("1f43b675", element("e7", b"\0"), element("a3", b"\x81\0\0\x80PICTURES"))
    segment = element("18538067", info, element("1654ae6b", track), cluster, element("1254c367", element("7373", tags)))
    return element("1a45dfa3", element("4282", doctype)) + segment


def ogg_crc(page):
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ (0x04C11DB7 if crc >> 31 else 0)
            crc &= 0xFFFFFFFF
    return crc


def ogg_page(packets, *, flags, granule, number, serial=7):
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    page = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, serial, number, 0, len(lacing)) + lacing + b"".join(packets)
    return page[:22] + struct.pack("<I", ogg_crc(page)) + page[26:]


def comments(*texts, vendor=b"Secret encoder"):
    return (
        struct.pack("<I", len(vendor))
        + vendor
        + struct.pack("<I", len(texts))
        + b"".join(struct.pack("<I", len(text)) + text for text in texts)
    )


def vorbis(*, seconds=2, texts=(b"ARTIST=Secret", b"COMMENT=" + b"x" * 600)):
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44_100, 0, 0, 0, 0xB8, 1)
    second = b"\x03vorbis" + comments(*texts) + b"\x01"
    return (
        ogg_page([head], flags=2, granule=0, number=0)
        + ogg_page([second, b"\x05vorbis-setup"], flags=0, granule=0, number=1)
        + ogg_page([b"SOUND"], flags=4, granule=44_100 * seconds, number=2)
    )


def opus(*, seconds=2):
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 2, 312, 48_000, 0, 0)
    return (
        ogg_page([head], flags=2, granule=0, number=0)
        + ogg_page([b"OpusTags" + comments(b"ARTIST=Secret")], flags=0, granule=0, number=1)
        + ogg_page([b"SOUND"], flags=4, granule=48_000 * seconds + 312, number=2)
    )


def flac(*, seconds=2, rate_hz=44_100):
    streaminfo = (
        struct.pack(">HH", 4096, 4096)
        + bytes(6)
        + (rate_hz << 44 | 1 << 41 | 15 << 36 | rate_hz * seconds).to_bytes(8)
        + bytes(16)
    )
    parts = [(0, streaminfo), (2, b"Secr" + b"et"), (4, comments(b"ARTIST=Secret")), (6, b"Secret picture"), (1, bytes(20))]
    blocks = b"".join(bytes([kind | (0x80 if kind == 1 else 0)]) + len(part).to_bytes(3) + part for kind, part in parts)
    return b"fLaC" + blocks + b"\xff\xf8SOUND"


def wav(*, seconds=1, extra=b""):
    samples = bytes(8000 * seconds)
    chunks = (
        b"fmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + extra
        + b"data"
        + struct.pack("<I", len(samples))
        + samples
    )
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def mp3(*, frames=100):
    """MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 1152 samples a frame."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def id3(text=b"Secret"):
    frame = b"TPE1" + struct.pack(">IH", len(text) + 1, 0) + b"\0" + text
    return b"ID3\x03\0\0\0\0\0" + bytes([len(frame)]) + frame


def adts(*, frames=50):
    """AAC LC, 44.1 kHz, 20 bytes and 1024 samples a frame."""
    return (b"\xff\xf1\x50\x80" + bytes([20 >> 3, (20 & 7) << 5 | 0x1F, 0xFC]) + bytes(13)) * frames


def pdf(*, pages=3):
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>",
        "<< /Type /Metadata /Subtype /XML /Length 10 >>\nstream\nSecret XMP\nendstream",
        *("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>" for _ in range(pages)),
        "<< /Author (Secret Author) /Producer (Secret Producer) >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n".encode()


def zipped(members, *, stored=("mimetype",)):
    """An archive of these members, those named in `stored` as they are."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return data.getvalue()


def epub(*, package="", folder="EPUB/", **members):
    """A book with a package document; `package` is what stands in its metadata, the manifest names the members."""
    kinds = {"nav.xhtml": ("application/xhtml+xml", "nav"), "toc.ncx": ("application/x-dtbncx+xml", "")}
    kinds |= {"cover.jpg": ("image/jpeg", "cover-image"), "cover.png": ("image/png", "cover-image")}
    named = {name.replace("_", "."): data for name, data in members.items()}
    entries = "".join(
        f'<item id="i{number}" href="{name}" media-type="{kinds[name][0]}" properties="{kinds[name][1]}"/>'
        for number, name in enumerate(named)
    )
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">'
        f"<metadata>{package}</metadata><manifest>{entries}</manifest></package>"
    )
    root = f'<rootfiles><rootfile full-path="{folder}package.opf"/></rootfiles>'
    container = f'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">{root}</container>'
    fixed = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, f"{folder}package.opf": opf}
    return zipped(fixed | {folder + name: data for name, data in named.items()})


def photograph(width_px, height_px, seed=0, form="JPEG", **options):
    """A picture with large shapes and many colours, always the same for the same numbers."""
    small = random.Random(seed).randbytes(3 * 12 * 8)
    data = io.BytesIO()
    Image.frombytes("RGB", (12, 8), small).resize((width_px, height_px), Image.Resampling.BICUBIC).save(data, form, **options)
    return data.getvalue()


def camera_exif(turn=1):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "Canon", turn, "Jane Owner"
    details = exif.get_ifd(0x8769)
    details[0xA431], details[0xA430], details[0x927C] = "SERIAL123", "Jane Owner", b"Secret maker note"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (38.0, 43.0, 12.0), "W", (9.0, 8.0, 24.0)
    return exif


def photo(file_format, *, turn=1, mode="RGB", **more):
    picture = Image.radial_gradient("L").resize((90, 60)).convert(mode)
    picture.paste(Image.new(mode, (45, 30), "red" if mode != "L" else 200), (0, 0))
    options = {"exif": camera_exif(turn), "icc_profile": SRGB} | more
    if file_format == "JPEG":
        options |= {"comment": b"Secret comment", "xmp": b"<x:xmpmeta>Secret history</x:xmpmeta>", "quality": 90}
    if file_format in {"WEBP", "AVIF"}:
        options |= {"xmp": b"<x:xmpmeta>Secret history</x:xmpmeta>"}
    if file_format == "PNG":
        text = PngInfo()
        text.add_text("Author", "Jane Owner")
        text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Secret</x:xmpmeta>")
        text.add_text("Comment", "Secret", zip=True)
        options |= {"pnginfo": text}
    written = io.BytesIO()
    picture.save(written, file_format, **options)
    return written.getvalue()
