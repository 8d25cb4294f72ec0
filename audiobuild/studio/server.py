"""The studio's HTTP server: it answers one page of this machine, and nobody else."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from audiobuild.errors import AudiobuildError
from audiobuild.http_server import LOOPBACK, HttpServer
from audiobuild.resources import packaged
from audiobuild.studio.events import Events
from audiobuild.studio.session import ChangedError, Session

LARGEST = 2 << 20  # bytes of a request
WATCH = 0.5  # seconds between two looks at the files
BEAT = 15.0  # seconds after which a silent stream says that it is alive
TOKEN = 16  # bytes of the secret in the address, and of the cookie's
SCRIPTS = ("api", "edit", "menu", "place", "player", "review", "strip", "studio", "talk", "words")
PAGE = {  # path: file in the package, type
    "/": ("studio/page/index.html", "text/html"),
    "/look.css": ("site/look.css", "text/css"),
    "/studio.css": ("studio/page/studio.css", "text/css"),
    "/highlight.css": ("studio/page/highlight.css", "text/css"),
    **{f"/{name}.js": (f"studio/page/{name}.js", "text/javascript") for name in SCRIPTS},
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = Callable[[str, Mapping[str, Any]], Any]


class Studio:
    """Routes of a session, and who may use them.

    Other programs of this machine and pages of other sites reach the port too. So a request must name this server, a
    browser's must come from this page, and all of /api needs a cookie that is given for the token in the address.
    """

    def __init__(self, session: Session, port: int) -> None:
        self.token = secrets.token_urlsafe(TOKEN)
        self._cookie = secrets.token_urlsafe(TOKEN)
        self._cookie_name = f"ab-{port}"  # cookies are shared between ports
        self._session = session
        self._events = Events()
        self._hosts = {f"{host}:{port}" for host in (LOOPBACK, "localhost", "[::1]")}

    def application(self) -> web.Application:
        """The application, guarded from its first request on."""
        made = web.Application(middlewares=[self._guarded], client_max_size=LARGEST)
        made.cleanup_ctx.append(self._watched)
        made.router.add_get("/api/events", self._stream)
        made.router.add_get("/api/sound/{run:[0-9a-f]{64}}.mp3", self._sound)
        made.router.add_post("/api/session", self._begin)
        for path in PAGE:
            made.router.add_get(path, self._page)
        for name, found in self._answers().items():
            method, path = name.split(" ")
            made.router.add_route(method, f"/api/{path}", self._answer(found))
        return made

    def _answers(self) -> Mapping[str, Answer]:
        """What the session answers: each receives the id of a script and the body of the request."""
        session, tell = self._session, self._events.send
        return {
            "GET show": lambda _, body: session.show(),
            "GET script/{id}": lambda script, body: session.script(script),
            "POST script/{id}/pronounced": lambda script, body: session.pronounced(script, body["sentences"]),
            "POST script/{id}/say": lambda script, body: session.say(
                script, body["sentence"], body.get("instead", {}), bool(body.get("ahead"))
            ),
            "POST script/{id}/choices": lambda script, body: session.choices(
                script, body["sentence"], int(body["start"]), int(body["end"])
            ),
            "POST script/{id}/written": lambda script, body: session.written(script, body["sentence"]),
            "POST script/{id}/act": lambda script, body: session.act(
                script, body["rev"], body["do"], bool(body.get("try"))
            ),
            "POST script/{id}/undo": lambda script, body: session.undo(script, again=False),
            "POST script/{id}/redo": lambda script, body: session.undo(script, again=True),
            "POST script/{id}/review": lambda script, body: session.review(
                script, body["list"], body["what"], bool(body["wanted"])
            ),
            "POST script/{id}/build": lambda script, body: session.build(script, tell),
            "POST build/stop": lambda _, body: session.stop(),
            "GET script/{id}/ready": lambda script, body: session.ready(script),
            "POST script/{id}/publish": lambda script, body: session.publish(script),
        }

    # ---------------------------------------------------------------------------------------------------- who may ask

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = self._refusal(request)
        if refused:
            return web.Response(status=refused, headers=HEADERS)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            return web.Response(status=error.status, headers=HEADERS)
        response.headers.update({name: value for name, value in HEADERS.items() if name not in response.headers})
        return response

    def _refusal(self, request: web.Request) -> HTTPStatus | None:
        """Why a request is refused, by the first reason that holds; None for one of our page."""
        origins = {None, *(f"http://{host}" for host in self._hosts)}
        changes = request.method not in ("GET", "HEAD")
        reasons = (
            (request.headers.get("Host") not in self._hosts, HTTPStatus.MISDIRECTED_REQUEST),
            (request.headers.get("Origin") not in origins, HTTPStatus.FORBIDDEN),
            (request.headers.get("Sec-Fetch-Site") not in (None, "none", "same-origin"), HTTPStatus.FORBIDDEN),
            (changes and not _is_ours(request), HTTPStatus.FORBIDDEN),
            (_is_private(request) and not self._has_cookie(request), HTTPStatus.UNAUTHORIZED),
        )
        return next((status for holds, status in reasons if holds), None)

    def _has_cookie(self, request: web.Request) -> bool:
        given = request.cookies.get(self._cookie_name, "")
        return secrets.compare_digest(given.encode(), self._cookie.encode())

    async def _begin(self, request: web.Request) -> web.Response:
        """The cookie, for the token."""
        token = (await _body(request)).get("token")
        if not isinstance(token, str) or not secrets.compare_digest(token.encode(), self.token.encode()):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        response = web.json_response({})
        response.set_cookie(self._cookie_name, self._cookie, httponly=True, samesite="Strict", path="/")
        return response

    # -------------------------------------------------------------------------------------------------------- answers

    async def _page(self, request: web.Request) -> web.Response:
        name, kind = PAGE[request.path]
        return web.Response(body=packaged(name).read_bytes(), content_type=kind, charset="utf-8")

    def _answer(self, found: Answer) -> Handler:
        """A handler that answers with JSON what the session returns, or its error in one sentence."""

        async def handler(request: web.Request) -> web.Response:
            body = await _body(request) if request.method == "POST" else {}
            try:
                return web.json_response(await asyncio.to_thread(found, request.match_info.get("id", ""), body))
            except ChangedError as error:
                return web.json_response({"error": str(error)}, status=HTTPStatus.CONFLICT)
            except AudiobuildError as error:
                return web.json_response({"error": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
            except (KeyError, TypeError, ValueError) as error:  # a request that is not one of our page
                return web.json_response(
                    {"error": f"the request is not complete: {error}"}, status=HTTPStatus.BAD_REQUEST
                )

        return handler

    async def _watched(self, _: web.Application) -> AsyncIterator[None]:
        """Tell the pages when a file of the show changes; it is looked at twice a second."""
        self._events.begin()
        warming = asyncio.create_task(asyncio.to_thread(self._session.warm))
        watching = asyncio.create_task(self._watch())
        yield
        watching.cancel()
        await asyncio.gather(watching, warming, return_exceptions=True)

    async def _watch(self) -> None:
        before = await asyncio.to_thread(self._session.stamp)
        while True:
            await asyncio.sleep(WATCH)
            now = await asyncio.to_thread(self._session.stamp)
            if now != before:
                self._events.send("changed")
                before = now

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """The events, as the page's EventSource reads them."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue = self._events.open(request.headers.get("Last-Event-ID", ""))
        try:
            while True:
                try:
                    text = await asyncio.wait_for(queue.get(), BEAT)
                except TimeoutError:
                    text = b": here\n\n"
                await response.write(text)
        except ConnectionError:
            return response
        finally:
            self._events.close(queue)

    async def _sound(self, request: web.Request) -> web.Response:
        sound = await asyncio.to_thread(self._session.sound, request.match_info["run"])
        if sound is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        headers = {"Cache-Control": "private, max-age=31536000, immutable", "Accept-Ranges": "bytes"}
        wanted = request.http_range
        part = sound[wanted]
        if wanted == slice(None, None, 1):
            return web.Response(body=sound, content_type="audio/mpeg", headers=headers)
        if not part:
            raise web.HTTPRequestRangeNotSatisfiable
        first = wanted.indices(len(sound))[0]
        headers["Content-Range"] = f"bytes {first}-{first + len(part) - 1}/{len(sound)}"
        return web.Response(status=HTTPStatus.PARTIAL_CONTENT, body=part, content_type="audio/mpeg", headers=headers)


