"""Countries and US states: their codes, their names, and which one a person means."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from smartpick.errors import BadFacts, NotFound
from smartpick.facts.strict_yaml import Block, read_yaml
from smartpick.settings import DATA


@dataclass(frozen=True, slots=True)
class Places:
    """Codes with their names, and every accepted spelling with its code."""

    noun: str  # "country" or "US state"
    example: str
    names: MappingProxyType[str, str]
    spellings: MappingProxyType[str, str]

    def code(self, text: str) -> str:
        """The code meant by a code, name or citizen's word. NotFound with the nearest otherwise."""
        meant = self.spellings.get(_plain(text))
        if meant is not None:
            return meant
        near = difflib.get_close_matches(_plain(text), self.spellings, n=1, cutoff=0.6)
        if near:
            code = self.spellings[near[0]]
            remedy = f"Did you mean {self.names[code]} ({code})?"
        else:
            remedy = f"Use a two-letter code or the English name, for example {self.example}."
        raise NotFound(f"“{text}” is not a {self.noun} that SmartPick knows.", remedy=remedy)

    def name(self, code: str) -> str:
        """The English name of a code; the code itself where it is not in the table."""
        return self.names.get(code, code)


@cache
def countries() -> Places:
    """Every country by ISO 3166-1 alpha-2 code. BadFacts when the shipped table is damaged."""
    rows = read_yaml(DATA / "countries.yaml")
    bad = [code for code, names in rows.items() if not isinstance(names, list) or not names]
    if bad:
        raise BadFacts(f"countries.yaml: `{bad[0]}` needs a list that starts with the country's name.")
    return _places("country", "IN or India", rows, dict(rows))


@cache
def us_states() -> Places:
    """US states, DC and territories by postal code. BadFacts when the shipped table is damaged."""
    rows = read_yaml(DATA / "us_states.yaml")
    return _places("US state", "NY or New York", rows, {code: [name] for code, name in rows.items()})


def _places(noun: str, example: str, rows: Block, words: dict[str, Iterable[str]]) -> Places:
    names = {code: str(next(iter(spellings))) for code, spellings in words.items()}
    spellings: dict[str, str] = {}
    for code, listed in words.items():
        for word in (code, *listed):
            other = spellings.setdefault(_plain(str(word)), code)
            if other != code:
                raise BadFacts(
                    f"The {noun} table uses “{word}” for both {other} and {code}.", line=rows.line_of(code)
                )
    return Places(noun, example, MappingProxyType(names), MappingProxyType(spellings))


def _plain(text: str) -> str:
    """Letters only, without accents, dots and case, so that `Cote d'Ivoire` finds Côte d'Ivoire."""
    text = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    text = " ".join("saint" if word in ("st", "st.") else word for word in text.split())
    return "".join(ch for ch in text if ch.isalpha())
