"""Whether two names are likely those of one person, however they are written."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

_APOSTROPHES = re.compile("['’‘ʼ`´]")
_WORDS = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TITLES = frozenset("dr prof professor mr mrs ms mx sir dame lady lord rev the".split())  # noqa: SIM905
_PARTICLES = frozenset("da das de del della der des di do dos du e el la le of und van von y and al bin ibn".split())  # noqa: SIM905
_GENERATIONS = frozenset("jr sr junior senior ii iii iv i pere fils filho neto".split())  # noqa: SIM905
_FREE_SCRIPTS = re.compile("[\u0590-\u06ff\u0750-\u077f\u3040-\u30ff\u0900-\u0dff\uac00-\ud7af]")
"""Scripts that leave out vowels, or write others: Hebrew, Arabic, kana, those of India, Hangul."""
_CHINESE = re.compile("[\u3400-\u9fff]")
# Letters that are written differently by language and by system of transliteration; longer ones first.
_ALIKE = (
    ("tsch", "c"), ("shch", "s"), ("sch", "s"), ("tch", "c"), ("zh", "z"), ("kh", "h"), ("ch", "c"), ("sh", "s"), ("ph", "f"),
    ("th", "t"), ("rh", "r"), ("ck", "k"), ("qu", "kv"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"), ("ou", "u"),
    ("oy", "u"), ("ee", "i"), ("iya", "ia"), ("yo", "e"), ("jo", "e"), ("iy", "i"), ("ij", "i"), ("yy", "i"), ("yi", "i"),
    ("ja", "ia"), ("ya", "ia"), ("yu", "iu"), ("ju", "iu"), ("y", "i"), ("j", "i"), ("w", "v"), ("q", "k"), ("x", "ks"),
)  # fmt: skip


class Name(msgspec.Struct, frozen=True):
    """A name taken apart."""

    words: tuple[str, ...]
    """In Latin letters, small, without accents, titles and signs, in the order they were written."""
    generation: str
    script: str
    """latin, other, chinese, or free for those in which vowels do not count."""

    @property
    def full(self) -> tuple[str, ...]:
        """The words that tell: without particles, unless there is nothing else."""
        return tuple(word for at, word in enumerate(self.words) if not at or word not in _PARTICLES)


@functools.lru_cache(maxsize=100_000)
def taken_apart(name: str) -> Name:
    """A name as its words."""
    from anyascii import anyascii

    composed = unicodedata.normalize("NFKC", name)
    script = "latin"
    if _CHINESE.search(composed):
        script = "chinese"
    elif _FREE_SCRIPTS.search(composed):
        script = "free"
    elif any(ord(letter) > 0x24F and letter.isalpha() for letter in unicodedata.normalize("NFC", composed)):
        script = "other"
    latin = _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", composed.replace("&", " and "))))
    latin = _CAMEL.sub(" ", latin) if script in ("chinese", "free") else latin
    words = [word for word in _WORDS.findall(latin.casefold()) if word not in _TITLES]
    generation = next((word for word in words[1:] if word in _GENERATIONS and len(words) > 2), "")
    return Name(tuple(word for word in words if word != generation), generation, script)


@functools.lru_cache(maxsize=100_000)
def sounding(word: str) -> str:
    """A word in which usual spellings of one sound meet."""
    for written, alike in _ALIKE:
        word = word.replace(written, alike)
    return re.sub(r"(.)\1+", r"\1", word)


def bones(words: Iterable[str]) -> tuple[str, ...]:
    """The consonants of each word, sorted; voiced ones as unvoiced ones, l as r."""
    found = []
    for word in words:
        plain = re.sub(r"^(?:al|el)(?=.{3})|^l(?=[^aeiou]{2})", "", word)
        plain = re.sub("[aeiouyw]", "", sounding(plain).replace("v", "w")).translate(str.maketrans("lgdbck", "rktpkk"))
        found.append(re.sub(r"(.)\1+", r"\1", plain.replace("h", "")))
    return tuple(sorted(found))


def likely_same(one: str, other: str) -> bool:
    """Whether two names are likely those of one person: by spelling, order, accents, initials or script."""
    a, b = taken_apart(one), taken_apart(other)
    if not a.words or not b.words or a.generation != b.generation:
        return False
    if {word for word in a.words if word.isdigit()} != {word for word in b.words if word.isdigit()}:
        return False
    if sorted(a.words) == sorted(b.words) or _joined_alike(a, b):
        return True
    if len(a.full) == 1 or len(b.full) == 1:
        return False
    if a.script != b.script and "latin" in (a.script, b.script) and "free" in (a.script, b.script):
        return _same_bones(a, b)
    if sorted(map(sounding, a.full)) == sorted(map(sounding, b.full)):
        return True
    return _abbreviated(a, b) or _misspelt(a, b)


def _joined_alike(a: Name, b: Name) -> bool:
    """The same letters in a row, wherever the words are cut, and whichever comes first."""
    if a.words == b.words or min(len(a.words), len(b.words)) < 2:
        return "".join(a.words) == "".join(b.words)
    return bool(_turns(a.words) & _turns(b.words))


def _turns(words: tuple[str, ...]) -> set[str]:
    if len(words) > 6:
        return {"".join(words)}
    return {"".join((*words[at:], *words[:at])) for at in range(len(words))}


def _same_bones(a: Name, b: Name) -> bool:
    mine, yours = bones(a.full), bones(b.full)
    if sum(map(len, mine)) < 4:
        return sum(map(len, mine)) == 3 and mine == yours and sorted(map(_vowels, a.full)) == sorted(map(_vowels, b.full))
    if mine == yours:
        return _vowels_agree(a, b)
    return len(a.full) != len(b.full) and bool({"".join(sorted(mine))} & {"".join(sorted(yours))}) and _turned_bones(a, b)


def _turned_bones(a: Name, b: Name) -> bool:
    def all_of(words: tuple[str, ...]) -> set[str]:
        return {bones([turn])[0] for turn in _turns(words)}

    return bool(all_of(a.words) & all_of(b.words)) and _vowels_agree(a, b)


def _vowels_agree(a: Name, b: Name) -> bool:
    """Where both write their vowels, as Hangul and kana do, they are nearly the same."""
    from rapidfuzz.distance import Levenshtein

    mine, yours = ("".join(sorted(map(_vowels, name.full))) for name in (a, b))
    if not mine or not yours or min(len(mine), len(yours)) * 2 < max(len(mine), len(yours)):
        return True
    return Levenshtein.distance(mine, yours) <= max(1, len(yours) // 3)


def _vowels(word: str) -> str:
    return re.sub("[^aeiou]", "", word)


def _abbreviated(a: Name, b: Name) -> bool:
    """One name is the other with initials for words, or without words in the middle; one whole word at least is the same."""
    short, long_ = sorted(
        (_spread(a.full, b.full), _spread(b.full, a.full)), key=lambda words: (len(words), sum(map(len, words)))
    )
    return any(_fits(turned, long_) for turned in {short, (*short[1:], short[0]), (short[-1], *short[:-1])})


def _spread(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The words, with initials that were written together taken apart: jrr tolkien."""
    first = words[0]
    if 2 <= len(first) <= 3 and len(words) > 1 and not set(first) & set("aeiouy") and first not in others:
        return (*first, *words[1:])
    return words


