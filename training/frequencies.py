"""The table of how common English words and pairs of words are: ``python -m training.frequencies``.

Counted in texts under open licences alone, spoken and written, as keys (`sayso.match.keys`), so that whatever counts as
the same word is one entry.  It ships in the English pack; whoever changes how keys are made must count again.
"""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import pairwise
from pathlib import Path

from bench.data import load
from sayso.languages import en
from sayso.languages.matching import load as matching
from sayso.match.keys import Keyer

SETS = ("open/whitehouse_transcripts", "open/gum_open.en", "open/wikinews.attributed", "open/wikinews.en.semeval15")
LEAST_WORD, LEAST_PAIR = 2, 4
VERSION = "1"
TABLE = Path(en.__file__).parent / "frequencies.tsv.gz"


def main() -> None:
    keyer = Keyer(matching("en"))
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for name in SETS:
        for record in load(name):
            keys = keyer.keyed(record["text"]).keys
            words.update(keys)
            pairs.update(pairwise(keys))
    lines = [f"# {VERSION}, {len(SETS)} open sets\t{sum(words.values())}"]
    lines += [f"{word}\t{n}" for word, n in sorted(words.items()) if n >= LEAST_WORD]
    lines += [f"{a} {b}\t{n}" for (a, b), n in sorted(pairs.items()) if n >= LEAST_PAIR and min(words[a], words[b]) > 1]
    TABLE.write_bytes(gzip.compress("\n".join([*lines, ""]).encode(), mtime=0))
    print(f"{len(lines) - 1:,} entries of {sum(words.values()):,} words: {TABLE}")


if __name__ == "__main__":
    main()
