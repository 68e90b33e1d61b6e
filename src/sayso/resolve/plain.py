"""Speakers where no model reads the language: the names that the sources are."""

from __future__ import annotations

from dataclasses import replace

from sayso.model import Attribution, Findings, Mention, Speaker, SpokenFor, finding_id


def resolved(found: Findings) -> Findings:
    """The findings with a named person behind each source, one for all sources of the same words."""
    text, digest = found.article.text, found.article.digest
    by_name: dict[str, list[Attribution]] = {}
    for said in found.attributions:
        if said.source:
            by_name.setdefault(found.article.words(said.source), []).append(said)
    speakers = {
        name: Speaker(
            finding_id(digest, "resolve", said[0].source),
            found.article.id,
            name,
            (),
            "named_person",
            tuple(Mention(a.source[0], "name") for a in said),
        )
        for name, said in by_name.items()
    }

    def spoken_for(said: Attribution) -> SpokenFor | None:
        speaker = speakers.get(text[slice(*said.source[0])]) if len(said.source) == 1 else None
        if speaker is None:
            return None
        return SpokenFor(speaker.id, speaker.name, None, speaker.kind, said.source[0], said.confidence)

    attributions = tuple(replace(a, speaker=spoken_for(a)) for a in found.attributions)
    return replace(found, attributions=attributions, speakers=tuple(speakers.values()))