def _fits(short: tuple[str, ...], long_: tuple[str, ...]) -> bool:
    if short == long_ or len(short) > len(long_):
        return False
    at, whole, initials = 0, 0, 0
    for word in short:
        while at < len(long_) and not _stands_for(word, long_[at]):
            at += 1
        if at == len(long_):
            return False
        whole += len(word) > 2 and len(long_[at]) > 2
        initials += len(word) == 1 or len(long_[at]) == 1
        at += 1
    if not _stands_for(short[0], long_[0]):
        return False
    if initials:
        return whole >= 1 and _stands_for(short[-1], long_[-1])
    return whole >= 2


def _stands_for(one: str, other: str) -> bool:
    return one == other or sounding(one) == sounding(other) or (1 in (len(one), len(other)) and one[0] == other[0])


def _misspelt(a: Name, b: Name) -> bool:
    """All words are the same but one, in which a letter or two are others."""
    from rapidfuzz.distance import DamerauLevenshtein

    mine, yours = list(a.full), list(b.full)
    for word in a.full:
        alike = next((one for one in yours if sounding(one) == sounding(word)), None)
        if alike is not None:
            mine.remove(word)
            yours.remove(alike)
    if len(mine) != 1 or len(yours) != 1 or len(mine) == len(a.full):
        return False
    (one,), (other,) = mine, yours
    longest = max(len(one), len(other))
    if longest < 6 or one[0] != other[0] or _endings(one, other):
        return False
    return DamerauLevenshtein.distance(one, other) <= (1 if longest < 11 else 2)


def _endings(one: str, other: str) -> bool:
    """Whether two words differ only where a man's name differs from a woman's."""
    short, long_ = sorted((one, other), key=len)
    if len(short) == len(long_):
        return one[:-1] == other[:-1] or (one[:-2] == other[:-2] and one[-2:] != other[-2:][::-1] and _vowelled(one, other))
    return len(long_) - len(short) <= 2 and long_.startswith(short) and long_[len(short) - 1] != long_[len(short)]


def _vowelled(one: str, other: str) -> bool:
    return one[-1] in "aeio" and other[-1] in "aeio"


def blocks(name: str) -> set[str]:
    """Keys of which two names that are likely the same share one."""
    found = taken_apart(name)
    if not found.words:
        return set()
    keys = {sounding(word) for word in found.full if len(word) > 2}
    keys.add(min(_turns(found.words)))
    if found.script != "latin" or len(found.full) > 1:
        keys |= {f"={bone}" for bone in bones(found.full) if len(bone) > 1}
        keys.add("=" + "".join(sorted("".join(bones(found.full)))))
    return keys
