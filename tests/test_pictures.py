"""Copies of pictures: upright, in sRGB, never larger, with the rights and nothing else."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from generator.model.media import MediaError, RenditionSpec, Rights
from generator.plan.renditions import crop_box, encodable, renditions
from generator.render.images import encode_image, encode_ladder

RIGHTS = Rights(
    creator="Ána Lima",
    credit_line="Ána Lima / The Lantern",
    copyright="© 2025 Ána Lima & others <all>",
    license_url="https://creativecommons.org/licenses/by-sa/4.0/",
    web_statement="https://example.org/projects/lantern/",
)
FORMATS = ("jpeg", "webp", "png", "avif")


def spec(width_px, height_px, picture_format="png", **more):
    return RenditionSpec(width_px=width_px, height_px=height_px, format=picture_format, **more)


def saved(picture, picture_format="PNG", **options):
    written = BytesIO()
    picture.save(written, picture_format, **options)
    return written.getvalue()


def opened(data):
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def gradient(size=(300, 200), mode="RGB"):
    return Image.merge(
        "RGB", [Image.linear_gradient("L").resize(size), Image.radial_gradient("L").resize(size), Image.new("L", size, 90)]
    ).convert(mode)


def quartered(turn=1):
    """Red at the top left, blue elsewhere, in a JPEG whose camera was held so that `turn` has to be undone."""
    picture = Image.new("RGB", (64, 32), "blue")
    picture.paste("red", (0, 0, 32, 16))
    undo = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
        5: Image.Transpose.TRANSPOSE,
    }
    exif = Image.Exif()
    exif[0x0112] = turn
    return saved(picture.transpose(undo[turn]) if turn in undo else picture, "JPEG", quality=95, exif=exif)


@pytest.mark.parametrize("turn", [1, 3, 5, 6, 8])
@pytest.mark.parametrize("picture_format", FORMATS)
def test_a_picture_stands_upright_in_every_copy(turn, picture_format):
    copy = opened(encode_image(quartered(turn), spec(64, 32, picture_format)))
    assert copy.size == (64, 32)
    red, _, blue = copy.convert("RGB").getpixel((8, 4))
    assert red > 200 > 60 > blue


def test_corrupt_exif_is_no_reason_to_refuse():
    assert opened(encode_image(saved(gradient(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f"), spec(30, 20))).size == (30, 20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
@pytest.mark.parametrize("picture_format", FORMATS)
def test_all_kinds_of_pixels_are_taken(mode, picture_format):
    file_format = "TIFF" if mode in {"CMYK", "I", "F"} else "PNG"
    picture = (
        gradient(mode="L").convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else gradient().convert(mode)
    )
    copy = opened(encode_image(saved(picture, file_format), spec(150, 100, picture_format)))
    assert copy.size == (150, 100)
    dark, light = copy.convert("L").getextrema()
    assert light - dark > 100


def test_sixteen_bits_keep_their_brightness():
    copy = opened(encode_image(saved(Image.new("I;16", (8, 8), 0x8000)), spec(8, 8)))
    assert copy.convert("L").getpixel((0, 0)) == 128


def test_a_cmyk_jpeg_has_the_colours_that_were_meant():
    copy = opened(encode_image(saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG"), spec(16, 16)))
    red, green, blue = copy.convert("RGB").getpixel((8, 8))
    assert red > 200 > 80 > max(green, blue)


def test_transparency_is_kept_where_a_format_has_it_and_white_elsewhere():
    data = saved(Image.new("RGBA", (20, 20), (255, 0, 0, 0)))
    assert opened(encode_image(data, spec(10, 10, "jpeg"))).getpixel((5, 5)) == (255, 255, 255)
    for picture_format in ("png", "webp", "avif"):
        assert opened(encode_image(data, spec(10, 10, picture_format))).convert("RGBA").getpixel((5, 5))[3] == 0


def test_colours_become_srgb_and_the_profile_goes():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    wrong = saved(gradient(), "JPEG", icc_profile=profile.tobytes())
    broken = saved(gradient(), "JPEG", icc_profile=b"no profile at all")
    srgb = saved(gradient(), "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    plain = opened(encode_image(saved(gradient(), "JPEG"), spec(30, 20)))
    for data in (wrong, broken, srgb):
        copy = opened(encode_image(data, spec(30, 20)))
        assert "icc_profile" not in copy.info
        assert max(abs(a - b) for a, b in zip(copy.tobytes(), plain.tobytes(), strict=True)) <= 3


def test_nothing_is_ever_enlarged():
    assert opened(encode_image(saved(gradient((40, 20))), spec(400, 200))).size == (40, 20)
    assert opened(encode_image(saved(gradient((40, 20))), spec(400, 400, crop=(0.25, 0.0, 0.75, 1.0)))).size == (20, 20)


def test_each_copy_of_a_ladder_has_the_bytes_it_would_have_alone():
    data = saved(gradient((901, 677)), "JPEG")
    specs = [spec(w, h, f) for f in ("jpeg", "webp") for w, h in renditions(901, 677, (97, 240, 480))]
    specs.append(spec(100, 100, "jpeg", crop=crop_box(901, 677, 1, (0.9, 0.5))))
    ladder = encode_ladder(data, iter(specs), RIGHTS)
    assert list(ladder) == specs
    assert ladder == {one: encode_image(data, one, RIGHTS) for one in specs}
    assert encode_ladder(data, reversed(specs), RIGHTS) == ladder


def test_a_small_copy_looks_like_the_picture():
    data = saved(gradient((801, 601)))
    copy = opened(encode_image(data, spec(80, 60))).convert("RGB")
    wanted = gradient((801, 601)).resize((80, 60), Image.Resampling.LANCZOS)
    assert max(abs(a - b) for a, b in zip(copy.tobytes(), wanted.tobytes(), strict=True)) <= 8


@pytest.mark.parametrize("picture_format", FORMATS)
def test_only_the_rights_are_told(picture_format):
    exif = Image.Exif()
    exif[0x010F], exif[0xC62F] = "Canon", "SERIAL123"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (38.0, 43.0, 12.0)
    data = saved(gradient(), "JPEG", exif=exif, comment=b"taken at home", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    copy = encode_image(data, spec(150, 100, picture_format), RIGHTS)
    for secret in (b"Canon", b"SERIAL123", b"taken at home", b"secret"):
        assert secret not in copy
    picture = opened(copy)
    told = picture.getexif()
    assert dict(told.get_ifd(0x8825)) == {}
    assert told[0x013B].encode("latin-1").decode() == "Ána Lima"
    assert "2025" in told[0x8298]
    xmp = picture.info["xmp"] if "xmp" in picture.info else picture.info["XML:com.adobe.xmp"].encode()
    for part in (
        "<rdf:li>Ána Lima</rdf:li>",
        "© 2025 Ána Lima &amp; others &lt;all&gt;",
        "xmpRights:WebStatement>https://example.org/projects/lantern/<",
    ):
        assert part.encode() in xmp
    assert b'cc:license rdf:resource="https://creativecommons.org/licenses/by-sa/4.0/"' in xmp
    bare = opened(encode_image(data, spec(150, 100, picture_format)))
    assert not bare.getexif()
    assert "xmp" not in bare.info


def test_the_rights_change_no_pixel():
    data = saved(gradient(mode="RGBA"))
    for picture_format in FORMATS:
        with_rights, without = (encode_image(data, spec(150, 100, picture_format), rights) for rights in (RIGHTS, None))
        assert opened(with_rights).tobytes() == opened(without).tobytes()


def animation():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)


@pytest.mark.parametrize("picture_format", ["gif", "webp"])
def test_an_animation_moves_where_it_is_asked_to(picture_format):
    ladder = encode_ladder(animation(), (spec(30, 20, "jpeg"), spec(30, 20, picture_format, animated=True)), RIGHTS)
    still, moving = (opened(copy) for copy in ladder.values())
    assert still.convert("RGB").getpixel((5, 5))[0] > 200
    assert moving.n_frames == 3
    moving.seek(2)
    assert moving.convert("RGB").getpixel((5, 5))[2] > 200
    assert ladder == encode_ladder(animation(), ladder, RIGHTS)


def test_a_copy_that_no_format_can_hold_is_refused():
    data = saved(Image.new("L", (10, 20_000)))
    with pytest.raises(MediaError) as refused:
        encode_image(data, spec(10, 20_000, "webp"))
    assert refused.value.code == "media-too-large"
    assert opened(encode_image(data, spec(10, 20_000, "jpeg"))).size == (10, 20_000)
    assert not encodable("webp", 10, 20_000)
    assert encodable("jpeg", 10, 20_000)


@pytest.mark.parametrize("data", [b"", b"noise" * 100, saved(gradient(), "JPEG")[:2000]])
def test_what_is_no_whole_picture_is_refused(data):
    with pytest.raises(MediaError) as refused:
        encode_image(data, spec(30, 20))
    assert refused.value.code == "bad-media"


def test_sizes_are_narrowest_first_and_end_with_the_original():
    assert renditions(3000, 2000, (480, 960, 1440)) == ((480, 320), (960, 640), (1440, 960), (2400, 1600))
    assert renditions(500, 333, (480, 960)) == ((480, 320), (500, 333))
    assert renditions(480, 320, (480, 960)) == ((480, 320),)
    assert renditions(5000, 1, (480,)) == ((480, 1), (2400, 1))


def test_a_crop_stays_inside_and_near_its_focus():
    assert crop_box(200, 100, 1.0) == (0.25, 0.0, 0.75, 1.0)
    assert crop_box(200, 100, 1.0, (0.0, 0.5)) == (0.0, 0.0, 0.5, 1.0)
    assert crop_box(200, 100, 1.0, (9.0, 9.0)) == (0.5, 0.0, 1.0, 1.0)
    assert crop_box(100, 200, 1.0, (0.5, 0.3)) == pytest.approx((0.0, 0.05, 1.0, 0.55))
