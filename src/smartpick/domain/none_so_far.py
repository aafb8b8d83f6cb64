"""None is not unknown: which lists of a profile are said to be empty, which are open, and what is out by kind."""

from __future__ import annotations

from smartpick.domain.applicant import OutputKind, Profile, Progress

# An empty one of these lists is unknown, not none.
MAY_SAY_NONE = ("earlier_matches", "letters", "outputs", "research", "rotations")
# The groups of outputs that the published statistics count, in words.
OUTPUT_GROUPS = {"publications": "papers", "abstracts": "abstracts", "presentations": "posters or talks"}


def said_none(profile: Profile, name: str) -> bool:
    """Whether the person said that this list is empty, rather than left it open."""
    return name in profile.none_of and not getattr(profile, name)


def left_open(profile: Profile, name: str) -> bool:
    """Whether this list is unknown: no entries, and not said to be none."""
    return not getattr(profile, name) and name not in profile.none_of


def outputs_done(profile: Profile) -> dict[str, int | None]:
    """What is out by OUTPUT_GROUPS; None where the profile does not name such a thing and does not say none."""
    if said_none(profile, "outputs"):
        return dict.fromkeys(OUTPUT_GROUPS, 0)
    found: dict[str, int | None] = dict.fromkeys(OUTPUT_GROUPS)
    for output in profile.outputs:
        done = output.progress is Progress.DONE
        if done or output.count:  # "none planned" says nothing of what is out
            group = _group(output.kind)
            found[group] = (found[group] or 0) + (output.count if done else 0)
    return found


def _group(kind: OutputKind) -> str:
    if kind.written:
        return "publications"
    return "abstracts" if kind is OutputKind.ABSTRACT else "presentations"
