"""What is published, as plans read it: records, lists, ways back; every fact that is read is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from generator.model.anthology import Credit, Member, Picture, Project, credit_name
from generator.model.feed import FeedEntry
from generator.model.media import Encoder, Rights
from generator.plan import urls, words
from generator.plan.file_rights import rights
from generator.plan.pictures import Pictures
from generator.plan.public import owner
from generator.plan.recordings import Recordings
from generator.plan.sizes import duration_text, length_s
from generator.plan.views import Anchor, BylineView, CardView, ContributorCardView, PersonView
from generator.plan.ways import Ways

if TYPE_CHECKING:
    from generator.model.config import Config
    from generator.model.media import Measure
    from generator.model.theme import Makes, Theme
    from generator.model.tracking import Tracker
    from generator.plan.release import Release

BYLINE_PEOPLE = 4
_COVER_LETTERS = 90
"""How much of a text stands where a cover would."""
_LISTS = {"medium": "medium", "tags": "tag", "roles": "role", "years": "year"}


class Options(msgspec.Struct, frozen=True):
    """How this build differs from others."""

    preview: bool = False
    """Not to be found: noindex on every page, no sitemap."""
    drafts: bool = False
    proofs: tuple[str, ...] = ()
    """With drafts: every page says so."""
    portable: bool = False


class Face(msgspec.Struct, frozen=True):
    """What others' pages show of a contributor."""

    name: str
    sort: str
    kind: Literal["person", "group", "organisation"]
    credit_name: str
    href: str
    portrait: Picture | None
    indexed: bool


WRITTEN = "written"
"""What an entry is in a feed of one format: a fact that the plan does not make."""
KEPT: dict[str, msgspec.msgpack.Decoder[Any]] = {
    "card": msgspec.msgpack.Decoder(CardView),
    "face": msgspec.msgpack.Decoder(Face | None),
    "entry": msgspec.msgpack.Decoder(FeedEntry),
    WRITTEN: msgspec.msgpack.Decoder(bytes),
}
"""Facts whose values are kept from run to run: of a change to one work, the pages of all who made it show all their works."""


