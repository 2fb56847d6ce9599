"""Where everything stands: the permanent addresses, below the site's root."""

from __future__ import annotations

import functools
from urllib.parse import quote


def project(project_id: str) -> str:
    """The work."""
    return f"projects/{project_id}/"


def credits_page(project_id: str) -> str:
    """Its full credits."""
    return f"projects/{project_id}/credits/"


def item(project_id: str, item_id: str) -> str:
    """One picture, text or chapter of its own."""
    return f"projects/{project_id}/{item_id}/"


def leaf(project_id: str, item_id: str, number: int) -> str:
    """One of several pictures that are a single item: a page of a comic."""
    return f"projects/{project_id}/{item_id}/{number}/"


def contributor(contributor_id: str) -> str:
    """Someone's page."""
    return f"contributors/{contributor_id}/"


def collection(collection_id: str) -> str:
    """A collection."""
    return f"collections/{collection_id}/"


def medium(medium_id: str) -> str:
    """All works of a medium."""
    return f"medium/{medium_id}/"


def role(slug: str) -> str:
    """All works with a role."""
    return f"roles/{slug}/"


def tag(slug: str) -> str:
    """All works with a tag."""
    return f"tags/{slug}/"


def year(text: str) -> str:
    """All works of a year."""
    return f"years/{text}/"


def page(page_id: str) -> str:
    """A page of the site's own."""
    return f"{page_id}/"


def numbered(list_path: str, number: int) -> str:
    """A numbered page of a list, from the oldest."""
    return f"{list_path}page/{number}/"


def file(path: str) -> str:
    """The file that a server sends for an address."""
    return path + "index.html" if not path or path.endswith("/") else path


def absolute(site_url: str, path: str) -> str:
    """The absolute URL of an address below the root; absolute ones stay."""
    return path if "://" in path or path.startswith("mailto:") else site_url + _quoted(path)


@functools.lru_cache(maxsize=1 << 14)
def _quoted(path: str) -> str:
    return quote(path, safe="/#?=&.-_~:%+,;@!$'()*")
