"""Patterns: every piece of the pages in every state, made by the same macros. All people and programs are invented."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from smartpick.web.pages import pattern_values as values
from smartpick.web.pages.context import Context
from smartpick.web.pages.rows import Filter, RowPage
from smartpick.web.questions import Choice, Input

THEMES = ("light", "dark")
PATTERNS = (
    ("verdict", "Verdict"),
    ("chance", "Chance"),
    ("number", "Number with why"),
    ("reality", "Reality card"),
    ("criterion", "Criterion row"),
    ("tier", "Tier marks"),
    ("program", "Program row"),
    ("evidence", "Evidence chip"),
    ("rail", "Step rail with progress"),
    ("field", "Form field"),
    ("money", "Money line and budget stack"),
    ("curve", "Chance curve and its table"),
    ("moves", "What moves a chance, and what is unknown"),
    ("compared", "Compared with those who matched"),
    ("ranks", "Chance by number of ranks"),
    ("timeline", "Timeline lane"),
    ("steps", "Steps and tasks"),
    ("notice", "Notice"),
    ("empty", "Empty state"),
    ("progress", "Progress with cancel"),
    ("table", "Table with sticky head and filters"),
    ("sources", "Sources of a page"),
    ("term", "Glossary term"),
    ("button", "Buttons and links"),
)
FIELDS = (
    ("plain", Input("plain", "Strong US letters in this specialty"), ""),
    ("hint", Input("hinted", "Months on site"), "Done so far, in the United States."),
    ("error", Input("wrong", "Step 2 CK"), "Three figures, from 1 to 300."),
    ("unknown", Input("unknown", "Parallel specialty", "select",
                      (("", (Choice("", "I do not know yet"), Choice("pathology", "Pathology"))),)), ""),
    ("choice", Input("choices", "Visa", "radio", (("", (Choice("j1", "J-1"), Choice("none", "None needed"),
                                                        Choice("", "I do not know"))),)), ""),
)  # fmt: skip


def router(context: Context) -> APIRouter:
    """`GET /patterns`, with `?theme=light` or `?theme=dark` for one that does not follow the system."""
    routes = APIRouter()

    @routes.get("/patterns")
    def patterns(request: Request, theme: str = "") -> Response:
        filters = (
            Filter("list", "List", (Choice("all", "All lists"), Choice("target", "Target: Dermatology")), "all"),
            Filter("tier", "Tier", (Choice("all", "All tiers"), Choice("1", "Tier 1")), "all"),
        )
        page = RowPage(values.program_rows(), "1 to 5 of 12 programs, your list first", 1, 3, None,
                       "/patterns#pattern-table")
        return context.pages.page(request, "patterns.html", patterns=PATTERNS, theme=theme if theme in THEMES else "",
                                  fields=FIELDS, v=values, filters=filters, table_page=page)

    return routes
