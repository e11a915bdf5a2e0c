"""Finding texts by their words: the database's own full text, with accents and case folded beforehand.

One row a text in `search_text`; SQLite finds them through an FTS5 index that triggers keep, PostgreSQL through an
index over `to_tsvector('simple', …)`. Folding is done here, so that both find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    Integer,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    text,
)

from app.db import Base, db

search_text = Table(
    "search_text",
    Base.metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("owner", String(160), nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("kind", "owner"),
)

WORD = re.compile(r"[^\W_]+")
MOST_WORDS, LONGEST_WORD = 8, 100
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def folded(words: str) -> str:
    """`words` in lower case and without accents: what is written differently and sought alike."""
    apart = unicodedata.normalize("NFKD", words.casefold().translate(LIGATURES))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def index_text(kind: str, owner: str, words: str) -> None:
    """Let `owner` be found by these words from now on, and no others."""
    index_texts(kind, {owner: words})


def index_texts(kind: str, texts: Mapping[str, str]) -> None:
    """The same for many owners of one kind."""
    forget_texts(kind, texts)
    if texts:
        rows = [{"kind": kind, "owner": owner, "text": " ".join(_words(text))} for owner, text in texts.items()]
        db.session.execute(insert(search_text), rows)


def forget_texts(kind: str, owners: Iterable[str]) -> None:
    """Let these owners be found no more."""
    db.session.execute(delete(search_text).where(search_text.c.kind == kind, search_text.c.owner.in_(list(owners))))


def forget_texts_below(kind: str, place: str) -> None:
    """Let the owners be found no more that are named `place`/…"""
    below = search_text.c.owner.startswith(f"{place}/", autoescape=True)
    db.session.execute(delete(search_text).where(search_text.c.kind == kind, below))


def sought_words(words: str) -> list[str]:
    """What is looked for when somebody types `words`: the first few of them, folded and without other signs."""
    return [word[:LONGEST_WORD] for word in _words(words)[:MOST_WORDS]]


def owners_matching(kind: str, words: str) -> Select[str] | None:
    """The owners of that kind whose texts have every one of `words`, or words that begin so; a statement to build
    on. None when there is no word to look for."""
    sought = sought_words(words)
    if not sought:
        return None
    of_kind = search_text.c.kind == kind
    if db.session.get_bind().dialect.name == "sqlite":
        # Without the index over kinds: people are nearly the whole of it, and SQLite would look through them all.
        of_kind = search_text.c.kind.concat("") == kind
        found = text(
            "search_text.id IN (SELECT rowid FROM search_text_index WHERE search_text_index MATCH :sought)"
        ).bindparams(_bound(" ".join(f'"{word}"*' for word in sought)))
    else:
        found = text("to_tsvector('simple', search_text.text) @@ to_tsquery('simple', :sought)").bindparams(
            _bound(" & ".join(f"'{word}':*" for word in sought))
        )
    return select(search_text.c.owner).where(of_kind, found)


def _words(text: str) -> list[str]:
    # Taken apart here: PostgreSQL would keep an address or a name with a hyphen whole, SQLite not.
    return WORD.findall(folded(text))


def _bound(sought: str) -> BindParameter[str]:
    return bindparam("sought", sought, unique=True)  # one statement may look for several kinds
