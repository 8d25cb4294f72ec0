"""Answers a request for a file by the rules of HTTP: conditions, one range of bytes, compressed text.

aiohttp's own FileResponse is not used: it ignores an If-Range that holds an ETag, sends the whole file for `bytes=-0`,
and refuses ranges that RFC 9110 says to ignore.
"""

from __future__ import annotations

import asyncio
import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import BinaryIO

from aiohttp import web

from audiobuild.publishing.served_files import CROSS_ORIGIN, ServedFile

CHUNK = 1 << 18  # bytes read at a time; aiohttp's own size
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def common_headers(**more: str) -> dict[str, str]:
    """The headers of every answer, and these; `_` in a name becomes `-`."""
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return {"Server": "audiobuild", "X-Content-Type-Options": "nosniff", **named}


async def send(request: web.BaseRequest, content: ServedFile) -> web.StreamResponse:
    """Send all of the content, one range of it, or that it has not changed."""
    zipped = _is_zipped(request, content)
    tag = f'{content.tag[:-1]}-gzip"' if zipped else content.tag
    headers = _version_headers(content, tag)
    if _is_known(request, tag, content.changed):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers |= {"Content-Type": content.type, "Accept-Ranges": "bytes"}
    if not zipped:
        return await _send_bytes(request, content, headers)
    response = web.Response(body=content.data.read(), headers=headers)
    response.enable_compression(web.ContentCoding.gzip)
    return response


def _is_zipped(request: web.BaseRequest, content: ServedFile) -> bool:
    """Whether to compress: a text, for a client that takes gzip. Ranges are of the bytes as they are."""
    return content.is_text and "Range" not in request.headers and accepts_gzip(request)


def _version_headers(content: ServedFile, tag: str) -> dict[str, str]:
    headers = common_headers(ETag=tag, Last_Modified=content.date, Cache_Control="no-cache")
    if content.is_text:
        headers["Vary"] = "Accept-Encoding"
    if content.name.endswith(CROSS_ORIGIN):
        headers["Access-Control-Allow-Origin"] = "*"
    return headers


async def _send_bytes(request: web.BaseRequest, content: ServedFile, headers: dict[str, str]) -> web.StreamResponse:
    """Send the bytes as they are in the file, all or one range."""
    first, end, status = 0, content.size, HTTPStatus.OK
    asked = _asked_range(request, content)
    if asked:
        first, end = asked
        status = HTTPStatus.PARTIAL_CONTENT
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{content.size}"
        if first == end:
            return _unsatisfiable(content)
    response = web.StreamResponse(status=status, headers=headers)
    response.content_length = end - first
    await response.prepare(request)
    if request.method == "GET":
        await _copy(content.data, first, end, response)
    return response


def _unsatisfiable(content: ServedFile) -> web.Response:
    headers = common_headers(Content_Range=f"bytes */{content.size}")
    return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)


async def _copy(data: BinaryIO, first: int, end: int, response: web.StreamResponse) -> None:
    data.seek(first)
    left = end - first
    while left:
        chunk = await asyncio.to_thread(data.read, min(CHUNK, left))
        if not chunk:  # the file was truncated meanwhile: closing the connection is the only signal left
            response.force_close()
            return
        await response.write(chunk)
        left -= len(chunk)


def accepts_gzip(request: web.BaseRequest) -> bool:
    """Whether the client names gzip with a weight above 0: RFC 9110, section 12.5.3."""
    for offer in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, _, weight = offer.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return not weight or weight.strip("0.") != ""
    return False


def _is_known(request: web.BaseRequest, tag: str, changed: float) -> bool:
    """Whether the client has this version: RFC 9110, sections 13.1.2 and 13.1.3."""
    known = request.headers.get("If-None-Match")
    if known is None:
        return _is_since(request.headers.get("If-Modified-Since"), changed)
    tags = [each.strip().removeprefix("W/") for each in known.split(",")]
    return "*" in tags or tag in tags


def _is_since(date: str | None, changed: float) -> bool:
    try:
        return date is not None and int(changed) <= parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError):  # not a date: the condition is ignored
        return False


def _asked_range(request: web.BaseRequest, content: ServedFile) -> tuple[int, int] | None:
    """First and end of the range that is asked for, see `byte_range`; None when all is wanted."""
    only_if = request.headers.get("If-Range")
    if request.method != "GET" or (only_if and only_if not in (content.tag, content.date)):
        return None
    return byte_range(request.headers.get("Range", ""), content.size)


def byte_range(asked: str, size: int) -> tuple[int, int] | None:
    """First and end (not included) of one range of bytes: RFC 9110, section 14.1.2.

    They are the same when there are no such bytes. None for a header that is ignored (several ranges, or another form):
    then the whole file is sent.
    """
    match = _RANGE.fullmatch(asked.strip())
    if not match or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    end = min(size, int(last) + 1) if last else size
    return min(size, int(first)), end
