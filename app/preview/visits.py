"""Which requests are being answered: a preview ends when the last one is, and its files are gone only then."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Condition
from typing import TYPE_CHECKING

from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Visits:
    """A WSGI application that passes requests on to another, until it has ended."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._changed = Condition()
        self._under_way = 0
        self._ended = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not self._entered():
            start_response("503 Service Unavailable", [("Content-Length", "0"), ("Connection", "close")])
            return ()
        try:
            return ClosingIterator(self._app(environ, start_response), self._left)
        except BaseException:
            self._left()
            raise

    def end(self, *, patience: float) -> bool:
        """Let nobody in any more, and wait so many seconds for those who are in. Whether all have left."""
        with self._changed:
            self._ended = True
            return self._changed.wait_for(lambda: self._under_way == 0, patience)

    def _entered(self) -> bool:
        with self._changed:
            if not self._ended:
                self._under_way += 1
            return not self._ended

    def _left(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()
