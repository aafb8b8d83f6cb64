"""Everything in a workspace as one value, read in one view and brought into another in one change."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass, replace

from smartpick.store.scenarios import (
    ID_BYTES,
    LONGEST_NAME,
    Revision,
    Scenario,
    insert,
    read_all,
    read_history,
)
from smartpick.store.verdicts import VerdictNote, read_verdicts
from smartpick.store.workspace import Workspace

IMPORTED = " (imported)"


@dataclass(frozen=True, slots=True)
class Whole:
    """A scenario with its kept revisions, the latest first, and the verdicts noted for it."""

    scenario: Scenario
    history: tuple[Revision, ...]
    verdicts: tuple[VerdictNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    scenarios: tuple[Whole, ...]
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """Names of the scenarios that are new, that were here already, and that were put beside a changed one."""

    added: tuple[str, ...]
    already_here: tuple[str, ...]
    beside: tuple[str, ...]


def take(workspace: Workspace) -> Snapshot:
    """The whole workspace as of one moment; the scenario changed last first."""
    with workspace.reading() as db:
        wholes = [
            Whole(s, read_history(workspace, db, s.id), read_verdicts(db, s.id)) for s in read_all(workspace, db)
        ]
        settings = db.execute("SELECT key, value FROM setting ORDER BY key").fetchall()
        return Snapshot(tuple(wholes), tuple((row["key"], row["value"]) for row in settings))


def bring_in(workspace: Workspace, snapshot: Snapshot) -> BroughtIn:
    """Add what is missing, all of it or nothing; what is here is never changed.

    A scenario that is here with another content comes in beside it under a new id. Settings that are
    made here stay.
    """
    added, already, beside = [], [], []
    with workspace.writing() as db:
        here = {s.id: s for s in read_all(workspace, db)}
        for whole in reversed(snapshot.scenarios):  # the one changed last is added last, and stands first again
            own = whole.scenario
            if own.id not in here:
                added.append(own.name)
                _insert(db, whole, own)
            elif any(_same(own, s) for s in here.values() if own.id in (s.id, s.copied_from)):
                already.append(own.name)
            else:
                name = own.name[: LONGEST_NAME - len(IMPORTED)] + IMPORTED
                beside.append(name)
                _insert(db, whole, replace(own, id=secrets.token_urlsafe(ID_BYTES), name=name, copied_from=own.id))
        db.executemany("INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", snapshot.settings)
    return BroughtIn(tuple(added), tuple(already), tuple(beside))


def _insert(db: sqlite3.Connection, whole: Whole, scenario: Scenario) -> None:
    insert(db, scenario, tuple(reversed(whole.history)))
    db.executemany("INSERT INTO verdict (scenario, day, today, planned) VALUES (?, ?, ?, ?)",
                   [(scenario.id, v.day, v.today, v.planned) for v in whole.verdicts])


def _same(one: Scenario, other: Scenario) -> bool:
    return (one.profile, one.season) == (other.profile, other.season)
