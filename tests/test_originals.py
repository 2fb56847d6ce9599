"""Published originals: the same work, without places, devices, people."""

import contextlib
import struct
from io import BytesIO

import media_bytes as made
import pytest
from PIL import Image

from generator.model.media import MediaError, Rights
from generator.render.originals import clean_original
from generator.sources.probe import probe

RIGHTS = Rights(
    creator="Ana Lima",
    copyright="© 2025 Ana Lima",
    license_url="https://creativecommons.org/licenses/by/4.0/",
    web_statement="https://example.org/p/",
    title="Lamp",
)
SECRETS = (b"Secret", b"SERIAL", b"Canon", b"Jane Owner")


def opened(data):
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def assert_nothing_told(data):
    for secret in SECRETS:
        assert secret not in data
        assert secret.decode().encode("utf-16-le") not in data


@pytest.mark.parametrize(
    ("file_format", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("AVIF", "image/avif")]
)
@pytest.mark.parametrize("rights", [None, RIGHTS])
def test_a_photo_tells_nothing_but_its_rights_and_keeps_every_pixel(file_format, mime, rights):
    data = made.photo(file_format)
    assert dict(opened(data).getexif().get_ifd(0x8825))  # it really was in there
    clean = clean_original(data, mime, rights)
    assert_nothing_told(clean)
    before, after = opened(data), opened(clean)
    assert after.tobytes() == before.tobytes()
    assert after.info.get("icc_profile") == before.info.get("icc_profile") != None  # noqa: E711
    told = dict(after.getexif())
    assert 0x8825 not in told
    if rights and file_format != "AVIF":
        assert set(told) == {0x013B, 0x8298}
        assert told[0x013B] == "Ana Lima"
        assert b"https://creativecommons.org/licenses/by/4.0/" in clean
    else:
        assert not told
        assert not after.info.get("xmp")
    assert clean_original(clean, mime, rights) == clean


