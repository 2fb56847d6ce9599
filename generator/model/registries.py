"""The words of the field: roles, mediums, licences, relations; a site may add to them."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from generator.model.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.config import Config


class Department(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A family of roles; departments stand in order on a credits page."""

    id: str
    name: str
    order: int


class Podcast(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Group and role of the Podcast Taxonomy."""

    group: str
    role: str


class Role(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """What a contributor did, and how each standard names it. Source of the codes: MARC relators, schema.org, EBU."""

    id: str
    name: str
    plural: str = ""
    by: str = ""
    department: str = "other"
    marc: str = ""
    marc_label: str = ""
    schema: tuple[str, ...] = ()
    podcast: Podcast | None = None
    ebu: str = ""
    csl: str = ""
    musicbrainz: str = ""
    opds: str = ""
    dc: str = "contributor"
    atom: str = "contributor"
    media: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    names: dict[str, str] = {}
    known: bool = True
    rank: int = 9999
    """Its place in the registry; unknown roles come last."""

    @property
    def slug(self) -> str:
        """The role's part of a URL."""
        return self.id.replace("_", "-")


class Medium(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """What kind of work it is."""

    id: str
    name: str
    plural: str
    verb: str = "Look"
    schema: tuple[str, ...] = ("CreativeWork",)
    layout: str = "look"
    lead_roles: tuple[str, ...] = ()
    podcast: str = "podcast"
    csl: str = "document"
    bibtex: str = "misc"
    open_graph: str = "article"


class Licence(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """What may be done with a work."""

    id: str
    name: str
    short: str = ""
    kind: str = "custom"
    url: str = ""
    legal_code: str = ""
    spdx: str = ""
    iiif_rights: str = ""
    podcast_slug: str = ""
    icons: tuple[str, ...] = ()
    requires_attribution: bool = False
    requires_share_alike: bool = False
    share_alike_with: tuple[str, ...] = ()
    """The other licences under which what is made from it may be shared."""
    allows_derivatives: bool = True
    allows_commercial: bool = True
    requires_notice: bool = False
    requires_change_note: bool = False
    free_culture: bool = False
    public_domain: bool = False
    aliases: tuple[str, ...] = ()


class Relation(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """How a work came from another, in the words of both directions."""

    id: str
    made_from: str
    led_to: str


class _Tables(msgspec.Struct, frozen=True):
    departments: tuple[Department, ...]
    roles: tuple[Role, ...]
    schema_domains: dict[str, list[str]]
    schema_parents: dict[str, list[str]]
    licences: tuple[Licence, ...]
    mediums: tuple[Medium, ...]
    relations: tuple[Relation, ...]


class Registries(msgspec.Struct, frozen=True):
    """All four tables as one site knows them."""

    departments: tuple[Department, ...]
    roles: dict[str, Role]
    role_names: dict[str, str]
    """Folded spelling to role id."""
    mediums: dict[str, Medium]
    licences: dict[str, Licence]
    licence_names: dict[str, str]
    relations: dict[str, Relation]
    schema_domains: dict[str, list[str]]
    schema_parents: dict[str, list[str]]

    def role(self, text: str) -> Role:
        """The role a text names; one of its own, printed as written, where the registry has none."""
        known = self.role_names.get(fold(text))
        return self.roles[known] if known else _unknown_role(text)

    def medium(self, text: str) -> Medium | None:
        """The medium of this id, or nothing."""
        return self.mediums.get(fold(text).replace(" ", "-"))

    def licence(self, text: str) -> Licence | None:
        """The licence a text names by id, SPDX id or alias, or nothing."""
        known = self.licence_names.get(fold(text))
        return self.licences[known] if known else None

    def relation(self, text: str) -> Relation | None:
        """The relation of this id, or nothing."""
        return self.relations.get(fold(text).replace(" ", "-"))


@functools.lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text with case, spaces, `_` and `-` made equal."""
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


@functools.lru_cache(maxsize=4096)
def _unknown_role(text: str) -> Role:
    words = " ".join(text.split())
    return Role(id=slug(words), name=words, plural=words, known=False)


@functools.cache
def tables() -> _Tables:
    """The tables that come with the program."""
    return msgspec.json.decode(resources.files("generator.data").joinpath("registries.json").read_bytes(), type=_Tables)


def registries(config: Config | None = None) -> Registries:
    """The tables of the program with what a site's configuration adds or changes."""
    built_in = tables()
    roles = {role.id: role for role in built_in.roles}
    mediums = {medium.id: medium for medium in built_in.mediums}
    licences = {licence.id: licence for licence in built_in.licences}
    relations = {relation.id: relation for relation in built_in.relations}
    if config is not None:
        for key, role in config.roles.items():
            _override(roles, fold(key).replace(" ", "_"), key, role, Role, {"rank": len(roles)})
        for key, medium in config.mediums.items():
            _override(mediums, fold(key).replace(" ", "-"), key, medium, Medium, {"plural": key})
        for key, licence in config.licences.items():
            _override(licences, fold(key).replace(" ", "-"), key, licence, Licence, {"short": licence.name or key})
        for key, relation in config.relations.items():
            slug_ = fold(key).replace(" ", "-")
            old = relations.get(slug_, Relation(id=slug_, made_from=key, led_to=key))
            relations[slug_] = Relation(
                id=slug_, made_from=relation.made_from or old.made_from, led_to=relation.led_to or old.led_to
            )
    return Registries(
        departments=built_in.departments,
        roles=roles,
        role_names=_spellings((role.id, (role.name, role.plural, *role.aliases)) for role in roles.values()),
        mediums=mediums,
        licences=licences,
        licence_names=_spellings((item.id, (item.spdx, item.short, item.name, *item.aliases)) for item in licences.values()),
        relations=relations,
        schema_domains=built_in.schema_domains,
        schema_parents=built_in.schema_parents,
    )


def _override(
    table: Mapping[str, object], key: str, name: str, entry: msgspec.Struct, kind: type, extra: dict[str, object]
) -> None:
    given = {field: value for field, value in msgspec.structs.asdict(entry).items() if value not in (None, [], {})}
    if "schema" in given and isinstance(given["schema"], str):
        given["schema"] = (given["schema"],)
    given = {field: tuple(value) if isinstance(value, list) else value for field, value in given.items()}
    existing = table.get(key)
    if existing is None:
        table[key] = kind(**({"id": key, "name": name} | extra | given))  # type: ignore[index]
    else:
        table[key] = msgspec.structs.replace(existing, **given)  # type: ignore[index,type-var]


def _spellings(entries: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, names in entries:  # type: ignore[attr-defined]
        found[fold(key)] = key
        for name in names:
            if name:
                found.setdefault(fold(name), key)
    return found