class Shelf(Ways):
    """The ways of an anthology, with how people and works are shown."""

    def __init__(
        self,
        release: Release,
        config: Config,
        theme: Theme,
        tracker: Tracker,
        options: Options,
        measure: Measure | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        super().__init__(release, config, tracker)
        self.options = options
        self.pictures = Pictures(
            theme.image_widths,
            tuple(config.media.formats),
            self.rights,
            tracker,
            measure,
            encoder,
            clean_documents=config.privacy.documents == "clean",
        )
        self.recordings = Recordings(config.media, encoder or Encoder(), self.pictures, self.rights, tracker)
        self._strings = theme.strings
        self._theme = theme

    @property
    def theme(self) -> Theme:
        """The theme's data; its templates are facts of their own."""
        self.tracker.note("theme")
        return self._theme

    def makes(self, kind: Makes) -> bool:
        """Whether the theme makes pages or files of a kind."""
        return kind in self.theme.makes

    def say(self, text: str) -> str:
        """A word of the interface in the site's language."""
        self.tracker.note("words")
        return self._strings.get(text, text)

    def says(self, text: str) -> bool:
        """Whether the site's language has words of its own for this."""
        self.tracker.note("words")
        return text in self._strings

    def count(self, number: int, one: str, many: str) -> str:
        """A number with its word in the site's language: 12 credits."""
        return words.counted(number, one, many, self.language, self.say, self.says)

    def list_href(self, address: str) -> str:
        """The address of a list; nothing where it has no page, as for what only an unlisted work has."""
        kind, key = address.split("/")[:2]
        name = f"{_LISTS[kind]} {key}"
        self.tracker.note(f"index {name}?")
        return address if self.release.postings.count(name) else ""

    def original(self, project: Project) -> str:
        """The published project this one is a translation of, or nothing."""
        for source in project.made_from:
            if source.relation.id == "translation" and source.project and source.project != project.id:
                return source.project
        return ""

    def translations(self, project_id: str) -> tuple[str, ...]:
        """The other languages of a work, the original first."""
        return self.tracker.fact(f"translations {project_id}", self._made_translations, project_id)

    def _made_translations(self, project_id: str) -> tuple[str, ...]:
        root = project_id
        seen = {root}
        while (above := self.original(self.project(root))) and above not in seen:
            seen.add(above)
            root = above
        found = {root: None}
        waiting = [root]
        while waiting:
            for source, other in self.led_to(waiting.pop()):
                if source.relation.id == "translation" and other not in found:
                    found[other] = None
                    waiting.append(other)
        found.pop(project_id, None)
        return tuple(found)

    def face(self, contributor_id: str) -> Face | None:
        """What others' pages show of a contributor; nothing where nobody has the id."""
        return self.tracker.fact(f"face {contributor_id}", self._made_face, contributor_id)

    def _made_face(self, contributor_id: str) -> Face | None:
        person = self.published.contributors.get(contributor_id)
        if person is None:
            return None
        href = urls.contributor(contributor_id) if contributor_id in self.published.shown else person.external
        return Face(person.name, person.sort, person.kind, person.credit_name, href, person.portrait, person.indexed)

    def person_href(self, contributor_id: str) -> str:
        """Where someone's name leads; empty where it leads nowhere."""
        face = self.face(contributor_id) if contributor_id else None
        return face.href if face is not None else ""

    def name(self, credit: Credit) -> str:
        """The name a credit prints."""
        return credit_name(credit, self.face(credit.contributor) if credit.contributor else None)

    def person(self, credit: Credit, role: str = "") -> PersonView:
        """Whoever a credit names, under the name it prints."""
        return self._person(credit.contributor, self.name(credit), role=role)

    def someone(self, contributor_id: str) -> PersonView:
        """A contributor under their own name."""
        face = self.face(contributor_id)
        assert face is not None
        return self._person(contributor_id, face.name)

    def member(self, member: Member, contributor_id: str = "") -> PersonView:
        """A member of a group; with another id, the group as one of its members sees it."""
        who = contributor_id or member.contributor
        face = self.face(who)
        assert face is not None
        printed = face.name if contributor_id or face.credit_name == "everywhere" else member.as_name or face.name
        detail = "" if contributor_id else member.detail
        return self._person(who, printed, detail=detail, since=member.since, until=member.until)

    def _person(
        self, contributor_id: str, name: str, *, role: str = "", detail: str = "", since: str = "", until: str = ""
    ) -> PersonView:
        face = self.face(contributor_id) if contributor_id else None
        portrait = face.portrait if face is not None else None
        return PersonView(
            name=name,
            href=face.href if face is not None else "",
            id=contributor_id,
            portrait=self.pictures.face(portrait) if portrait is not None else None,
            initials=words.initials(name),
            hue=words.hue(contributor_id or name),
            kind=face.kind if face is not None else "person",
            role=role,
            detail=detail,
            since=since[:4],
            until=until[:4],
        )

    def rights(self, source: str) -> Rights | None:
        """Who is named in a published file: the makers of the work in whose folder it lies."""
        return self.tracker.fact(f"rights {source}", self._made_rights, source)

    def _made_rights(self, source: str) -> Rights | None:
        key = owner(source)
        project = self.published.pages_of.get(key) if key else None
        if project is None:
            return None
        return rights(project, source, self.name, self.config.site.url + urls.project(project.id))

    def bylines(self, project: Project) -> tuple[BylineView, ...]:
        """Who to name first: the leading roles of the medium, else the first credits."""
        leads = project.medium.lead_roles
        by_role: dict[str, list[Credit]] = {}
        for credit in project.credits:
            if credit.kind == "contribution":
                by_role.setdefault(credit.role.id, []).append(credit)
        chosen = [role for role in leads if role in by_role][:2] or self._makers(by_role, people_count(project))
        found: list[BylineView] = []
        seen: set[str] = set()
        for role in chosen:
            people: dict[str, Credit] = {}
            for credit in by_role[role]:
                people.setdefault(credit.contributor or self.name(credit), credit)
            if found and people.keys() <= seen:
                continue
            seen |= people.keys()
            named = list(people.values())[:BYLINE_PEOPLE]
            first = named[0].role
            by = first.by or (first.name + ":" if first.known else f"{first.name[:1].upper()}{first.name[1:]}:")
            shown = tuple(self.person(credit) for credit in named)
            found.append(BylineView(by=by, people=shown, more=len(people) - len(named)))
        return tuple(found)

    @staticmethod
    def _makers(by_role: dict[str, list[Credit]], people: int) -> list[str]:
        """The roles to name where none of the medium's leading ones is there: those of makers; of few people, any."""
        makers = [role for role, credits_ in by_role.items() if credits_[0].role.known and credits_[0].role.dc == "creator"]
        return makers[:1] or (list(by_role)[:1] if people <= BYLINE_PEOPLE else [])

    def likeness(self, project: Project) -> Picture | None:
        """The picture that stands for a work elsewhere: its cover, else its first picture, else a frame of its film."""
        if project.cover is not None:
            return project.cover
        pictures = (picture for item in project.media for picture in item.pictures)
        posters = (poster for item in project.media if (poster := self.recordings.poster(item)) is not None)
        return next(pictures, None) or next(posters, None)

    def card(self, project_id: str, *, number: str = "", note: str = "") -> CardView:
        """A project in a list."""
        card = self.tracker.fact(f"card {project_id}", self._made_card, project_id)
        return msgspec.structs.replace(card, number=number, note=note) if number or note else card

    def _made_card(self, project_id: str) -> CardView:
        project = self.project(project_id)
        shown = [item.file for item in project.media if item.file is not None and item.kind in ("audio", "video")]
        seconds = length_s([file.probe.duration_s or 0 for file in shown])
        text = next((item.text for item in project.media if item.text is not None), project.description)
        others = [self.project(other) for other in self.translations(project_id)]
        return CardView(
            id=project.id,
            href=urls.project(project.id),
            title=project.title,
            language=words.html_language(project.language, self.language),
            direction=words.direction(project.language),
            medium=Anchor(label=self.say(project.medium.name), href=self.list_href(urls.medium(project.medium.id))),
            medium_id=project.medium.id,
            layout=project.medium.layout,
            verb=self.say(f"{project.medium.verb} (verb)" if self.says(f"{project.medium.verb} (verb)") else project.medium.verb),
            released=words.date(project.released, self.language) if project.released else None,
            summary=project.summary,
            excerpt="" if project.cover is not None or text is None else excerpt(text.text, _COVER_LETTERS),
            cover=self.pictures.view(project.cover) if project.cover is not None else None,
            hue=words.hue(project.id),
            bylines=self.bylines(project),
            duration=duration_text(seconds) if seconds and project.medium.layout in ("watch", "listen") else "",
            people=people_count(project),
            content_notes=project.content_notes,
            parts=len(self.parts_of(project.id)),
            languages=tuple(
                Anchor(label=words.own_language_name(other.language), href=urls.project(other.id), type=other.language)
                for other in others
            ),
            tags=tuple(tag.name for tag in project.tags),
            licences=tuple(licence.short or licence.name for licence in project.licences),
        )

    def contributor_card(self, contributor_id: str) -> ContributorCardView:
        """A contributor in a list."""
        return self.tracker.fact(f"contributor_card {contributor_id}", self._made_contributor_card, contributor_id)

    def _made_contributor_card(self, contributor_id: str) -> ContributorCardView:
        works = self.credits_of(contributor_id)
        roles: dict[str, int] = {}
        for credits_ in works.values():
            for credit in credits_:
                roles[credit.role.name] = roles.get(credit.role.name, 0) + 1
        most = sorted(roles, key=lambda name: (-roles[name], name))[:3]
        face = self.face(contributor_id)
        assert face is not None
        return ContributorCardView(
            person=self.someone(contributor_id),
            credits=sum(len(credits_) for credits_ in works.values()),
            roles=tuple(most),
            sort=face.sort or face.name,
        )


def people_count(project: Project) -> int:
    """How many different people and groups are credited."""
    return len({credit.contributor or credit.name or f"anonymous {number}" for number, credit in enumerate(project.credits)})


def excerpt(text: str, limit: int = 160) -> str:
    """The first words of a text."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"
