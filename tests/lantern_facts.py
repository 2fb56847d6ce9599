"""The Lantern and who made it, as the plan knows them before machines are told."""

from __future__ import annotations

from generator.model.anthology import Contributor, Credit, Identifier, Link, Project
from generator.model.media import Probe
from generator.model.registries import registries
from generator.plan.facts import CreditLine, PageFacts, SiteFacts

REGISTRIES = registries()
PROBE = Probe(kind="video", mime="video/mp4", size_bytes=1, digest="0", duration_s=61.6)
SITE = SiteFacts(url="https://example.org/anthology/", title="The Night Shift Anthology", tagline="After dark")
URL = SITE.url + "projects/the-lantern/"
PAGE = PageFacts(
    url=URL,
    title="The Lantern",
    site=SITE,
    breadcrumbs=((SITE.title, SITE.url), ("Projects", SITE.url + "projects/"), ("The Lantern", URL)),
)
ANA = SITE.url + "contributors/ana-lima/"
KOFI = SITE.url + "contributors/kofi-mensah/"
PERSON = Contributor(
    id="ana-lima",
    source="content/contributors/ana-lima.yaml",
    name="Ana Lima",
    also=("Ana L.",),
    names={"ja": "アナ・リマ", "pt": "Ana Lima"},
    links=(Link("Mastodon", "https://social.example/@ana", me=True), Link("A review", "https://news.example/")),
    identifiers=(Identifier("orcid", "ORCID", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),),
)


def project(medium="film", **more):
    return Project(
        id="the-lantern",
        source="content/projects/the-lantern/project.yaml",
        title="The Lantern",
        medium=REGISTRIES.mediums[medium],
        **more,
    )


def line(role, name="Ana Lima", url=ANA, *, who="person", **more):
    known = REGISTRIES.role(role)
    return CreditLine(Credit(contributor=name.lower(), role=known, written_role=role, **more), name, url, who)
