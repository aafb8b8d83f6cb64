"""One part of a plan: `smartpick verdict FILE --json` prints what `plan --json` has under `verdict`."""

from __future__ import annotations

from collections.abc import Callable

from smartpick.cli.planning import All, AsJson, File, SeasonYear, Today, make, print_json, print_sections
from smartpick.cli.show_advice import show_chances, show_reality, show_steps, show_verdict, show_visa
from smartpick.cli.show_list import show_costs, show_list, show_sources, show_timeline, show_warnings

SECTIONS: dict[str, tuple[Callable[..., None], ...]] = {
    "verdict": (show_verdict,),
    "reality": (show_reality,),
    "chances": (show_chances,),
    "programs": (show_list,),
    "portfolio": (show_list, show_costs),
    "visa": (show_visa,),
    "timeline": (show_steps, show_timeline),
    "sources": (show_sources,),
    "warnings": (show_warnings,),
}


def part(key: str) -> Callable[..., None]:
    """The command for one key of a plan."""

    def command(
        file: File, json: AsJson = False, every: All = False, today: Today = None, season: SeasonYear = None
    ) -> None:
        plan = make(file, today, season)
        if json:
            from smartpick.exchange.plan_json import plan_json

            print_json(plan_json(plan)[key])
        else:
            print_sections(plan, SECTIONS[key], everything=every)

    command.__doc__ = f"Print the part “{key}” of the plan for a profile."
    return command


verdict, reality, chances, programs = (part(key) for key in ("verdict", "reality", "chances", "programs"))
portfolio, visa, timeline = (part(key) for key in ("portfolio", "visa", "timeline"))
sources, warnings = (part(key) for key in ("sources", "warnings"))
