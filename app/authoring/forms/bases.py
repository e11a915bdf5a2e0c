"""The form by which a draft takes what was published meanwhile: for each file that both changed, which side counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from wtforms import HiddenField

from app.authoring.forms.acts import ActForm, read_number
from app.authoring.merging import Choice as PieceChoice
from app.authoring.merging import Piece, joined
from app.authoring.operations.bases import Choice
from app.authoring.queries.bases import NewerBase, pieces_of
from app.courses.doors import FileChange

SIDES: Final = ("mine", "theirs", "pieces")
PIECE_SIDES: Final[Mapping[str, PieceChoice]] = {"mine": "mine", "theirs": "theirs", "both": "both"}

Sent: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class ClashField:
    """A file that both changed, and what was chosen of it."""

    number: int
    """From 1, among those that both changed."""
    change: FileChange
    pieces: tuple[Piece, ...]
    """None: it isn't put together piece by piece."""
    sent: Sent

    @property
    def name(self) -> str:
        """Of the field that says which side counts."""
        return f"side-{self.number}"

    @property
    def side(self) -> str:
        """What was chosen; where both changed different places and nothing was, both count. Empty: nothing yet."""
        chosen = self.sent.get(self.name, "")
        if chosen in SIDES[: 3 if self.pieces else 2]:
            return chosen
        return "pieces" if self.pieces and not self.open else ""

    @property
    def open(self) -> tuple[tuple[int, str, Piece], ...]:
        """The pieces of which somebody has to choose a side: their place, the name of their field, and they
        themselves."""
        return tuple((at, f"piece-{self.number}-{at}", piece) for at, piece in enumerate(self.pieces) if piece.is_open)

    @property
    def chosen_pieces(self) -> Mapping[int, PieceChoice]:
        """What was chosen of each piece."""
        sent = ((at, PIECE_SIDES.get(self.sent.get(name, ""))) for at, name, _ in self.open)
        return {at: side for at, side in sent if side}

    @property
    def choice(self) -> Choice | None:
        """What the draft's file becomes; None: somebody still has to choose."""
        match self.side:
            case "mine":
                return "mine"
            case "theirs":
                return "theirs"
            case "pieces" if len(self.chosen_pieces) == len(self.open):
                return joined(self.pieces, self.chosen_pieces).encode()
            case _:
                return None


class BaseForm(ActForm):
    """Which state of the draft and which revision were looked at, and what was chosen."""

    version = HiddenField()
    newest = HiddenField()

    @property
    def seen_version(self) -> int:
        """The state of the draft that its author looked at."""
        return read_number(self.version.data)

    @property
    def newest_id(self) -> int:
        """The revision that they looked at."""
        return read_number(self.newest.data)


@dataclass(frozen=True)
class Settling:
    """All files that both changed, as the page asks of them and as they were answered."""

    fields: tuple[ClashField, ...]

    @classmethod
    def of(cls, base: NewerBase, sent: Sent) -> Settling:
        """What was sent about the clashes of a draft with a newer revision."""
        clashes = enumerate(base.clashes, 1)
        return cls(tuple(ClashField(number, change, pieces_of(change), sent) for number, change in clashes))

    @property
    def unsettled(self) -> tuple[ClashField, ...]:
        """Those of which somebody still has to choose."""
        return tuple(field for field in self.fields if field.choice is None)

    @property
    def choices(self) -> dict[str, Choice]:
        """What becomes of each, by path; those aside of which nothing was chosen."""
        found = ((field.change.path, field.choice) for field in self.fields)
        return {path: choice for path, choice in found if choice is not None}
