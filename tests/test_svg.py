"""SVG drawings: the drawing stays, everything that runs, loads or links goes."""

import pytest
from lxml import etree

from generator.model.media import MediaError
from generator.render.svg import clean_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


def cleaned(inside, head=HEAD):
    return clean_svg(f"{head}{inside}</svg>".encode()).decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="https://evil.example/a.js"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="//evil.example"/></body></foreignObject>',
        '<rect onload="alert(1)" onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"><text>click</text></a>',
        '<a xlink:href="https://evil.example/"><rect/></a>',
        '<image href="https://evil.example/a.png"/>',
        '<image xlink:href="//evil.example/a.png"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<image href="data:text/html,&lt;script>alert(1)&lt;/script>"/>',
        '<use href="https://evil.example/a.svg#x"/>',
        '<use href="evil.svg#x"/>',
        '<use href="  java&#x9;script:alert(1)"/>',
        '<rect fill="url(https://evil.example/#x)"/>',
        "<rect style=\"fill: url( '//evil.example/x' )\"/>",
        '<rect style="fill: u\\72l(https://evil.example/)"/>',
        '<rect style="fill: u/**/rl(https://evil.example/)"/>',
        "<rect style=\"background: image-set('https://evil.example/' 1x)\"/>",
        '<rect fill="url(https://evil.example/"/>',
        "<style>@import 'https://evil.example/a.css';</style>",
        "<style>@\\69mport 'https://evil.example/a.css';</style>",
        "<style>@font-face { font-family: x; src: url(https://evil.example/a.woff) }</style>",
        "<style>rect { fill: url(https://evil.example/) }</style>",
        "<style><![CDATA[rect { fill: url('https://evil.example/') }]]></style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="xlink:href" to="https://evil.example/"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<metadata><rdf:RDF xmlns:rdf="urn:r">evil.example</rdf:RDF></metadata>',
        '<i:pgf xmlns:i="http://ns.adobe.com/">evil.example</i:pgf>',
        '<handler type="application/ecmascript">alert(1)</handler>',
        "<iframe src='//evil.example'/>",
        "<!-- alert(1) --><?xml-stylesheet href='https://evil.example/a.css'?>",
    ],
)
def test_what_runs_loads_or_links_is_left_out(inside):
    clean = cleaned(f"{inside}<circle r='3'/>")
    for bad in ("evil", "alert", "javascript", "<script", "foreignObject", "import"):
        assert bad not in clean
    assert '<circle r="3"' in clean
    assert clean_svg(clean.encode()).decode() == clean


def test_the_drawing_itself_stays():
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><clipPath id="c"><rect width="5" height="5"/></clipPath></defs>'
        "<style>.a { fill: url(#g); } @media (prefers-color-scheme: dark) { .a { fill: #fff } }</style>"
        '<g class="a" transform="rotate(3)" clip-path="url(#c)"><path d="M0 0L5 5z" style="stroke:#000"/></g>'
        '<use href="#g"/><use xlink:href="#c"/><text x="1">Hello <tspan>you</tspan> there</text>'
        '<image href="data:image/png;base64,iVBORw0KGgo="/><circle r="1"><animate attributeName="r" to="3" dur="1s"/></circle>'
    )
    clean = cleaned(inside)
    for part in (
        "linearGradient",
        "url(#g)",
        "prefers-color-scheme",
        "rotate(3)",
        'clip-path="url(#c)"',
        "M0 0L5 5z",
        "stroke:#000",
        'href="#g"',
        "Hello <tspan>you</tspan> there",
        "data:image/png",
        "<animate",
    ):
        assert part in clean
    etree.fromstring(clean.encode())


def test_a_drawing_without_a_namespace_gets_one():
    assert cleaned("<rect/>", "<svg>") == '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'


def test_styles_that_load_lose_the_loading_rule_only():
    clean = cleaned("<style>@import url(x.css); .a { fill: red } @font-face { src: url(a.woff) }</style>")
    assert ".a { fill: red }" in clean
    assert "url" not in clean


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg><g></svg>", "bad-media"),
        (b"", "bad-media"),
        (b"\xff\xfe\x00", "bad-media"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "bad-media"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'.encode("utf-16"), "bad-media"),
        (b"<html/>", "disguised-file"),
        (b"<svg>" + b"<g/>" * 200_001 + b"</svg>", "media-too-large"),
        (b"<svg>" + b" " * 10_000_001 + b"</svg>", "media-too-large"),
    ],
)
def test_what_is_no_sound_drawing_is_refused(data, code):
    with pytest.raises(MediaError) as refused:
        clean_svg(data)
    assert refused.value.code == code


def test_a_billion_laughs_are_refused_at_once():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(MediaError):
        clean_svg(
            f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]><svg xmlns="http://www.w3.org/2000/svg" id="&l11;"><text>&l11;</text></svg>'.encode()
        )