def _is_private(request: web.Request) -> bool:
    """Whether a request needs the cookie: all of the interface but the call that gives it."""
    return request.path.startswith("/api/") and request.path != "/api/session"


def _is_ours(request: web.Request) -> bool:
    """Whether a request that changes something was made by our page: no form of another site can send these headers."""
    return request.content_type == "application/json" and request.headers.get("X-Studio") == "1"


async def _body(request: web.Request) -> Mapping[str, Any]:
    try:
        found = await request.json()
    except ValueError as error:
        raise web.HTTPBadRequest from error
    if not isinstance(found, dict):
        raise web.HTTPBadRequest
    return found


class Server(HttpServer):
    """Serves the studio of a session to this machine, at `address`."""

    def __init__(self, session: Session, port: int) -> None:
        """Listen at `port` (0: any free port). Raises ConfigError if that fails."""
        super().__init__(LOOPBACK, port)
        self._studio = Studio(session, self.port)

    @property
    def address(self) -> str:
        """The page, with the token that lets it in; a fragment is sent to no server and kept in no log."""
        return f"http://{LOOPBACK}:{self.port}/#{self._studio.token}"

    def runner(self, **options: Any) -> web.BaseRunner:
        """One for the application."""
        return web.AppRunner(self._studio.application(), **options)
