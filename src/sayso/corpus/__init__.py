"""The corpus file: articles and what was found in them, in one SQLite file.

`schema` opens it, `keys` and `dates` tell what is the same and what is newer, `store` puts records in and `load` takes
them out, `search` looks in the texts, `outlets` reads tables of outlets, `export` writes it out in other forms.
"""

from __future__ import annotations

from sayso.corpus.file import Added, Corpus, Hit
from sayso.corpus.outlets import Outlet

__all__ = ["Added", "Corpus", "Hit", "Outlet"]
