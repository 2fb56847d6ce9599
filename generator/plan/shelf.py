"""What is published, with the ways back: who did what, what came from what, what belongs to what."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from generator.model.anthology import Contributor, Credit, Member, Project, credit_name
from generator.plan import urls, words
from generator.plan.sizes import duration_text
from generator.plan.views import Anchor, BylineView, CardView, ContributorCardView, PersonView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.anthology import Collection, PartOf, Source
    from generator.model.config import Config
    from generator.plan.pictures import Pictures
    from generator.plan.release import Published

BYLINE_PEOPLE = 4
_COVER_LETTERS = 90
"""How much of a text stands where a cover would."""


class Shelf:
    """The published anthology with its indexes; everything is computed once and never changes."""

    def __init__(self, published: Published, config: Config, pictures: Pictures, strings: Mapping[str, str]) -> None:
        self._strings = strings
        self.published = published
        self.config = config
        self.pictures = pictures
        self.language = config.site.language
        self.works: dict[str, dict[str, list[Credit]]] = {}
        """Contributor to project to their credits there, newest project first."""
        self.parts: dict[str, list[tuple[PartOf, Project]]] = {}
        self.led_to: dict[str, list[tuple[Source, Project]]] = {}
        self.collections: dict[str, list[Collection]] = {}
        self.groups: dict[str, list[tuple[Member, Contributor]]] = {}
        for project in published.projects.values():
            for credit in project.credits:
                for person in dict.fromkeys((credit.contributor, *(member.contributor for member in credit.members))):
                    if person:
                        self.works.setdefault(person, {}).setdefault(project.id, []).append(credit)
            for part in project.part_of:
                self.parts.setdefault(part.project, []).append((part, project))
            for source in lineage(project):
                if source.project:
                    self.led_to.setdefault(source.project, []).append((source, project))
        for pieces in self.parts.values():
            pieces.sort(key=lambda piece: _part_order(piece[0], piece[1]))
        for collection in published.collections.values():
            for chosen in collection.projects:
                self.collections.setdefault(chosen.project, []).append(collection)
        for group in published.contributors.values():
            for member in group.members:
                self.groups.setdefault(member.contributor, []).append((member, group))
        self._card = functools.cache(self._made_card)
        self._person = functools.cache(self._made_person)

    def say(self, text: str) -> str:
        """A word of the interface in the site's language."""
        return self._strings.get(text, text)

    def says(self, text: str) -> bool:
        """Whether the site's language has words of its own for this."""
        return text in self._strings

    @functools.cached_property
    def cards_in_lists(self) -> tuple[Project, ...]:
        """Listed projects, newest first, a work and its translations once."""
        return tuple(project for project in self.published.projects.values() if self.original(project) is None)

    @functools.cached_property
    def _lists(self) -> frozenset[str]:
        """The addresses of the lists there are, of mediums, tags, roles."""
        found: set[str] = set()
        for project in self.cards_in_lists:
            found.add(urls.medium(project.medium.id))
            found.update(urls.tag(tag.slug) for tag in project.tags)
        for project in self.published.projects.values():
            found.update(urls.role(credit.role.slug) for credit in project.credits)
        return frozenset(found)

    def list_href(self, address: str) -> str:
        """The address of a list; nothing where it has no page, as for what only an unlisted work has."""
        return address if address in self._lists else ""

    def original(self, project: Project) -> Project | None:
        """The published project this one is a translation of, or nothing."""
        for source in project.made_from:
            if source.relation.id == "translation" and source.project in self.published.projects and source.project != project.id:
                return self.published.projects[source.project]
        return None

    def translations(self, project: Project) -> tuple[Project, ...]:
        """The other languages of a work, the original first."""
        root = project
        seen = {project.id}
        while (above := self.original(root)) is not None and above.id not in seen:
            seen.add(above.id)
            root = above
        found: dict[str, Project] = {root.id: root}
        waiting = [root.id]
        while waiting:
            for source, other in self.led_to.get(waiting.pop(), ()):
                if source.relation.id == "translation" and other.id not in found and other.id in self.published.projects:
                    found[other.id] = other
                    waiting.append(other.id)
        found.pop(project.id, None)
        return tuple(found.values())

    def person_href(self, contributor_id: str) -> str:
        """Where someone's name leads; empty where it leads nowhere."""
        if contributor_id in self.published.shown:
            return urls.contributor(contributor_id)
        person = self.published.contributors.get(contributor_id)
        return person.external if person is not None else ""

    def name(self, credit: Credit) -> str:
        """The name a credit prints."""
        return credit_name(credit, self.published.contributors.get(credit.contributor))

    def person(self, credit: Credit, role: str = "") -> PersonView:
        """Whoever a credit names, under the name it prints."""
        return self._person(credit.contributor, self.name(credit), role, "", "", "")

    def someone(self, contributor_id: str) -> PersonView:
        """A contributor under their own name."""
        return self._person(contributor_id, self.published.contributors[contributor_id].name, "", "", "", "")

    def member(self, member: Member, contributor_id: str = "") -> PersonView:
        """A member of a group; with another id, the group as one of its members sees it."""
        who = contributor_id or member.contributor
        contributor = self.published.contributors[who]
        printed = (
            contributor.name if contributor_id or contributor.credit_name == "everywhere" else member.as_name or contributor.name
        )
        return self._person(who, printed, "", "" if contributor_id else member.detail, member.since, member.until)

    def _made_person(self, contributor_id: str, name: str, role: str, detail: str, since: str, until: str) -> PersonView:
        contributor = self.published.contributors.get(contributor_id)
        portrait = contributor.portrait if contributor is not None else None
        return PersonView(
            name=name,
            href=self.person_href(contributor_id),
            id=contributor_id,
            portrait=self.pictures.face(portrait) if portrait is not None else None,
            initials=words.initials(name),
            hue=words.hue(contributor_id or name),
            kind=contributor.kind if contributor is not None else "person",
            role=role,
            detail=detail,
            since=since[:4],
            until=until[:4],
        )

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

    def card(self, project: Project, *, number: str = "", note: str = "") -> CardView:
        """A project in a list."""
        card = self._card(project.id)
        return msgspec.structs.replace(card, number=number, note=note) if number or note else card

    def _made_card(self, project_id: str) -> CardView:
        project = self.published.projects.get(project_id) or self.published.unlisted[project_id]
        seconds = sum(item.file.probe.duration_s or 0 for item in project.media if item.file is not None)
        text = next((item.text for item in project.media if item.text is not None), project.description)
        others = self.translations(project)
        return CardView(
            id=project.id,
            href=urls.project(project.id),
            title=project.title,
            language=words.html_language(project.language, self.language),
            direction=words.direction(project.language),
            medium=Anchor(label=self.say(project.medium.name), href=self.list_href(urls.medium(project.medium.id))),
            medium_id=project.medium.id,
            layout=project.medium.layout,
            verb=self._strings.get(f"{project.medium.verb} (verb)", self.say(project.medium.verb)),
            released=words.date(project.released, self.language) if project.released else None,
            summary=project.summary,
            excerpt="" if project.cover is not None or text is None else excerpt(text.text, _COVER_LETTERS),
            cover=self.pictures.view(project.cover) if project.cover is not None else None,
            hue=words.hue(project.id),
            bylines=self.bylines(project),
            duration=duration_text(seconds) if seconds and project.medium.layout in ("watch", "listen") else "",
            people=people_count(project),
            content_notes=project.content_notes,
            parts=len(self.parts.get(project.id, ())),
            languages=tuple(
                Anchor(label=words.own_language_name(other.language), href=urls.project(other.id), type=other.language)
                for other in others
            ),
            tags=tuple(tag.name for tag in project.tags),
            licences=tuple(licence.short or licence.name for licence in project.licences),
        )

    def contributor_card(self, contributor_id: str) -> ContributorCardView:
        """A contributor in a list."""
        works = self.works.get(contributor_id, {})
        roles: dict[str, int] = {}
        for credits_ in works.values():
            for credit in credits_:
                roles[credit.role.name] = roles.get(credit.role.name, 0) + 1
        most = sorted(roles, key=lambda name: (-roles[name], name))[:3]
        person = self.published.contributors[contributor_id]
        return ContributorCardView(
            person=self.someone(contributor_id),
            credits=sum(len(credits_) for credits_ in works.values()),
            roles=tuple(most),
            sort=person.sort or person.name,
        )


def lineage(project: Project) -> tuple[Source, ...]:
    """All works a project was made from, its media items' included."""
    if not any(item.made_from for item in project.media):
        return project.made_from
    return (*project.made_from, *(source for item in project.media for source in item.made_from))


def people_count(project: Project) -> int:
    """How many different people and groups are credited."""
    return len({credit.contributor or credit.name or f"anonymous {number}" for number, credit in enumerate(project.credits)})


def excerpt(text: str, limit: int = 160) -> str:
    """The first words of a text."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"


def _part_order(part: PartOf, project: Project) -> tuple[object, ...]:
    from generator.model.slugs import natural_key

    return (natural_key(part.season), not part.number, natural_key(part.number), project.released or "9999", project.id)
