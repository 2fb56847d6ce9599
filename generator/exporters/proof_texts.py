"""A proof in words: a page, a letter, the editor's list."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.build.run import Content
    from generator.exporters.proof import Proof
    from generator.model.anthology import Project

ANSWERS = (
    "yes: print it as it stands",
    "name: print it with the name that you write",
    "anonymous: print the role, and “Anonymous” in place of your name",
    "no: leave me out altogether",
)
_HELLO, _PRINTED, _PROOF = "Hello %(name)s,", "Printed name", "Proof"
_STYLE = """\
:root { color-scheme: light dark; --ink: #1c1a17; --paper: #fbfaf7; --line: #cfcac0; --soft: #5d574d; --tint: #f0ede5; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #efece6; --paper: #191714; --line: #4a453d; --soft: #b3ab9d; --tint: #24211c; } }
body { margin: 0 auto; max-width: 42rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font: 600 1.75rem/1.2 Georgia, serif; margin: 0 0 1rem; } h2 { font-size: 1.125rem; margin: 2.5rem 0 .75rem; }
ol, .answers { padding: 0; margin: 0; list-style: none; counter-reset: credit; }
ol > li { counter-increment: credit; border-top: 1px solid var(--line); padding: .875rem 0 .875rem 2.5rem; position: relative; }
ol > li::before { content: counter(credit) "."; position: absolute; inset-inline-start: 0; color: var(--soft); }
.role { color: var(--soft); } .printed { font: 600 1.25rem/1.3 Georgia, serif; }
.state { color: var(--soft); font-size: .9375rem; }
.answers { background: var(--tint); padding: 1rem 1.25rem; } .answers li + li { margin-top: .375rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0;
  border-bottom: 1px solid var(--line); } a { color: inherit; } .wide { overflow-x: auto; }
@media print { body { max-width: none; } }
"""


def as_text(content: Content, work: Project, proof: Proof) -> str:
    """A letter, ready to be sent."""
    say = _words(content)
    lines = [_title(content, work), "", say(_HELLO) % {"name": proof.name}, "", _opening(content, work), ""]
    for number, credit in enumerate(proof.credits, 1):
        head = credit.role if credit.title == work.title else f"{credit.role} ({credit.title})"
        lines.append(f"{number}. {head}")
        lines += [f"   {detail}" for detail in credit.details]
        lines.append(f"   {say(_PRINTED)}: {credit.printed or say('Not printed')}")
        lines += [f"   {say(credit.consent)}"] if credit.consent else []
        lines.append("")
    if proof.shares:
        lines += [say("Your share"), *(f"- {share}" for share in proof.shares), ""]
    if proof.page_url:
        lines += [say("Your name leads to") + f" {proof.page_url}", ""]
    lines += [say("What to answer"), *(f"- {say(answer)}" for answer in ANSWERS), ""]
    lines.append(say("If something is wrong or missing, say it in your own words."))
    lines += [to] if (to := _to(content)) else []
    return "\n".join(" ".join(line.split()) if not line.startswith("   ") else line.rstrip() for line in lines) + "\n"


def as_page(content: Content, work: Project, proof: Proof) -> str:
    """The same as one page that needs no other file."""
    say = _words(content)
    parts = [f"<p>{_text(say(_HELLO) % {'name': proof.name})}</p>", f"<p>{_text(_opening(content, work))}</p>", "<ol>"]
    for credit in proof.credits:
        title = "" if credit.title == work.title else f" · {_text(credit.title)}"
        details = "".join(f'<div class="state">{_text(detail)}</div>' for detail in credit.details)
        printed = credit.printed or say("Not printed")
        parts.append(
            f'<li><div class="role">{_text(credit.role)}{title}</div>'
            f'<div class="printed"><bdi>{_text(printed)}</bdi></div>{details}'
            + (f'<div class="state">{_text(say(credit.consent))}</div>' if credit.consent else "")
            + "</li>"
        )
    parts.append("</ol>")
    if proof.shares:
        parts.append(f"<h2>{_text(say('Your share'))}</h2><ul>{''.join(f'<li>{_text(one)}</li>' for one in proof.shares)}</ul>")
    if proof.page_url:
        parts.append(f"<p>{_text(say('Your name leads to'))} <span>{_text(proof.page_url)}</span></p>")
    answers = "".join(f"<li>{_text(say(answer))}</li>" for answer in ANSWERS)
    parts.append(f'<h2>{_text(say("What to answer"))}</h2><ul class="answers">{answers}</ul>')
    parts.append(f"<p>{_text(say('If something is wrong or missing, say it in your own words.'))} {_text(_to(content))}</p>")
    return _document(content, _title(content, work), "\n".join(parts))


def as_overview(content: Content, work: Project, found: Iterable[Proof], *, pages: str) -> str:
    """For the editor: everyone, with what is still open."""
    say = _words(content)
    rows = []
    for proof in found:
        states = "<br>".join(
            f"{_text(credit.role)}: <bdi>{_text(credit.printed or say('Not printed'))}</bdi>"
            + (f" ({_text(say(credit.consent))})" if credit.consent else "")
            for credit in proof.credits
        )
        rows.append(
            f'<tr><th scope="row"><a href="{proof.stem}.html"><bdi>{_text(proof.name)}</bdi></a></th><td>{states}</td>'
            f'<td><a href="{proof.stem}.txt">{proof.stem}.txt</a></td></tr>'
        )
    see = f'<p><a href="{pages}projects/{work.id}/index.html">{_text(say("The page as it will be"))}</a></p>' if pages else ""
    table = (
        f'<div class="wide" tabindex="0" role="region" aria-labelledby="t"><table><tbody>{"".join(rows)}</tbody></table></div>'
    )
    body = f'{see}<p><a href="answers.csv">answers.csv</a></p>\n{table}'
    return _document(content, f"{say(_PROOF)}: {work.title}", body)


def _words(content: Content) -> _Words:
    return _Words(content.words)


class _Words:
    def __init__(self, words: dict[str, str]) -> None:
        self._words = words

    def __call__(self, text: str) -> str:
        return self._words.get(text, text)


def _title(content: Content, work: Project) -> str:
    return _words(content)("Your credits on “%(title)s”") % {"title": work.title}


def _opening(content: Content, work: Project) -> str:
    say = _words(content)
    text = "“%(title)s” is about to be published in %(site)s. This is how you will be named. Please say whether it is right."
    return say(text) % {"title": work.title, "site": content.config.site.title}


def _to(content: Content) -> str:
    editor = content.config.site.editor
    to = (editor.email or editor.url or editor.name or "") if editor is not None else ""
    return _words(content)("Please answer to %(editor)s.") % {"editor": to} if to else ""


def _text(text: str) -> str:
    return escape(text)


def _document(content: Content, title: str, body: str) -> str:
    from babel import Locale, UnknownLocaleError

    language = content.config.site.language
    try:
        direction = Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        direction = "ltr"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1 id="t">{escape(title)}</h1>\n{body}\n'
        "</main>\n</body>\n</html>\n"
    )
