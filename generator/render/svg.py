"""SVG drawings with nothing in them but the drawing."""

from __future__ import annotations

import re
from typing import Any, Final

from generator.model.media import MediaError
from generator.model.pictures import parse_svg

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_MOST_ELEMENTS: Final = 200_000
_DEEPEST: Final = 200

_ELEMENTS: Final = frozenset(
    """
    svg g defs symbol use title desc switch view path rect circle ellipse line polyline polygon text tspan textPath image
    marker linearGradient radialGradient stop pattern clipPath mask style animate animateTransform animateMotion mpath set
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
    feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    """.split()  # noqa: SIM905  a list of words reads best as words
)
_ATTRIBUTES: Final = frozenset(
    """
    id class style lang role version viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d width height
    points pathLength transform rotate href offset textLength lengthAdjust startOffset method spacing side gradientUnits
    gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits
    maskContentUnits markerUnits markerWidth markerHeight refX refY orient systemLanguage type media attributeName begin dur
    end min max restart repeatCount repeatDur fill calcMode values keyTimes keySplines from to by additive accumulate path
    keyPoints filterUnits primitiveUnits in in2 result mode operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX
    targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent scale
    xChannelSelector yChannelSelector azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle stdDeviation
    radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent alignment-baseline
    baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters color-rendering cursor
    direction display dominant-baseline fill-opacity fill-rule filter flood-color flood-opacity font font-family
    font-feature-settings font-size font-size-adjust font-stretch font-style font-variant font-weight image-rendering
    isolation kerning letter-spacing lighting-color marker marker-end marker-mid marker-start mask mask-type mix-blend-mode
    opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor
    text-decoration text-rendering unicode-bidi vector-effect visibility word-spacing writing-mode transform-origin
    """.split()  # noqa: SIM905  a list of words reads best as words
)
_PICTURE_URL: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*")
_LOCAL: Final = re.compile(r"#[^\s\"'()<>]*")
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6}\s?|.)", re.DOTALL)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_URL: Final = re.compile(r"url\(\s*(\"[^\"]*\"|'[^']*'|[^)]*?)\s*\)", re.IGNORECASE | re.DOTALL)
_LOADING_RULE: Final = re.compile(r"@(?:import|charset|namespace)[^;{}]*;|@font-face\s*\{[^{}]*\}", re.IGNORECASE)
_AT_RULE: Final = re.compile(r"@(?!media\b|keyframes\b|-webkit-keyframes\b|supports\b)", re.IGNORECASE)
_ACTIVE_CSS: Final = re.compile(
    r"expression\s*\(|javascript:|vbscript:|behavior\s*:|-moz-binding|image-set\s*\(|\bsrc\s*\(", re.IGNORECASE
)


def clean_svg(data: bytes) -> bytes:
    """The drawing with known elements and attributes only, none of which can run, load or link to anything.

    Scripts, event handlers, foreign content, metadata of drawing programs, links, styles that import or point outside, and
    animations of links are left out; pictures stay where they are embedded. Raises MediaError like `parse_svg`, and
    `media-too-large` above 200,000 elements. Source: SVG 2, 2.2 (secure animated mode, which <img> uses).
    """
    from lxml import etree

    root = parse_svg(data)
    count = sum(1 for _ in root.iter())
    if count > _MOST_ELEMENTS:
        raise MediaError("media-too-large", f"the drawing has {count:,} elements; at most 200,000 are read", "Simplify it.")
    namespaces: Any = {None: _SVG, "xlink": _XLINK}
    clean: Any = etree.Element(f"{{{_SVG}}}svg", nsmap=namespaces)
    # Built anew, never pruned: nothing can remain that was not looked at.
    pairs: list[tuple[Any, Any, int]] = [(root, clean, 1)]
    for old, new, depth in pairs:
        _copy_attributes(old, new)
        is_style = etree.QName(new).localname == "style"
        new.text = _clean_css("".join(old.itertext())) if is_style else old.text
        if is_style or depth >= _DEEPEST:
            continue
        for child in old:
            name = _known_name(child)
            if name is not None:
                copy: Any = etree.SubElement(new, f"{{{_SVG}}}{name}")
                pairs.append((child, copy, depth + 1))
                copy.tail = child.tail
    etree.cleanup_namespaces(clean)
    return bytes(etree.tostring(clean, encoding="utf-8", xml_declaration=False))


def _known_name(element: Any) -> str | None:
    from lxml import etree

    if not isinstance(element.tag, str):
        return None
    name: Any = etree.QName(element)
    if name.namespace not in {None, _SVG} or name.localname not in _ELEMENTS:
        return None
    if name.localname in {"animate", "set", "animateTransform", "animateMotion"}:
        target = (element.get("attributeName") or "").strip().lower()
        if "href" in target or target.startswith("on") or target in {"style", "class", "id"}:
            return None
    return str(name.localname)


def _copy_attributes(old: Any, new: Any) -> None:
    from lxml import etree

    image = etree.QName(new).localname == "image"
    for key, value in old.attrib.items():
        name: Any = etree.QName(key)
        if name.localname == "href" and name.namespace in {None, _XLINK}:
            url = value.strip()
            if _LOCAL.fullmatch(url) or (image and _PICTURE_URL.fullmatch(url)):
                new.set(key, url)
        elif name.namespace == _XML and name.localname in {"space", "lang"}:
            new.set(key, value)
        elif name.namespace is None and (name.localname in _ATTRIBUTES or name.localname.startswith("aria-")):
            cleaned = _clean_css(value) if name.localname == "style" else value
            if cleaned and _harmless(cleaned):
                new.set(name.localname, cleaned)


def _clean_css(css: str) -> str:
    """The style sheet without rules that load; nothing at all where something that loads or runs would still be in it."""
    rest = _LOADING_RULE.sub("", _COMMENT.sub("", css))
    return rest if _harmless(rest) and not _AT_RULE.search(_plain(rest)) else ""


def _plain(value: str) -> str:
    return _ESCAPE.sub(_unescaped, _COMMENT.sub("", value))


def _unescaped(match: re.Match[str]) -> str:
    text = match[1].strip()
    if re.fullmatch("[0-9a-fA-F]{1,6}", text):
        code = int(text, 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else ""
    return match[1]


def _harmless(value: str) -> bool:
    """Whether a value points nowhere but into the drawing, or at an embedded picture."""
    plain = _plain(value)
    if _ACTIVE_CSS.search(plain):
        return False
    targets = [found[1].strip("\"' \t\r\n") for found in _URL.finditer(plain)]
    if len(targets) != len(re.findall(r"url\s*\(", plain, re.IGNORECASE)):
        return False
    return all(_LOCAL.fullmatch(target) or _PICTURE_URL.fullmatch(target) for target in targets)