@pytest.mark.parametrize(("file_format", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
@pytest.mark.parametrize("turn", [3, 6, 8])
def test_a_turned_photo_stands_upright_afterwards(file_format, mime, turn):
    data = made.photo(file_format, turn=turn)
    clean = clean_original(data, mime)
    assert_nothing_told(clean)
    picture = opened(clean)
    assert picture.size == ((60, 90) if turn in {6, 8} else (90, 60))
    assert 0x0112 not in picture.getexif()
    corner = {3: (-5, -5), 6: (-5, 5), 8: (5, -5)}[turn]
    red, green, _ = picture.convert("RGB").getpixel((corner[0] % picture.width, corner[1] % picture.height))
    assert red > 200 > 60 > green


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_of_any_colours_is_cleaned_without_loss(mode):
    data = made.photo("JPEG", mode=mode, icc_profile=b"")
    assert opened(clean_original(data, "image/jpeg")).tobytes() == opened(data).tobytes()


def test_a_progressive_jpeg_with_restarts_and_trailers_is_cleaned_without_loss():
    data = made.photo("JPEG", progressive=True, restart_marker_rows=1)
    clean = clean_original(data + b"Secret motion photo", "image/jpeg")
    assert_nothing_told(clean)
    assert opened(clean).tobytes() == opened(data).tobytes()


def test_thumbnails_in_a_jpeg_are_gone():
    data = made.photo("JPEG")
    jfif = struct.pack(">HH", 0xFFE0, 16 + 12) + b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02" + b"SecretSecret"
    jfxx = struct.pack(">HH", 0xFFE0, 2 + 12) + b"JFXX\0\x10Secret"
    preview = struct.pack(">HH", 0xFFE2, 2 + 10) + b"MPF\0Secret"
    clean = clean_original(data[:2] + jfif + jfxx + preview + data[2:], "image/jpeg")
    assert_nothing_told(clean)
    assert opened(clean).tobytes() == opened(data).tobytes()


def test_a_moving_gif_keeps_its_loop_and_loses_its_comments():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=b"Secret comment", duration=80)
    data = written.getvalue()
    xmp = b"\x21\xff\x0bXMP DataXMP\x06Secret\x00"
    clean = clean_original(data[:-1] + xmp + b";Secret", "image/gif")
    assert_nothing_told(clean)
    picture = opened(clean)
    assert (picture.n_frames, picture.info["loop"]) == (2, 0)


def test_an_animated_webp_and_png_keep_moving():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    for file_format, mime in (("WEBP", "image/webp"), ("PNG", "image/png")):
        written = BytesIO()
        frames[0].save(written, file_format, save_all=True, append_images=frames[1:], exif=made.camera_exif(), duration=80)
        clean = clean_original(written.getvalue(), mime, RIGHTS)
        assert_nothing_told(clean)
        assert opened(clean).n_frames == 2


def test_an_mp3_is_left_with_its_frames_and_its_rights():
    ape = (
        b"APETAGEX"
        + struct.pack("<IIII", 2000, 38, 1, 0x80000000)
        + bytes(8)
        + b"Secret"
        + b"APETAGEX"
        + struct.pack("<IIII", 2000, 38, 1, 0x80000000)
        + bytes(8)
    )
    sound = made.mp3()
    data = made.id3() + sound + ape + b"TAG" + b"Secret".ljust(125, b"\0")
    assert clean_original(data, "audio/mpeg") == sound
    clean = clean_original(data, "audio/mpeg", RIGHTS)
    assert_nothing_told(clean)
    assert clean.endswith(sound)
    assert b"TPE1" in clean
    assert "Ana Lima".encode("utf-16-le") in clean
    assert b"WCOP" in clean
    assert probe(clean, "a.mp3").duration_s == probe(data, "a.mp3").duration_s
    assert clean_original(clean, "audio/mpeg", RIGHTS) == clean


def test_a_flac_keeps_its_frames_and_says_its_rights():
    clean = clean_original(made.flac(), "audio/flac", RIGHTS)
    assert_nothing_told(clean)
    assert clean.endswith(b"\xff\xf8SOUND")
    assert b"ARTIST=Ana Lima" in clean
    assert probe(clean, "a.flac").duration_s == 2.0


@pytest.mark.parametrize("data", [made.vorbis(), made.opus()])
def test_an_ogg_keeps_every_page_where_it_was(data):
    clean = clean_original(data, "audio/ogg", RIGHTS)
    assert_nothing_told(clean)
    assert len(clean) == len(data)
    assert probe(clean, "a.ogg").duration_s == 2.0
    pages = clean.split(b"OggS")[1:]
    for page in pages:
        whole = b"OggS" + page
        assert struct.unpack_from("<I", whole, 22)[0] == made.ogg_crc(whole[:22] + bytes(4) + whole[26:])
    assert (b"COPYRIGHT=\xc2\xa9 2025 Ana Lima" in clean) == (b"COMMENT=" in data)  # only where there was room


def test_a_wav_keeps_its_samples_and_loses_the_rest():
    extra = (
        b"LIST"
        + struct.pack("<I", 18)
        + b"INFOIART"
        + struct.pack("<I", 6)
        + b"Secret"
        + b"bext"
        + struct.pack("<I", 7)
        + b"Secret!\0"
    )
    clean = clean_original(made.wav(extra=extra), "audio/wav", RIGHTS)
    assert_nothing_told(clean)
    assert b"IARTAna Lima" in clean.replace(struct.pack("<I", 9), b"")
    assert probe(clean, "a.wav").duration_s == 1.0
    assert clean_original(made.wav(extra=extra), "audio/wav") == made.wav()


@pytest.mark.parametrize("mime", ["video/mp4", "video/quicktime", "audio/mp4"])
def test_a_film_s_user_data_becomes_free_space_of_the_same_size(mime):
    secrets = [(b"udta", made.box(b"\xa9xyz", b"Secret +38.7-009.1/")), (b"meta", b"Secret Canon"), (b"uuid", b"Secret XMP")]
    data = made.mp4(secrets=secrets)
    clean = clean_original(data, mime)
    assert_nothing_told(clean)
    assert len(clean) == len(data)
    assert clean.index(b"PICTURES") == data.index(b"PICTURES")
    assert struct.pack(">I", 3_800_000_000) not in clean
    assert clean.count(b"free") == 9
    assert probe(clean, "a.mp4").width_px == 320


def test_a_camera_s_telemetry_track_is_overwritten():
    data = made.mp4(telemetry=b"Secret GPS5 38.7 -9.1")
    clean = clean_original(data, "video/mp4")
    assert_nothing_told(clean)
    assert b"GPS5" not in clean
    assert b"PICTURES" in clean
    assert len(clean) == len(data)


def test_a_webm_loses_tags_and_title():
    data = made.webm()
    clean = clean_original(data, "video/webm")
    assert_nothing_told(clean)
    assert b"GPS" not in clean
    assert len(clean) == len(data)
    found = probe(clean, "a.webm")
    assert (found.width_px, found.height_px, found.duration_s) == (320, 180, 2.0)


def test_a_pdf_is_cleaned_when_asked():
    data = made.pdf()
    assert clean_original(data, "application/pdf") == data
    clean = clean_original(data, "application/pdf", documents=True)
    assert_nothing_told(clean)
    assert probe(clean, "a.pdf").pages == 3
    assert clean_original(data, "application/pdf", documents=True) == clean


def test_a_drawing_is_cleaned():
    assert b"script" not in clean_original(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "image/svg+xml")


def test_what_holds_no_metadata_of_its_own_passes_through():
    for mime in ("application/zip", "application/epub+zip", "text/vtt", "application/octet-stream"):
        assert clean_original(b"bytes", mime, RIGHTS) == b"bytes"


@pytest.mark.parametrize("mime", ["image/tiff", "image/bmp"])
def test_a_kind_that_is_only_published_as_a_copy_is_refused(mime):
    with pytest.raises(MediaError) as refused:
        clean_original(b"bytes", mime)
    assert refused.value.code == "unsupported-media"


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_whatsoever_raises_anything_but_a_media_error(seed):
    import random

    dice = random.Random(seed)
    samples = {
        "image/jpeg": made.photo("JPEG"), "image/png": made.photo("PNG"), "image/webp": made.photo("WEBP"), "image/avif": made.photo("AVIF"), "image/gif": made.photo("GIF", exif=b""),
        "audio/mpeg": made.id3() + made.mp3(frames=5), "audio/flac": made.flac(), "audio/ogg": made.vorbis(), "audio/wav": made.wav(),
        "video/mp4": made.mp4(telemetry=b"GPS", secrets=[(b"udta", b"x")]), "video/webm": made.webm(), "application/pdf": made.pdf(),
    }  # fmt: skip
    for mime, data in samples.items():
        damaged = bytearray(data)
        for _ in range(dice.randint(1, 12)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with contextlib.suppress(MediaError):
            clean_original(
                bytes(damaged[: dice.randint(1, len(damaged))] if dice.random() < 0.3 else damaged), mime, RIGHTS, documents=True
            )
