"""What every template gets beside its view: the site, the head of the page."""

from __future__ import annotations

from generator.plan.views.parts import Anchor, View


class BreadcrumbView(View, kw_only=True, frozen=True):
    """A step on the way from the home page."""

    label: str
    href: str


class AlternateView(View, kw_only=True, frozen=True):
    """A `<link rel=alternate>`: a feed, another language, oEmbed."""

    href: str
    type: str = ""
    title: str = ""
    language: str = ""


class MetaView(View, kw_only=True, frozen=True):
    """A `<meta>` element: property for Open Graph, name for all others."""

    content: str
    property: str = ""
    name: str = ""


class PageHead(View, kw_only=True, frozen=True):
    """The `page` of every template: address, title, what machines want to know."""

    path: str
    """Below the root: "projects/lamp/"; the home page is empty."""
    url: str
    """Absolute."""
    root: str
    """From this page to the root: "../../"; absolute path on pages shown at any depth."""
    title: str
    """For <title>, without the site's name."""
    kind: str
    """home, project, credits, item, list, contributor ...: for styling."""
    description: str = ""
    language: str = "en"
    direction: str = "ltr"
    breadcrumbs: tuple[BreadcrumbView, ...] = ()
    alternates: tuple[AlternateView, ...] = ()
    metas: tuple[MetaView, ...] = ()
    """Open Graph, Twitter card and the like, ready to print."""
    json_ld: str = ""
    """JSON, safe inside a script element."""
    noindex: bool = False
    canonical: str = ""
    previous: str = ""
    next: str = ""
    preview: bool = False
    """True in a preview: shown as a ribbon."""
    portable: bool = False
    """True where links name index.html."""


class SiteView(View, kw_only=True, frozen=True):
    """The `site` of every template: a small view of the configuration."""

    title: str
    url: str
    tagline: str = ""
    language: str = "en"
    direction: str = "ltr"
    menu: tuple[Anchor, ...] = ()
    footer: tuple[Anchor, ...] = ()
    editor_name: str = ""
    editor_url: str = ""
    report: str = ""
    """Where "something wrong?" leads: a mailto: or a web address."""
    logo: str = ""
    logo_width_px: int = 0
    logo_height_px: int = 0
    styles: tuple[str, ...] = ()
    """Stylesheets, fingerprinted."""
    scripts: tuple[str, ...] = ()
    """Fingerprinted, to load with `defer`; each is wrapped as a module would be, and runs in a file on the disk too."""
    modules: tuple[str, ...] = ()
    """Those that import or export something, to load with `type=module`."""
    assets: dict[str, str] = {}
    """Every file of the theme's static folder by its name: {"playbill.css": "assets/playbill.1a2b3c4d.css"}."""
    settings: dict[str, str] = {}
    """The theme's settings, defaults filled in."""
    colours: dict[str, str] = {}
    """Computed and checked colours: accent-light, accent-dark, on-accent-light ..."""
    fonts: tuple[str, ...] = ()
    """Font files to preload."""
    theme_colour_light: str = "#ffffff"
    theme_colour_dark: str = "#000000"
