"""The workspace file: where it is, take everything out, bring an export in, repair it, delete everything."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from smartpick.errors import Problem, SmartPickError
from smartpick.store.refusals import DamagedWorkspace
from smartpick.usecases.workspace import where_is_it
from smartpick.usecases.workspace_export import export_bytes
from smartpick.usecases.workspace_import import import_everything
from smartpick.usecases.workspace_repair import go_on_with, is_damaged, repair_workspace
from smartpick.web.pages.context import Context, posted, to
from smartpick.web.security import check_form

NO_FILE = Problem("form", "No file was chosen, or it is empty.", remedy="Choose the ZIP file that an export wrote.")


def router(context: Context) -> APIRouter:
    """`/workspace` and what can be done with the whole file."""
    routes = APIRouter()
    shelf, pages = context.shelf, context.pages

    def workspace_page(request: Request, problems: tuple[Problem, ...] = (), said: tuple[str, ...] = ()) -> Response:
        count, trouble, damaged = 0, "", False
        try:
            count = len(shelf.scenarios())
        except DamagedWorkspace as error:
            trouble, damaged = error.problem.message, True
        except SmartPickError as error:
            trouble = error.problem.sentence()
        path, files = where_is_it(shelf.workspace.path)
        beside = tuple(f.name for f in files if f != path)
        return pages.page(request, "workspace.html", status=422 if problems else 200, count=count, trouble=trouble,
                          damaged=damaged, file=shelf.shown_file, beside=beside, exists=bool(files),
                          problems=problems, said=said)  # fmt: skip

    @routes.get("/workspace")
    def where(request: Request) -> Response:
        return workspace_page(request)

    @routes.get("/workspace/smartpick-workspace.zip")
    def export() -> Response:
        content = export_bytes(shelf.workspace, shelf.today())
        return Response(content, media_type="application/zip",
                        headers={"Content-Disposition": 'attachment; filename="smartpick-workspace.zip"'})

    @routes.post("/workspace/import")
    async def bring_in(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=5) as form:
            check_form(request, form.get("form_token"))
            file = form.get("export")
            content = await file.read() if isinstance(file, UploadFile) else b""
        if not content:
            return workspace_page(request, (NO_FILE,))
        try:
            report = await run_in_threadpool(import_everything, shelf.workspace, content)
        except SmartPickError as error:
            return workspace_page(request, error.problems)
        return workspace_page(request, said=report.sentences)

    @routes.post("/workspace/repair")
    async def repair(request: Request) -> Response:
        await posted(request)
        if not shelf.workspace.exists or not await run_in_threadpool(is_damaged, shelf.workspace.path):
            return to("/workspace")
        report = await run_in_threadpool(repair_workspace, shelf.workspace.path)
        if report.new is not None:
            await run_in_threadpool(go_on_with, report)
        return pages.page(request, "repaired.html", report=report)

    @routes.get("/workspace/delete")
    def ask(request: Request) -> Response:
        files = where_is_it(shelf.workspace.path)[1]
        return pages.page(request, "delete_everything.html", file=shelf.shown_file, files=[f.name for f in files])

    @routes.post("/workspace/delete")
    async def delete(request: Request) -> Response:
        await posted(request)
        await run_in_threadpool(shelf.delete_everything)
        context.sheets.forget_all()
        return pages.page(request, "message.html", heading="Everything is deleted.",
                          sentence="Saved plans, their earlier versions, copies beside the file, and what was in "
                                   "memory are gone. Files you downloaded are yours to keep or delete.",
                          href="/", action="Back to the start")  # fmt: skip

    return routes
