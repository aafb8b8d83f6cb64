"""Finds institutions by name although NRMP abbreviates them: "University Hospital" is "Univ Hosp" is "U Hosps"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_SAME = {
    "university": "u", "univ": "u", "hospital": "hosp", "hospitals": "hosp", "hosps": "hosp",
    "medical": "med", "medicine": "med", "center": "ctr", "centre": "ctr", "centers": "ctr", "school": "sch",
    "college": "coll", "saint": "st", "foundation": "fdn", "institute": "inst", "regional": "reg",
    "community": "comm", "memorial": "mem", "general": "gen", "massachusetts": "mass",
    "children": "childrens", "beth": "b", "israel": "i", "ny": "new york", "som": "sch med", "com": "coll med",
    "hsc": "health sci ctr", "sciences": "sci", "science": "sci", "system": "sys", "systems": "sys",
    "associated": "assoc", "affiliated": "affil", "education": "educ",
}  # fmt: skip
_SMALL = {"of", "the", "and", "at", "for", "program", "in", "s"}


def plain_name(text: str) -> str:
    """The words of a name as NRMP would shorten them, without the words that never matter."""
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", letters.replace("'", ""))
    return " ".join(_SAME.get(word, word) for word in words if word not in _SMALL)


def named_like(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the institutions whose name holds every word of the text, or whose id it is; none for no words."""
    wanted = plain_name(text).split()
    if text.strip().upper() in names:
        return (text.strip().upper(),)
    if not wanted:
        return ()
    return tuple(key for key, name in names.items() if _holds(plain_name(name).split(), wanted))


def nearest_name(text: str, names: Mapping[str, str]) -> str | None:
    """The institution name most like the text, None where none is near."""
    from difflib import get_close_matches  # only errors need it

    plain = {plain_name(name): name for name in names.values()}
    near = get_close_matches(plain_name(text), plain, n=1, cutoff=0.5)
    return plain[near[0]] if near else None


def _holds(words: list[str], wanted: list[str]) -> bool:
    """Every wanted word starts a word of the name; short ones have to be whole words."""
    return all(any(w == word or (len(w) > 2 and word.startswith(w)) for word in words) for w in wanted)
