"""Pages for what went wrong: one calm sentence, what to do, never a trace."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smartpick.errors import SmartPickError
from smartpick.web.render import Pages

START = ("/", "Back to the start")
AGAIN = "Something in the request was not as expected. Go back and send it again."
WORDS = {
    400: ("This could not be read.", AGAIN),
    403: ("This form was refused.",
          "It did not come from a page of SmartPick. Open the page again and send it once more."),
    404: ("There is no page here.", "The address may be mistyped, or the page has moved."),
    405: ("This address cannot be opened like that.",
          "It only takes what a form sends. Start from the page with the form."),
    413: ("This is too large.",
          "SmartPick reads files of at most 1 MB; nothing was stored. Choose the profile file itself."),
    421: ("This address is not served here.", "Open SmartPick at the address it printed when it started."),
    422: ("This could not be used.", AGAIN),
    500: ("Something broke on our side.",
          ("Nothing you typed was written down. Go back and try again; if it happens again, "
           "please report what you did, without personal details.")),
}  # fmt: skip
HEADINGS = {
    "plan_gone": "This plan is gone.",
    "form_refused": "This form was refused.",
    "stale_revision": "This plan was changed elsewhere.",
    "workspace_damaged": "Your saved plans cannot be read.",
    "workspace_foreign": "This file belongs to another program.",
    "workspace_newer": "Your saved plans are from a newer SmartPick.",
    "workspace_busy": "Your saved plans are in use.",
    "workspace_full": "The disk is full.",
    "workspace_unwritable": "This could not be saved.",
}
ACTIONS = {
    "plan_gone": ("/begin", "Make a plan"),
    "workspace_damaged": ("/workspace", "See what can be saved"),
    "workspace_newer": ("/workspace", "Where the file is"),
    "stale_revision": ("/scenarios", "My saved plans"),
}  # fmt: skip


def error_page(pages: Pages, request: Request, status: int) -> Response:
    """The page for a status; one that is not in WORDS is worded as 400 or 500."""
    heading, sentence = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    return pages.page(request, "message.html", status=status, heading=heading, sentence=sentence,
                      href=START[0], action=START[1])


def install(app: FastAPI, pages: Pages) -> None:
    """Answer every foreseen error of the app with a page."""

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        return error_page(pages, request, error.status_code)

    @app.exception_handler(SmartPickError)
    def own_error(request: Request, error: SmartPickError) -> Response:
        heading = HEADINGS.get(error.code) or WORDS.get(error.status, WORDS[400])[0]
        sentences = " ".join(problem.sentence() for problem in error.problems)
        if error.code == "workspace_damaged":  # its remedy is a command; here there is a page
            sentences = (f"{error.problem.message} It was not changed. What can still be read can be saved into a "
                         "new file.")
        href, action = ACTIONS.get(error.code, START)
        return pages.page(request, "message.html", status=error.status, heading=heading, sentence=sentences,
                          href=href, action=action)
