"""Matching: where words stand in other texts, and what became of them; shared by checking and tracing.

`keys` says when words are the same, `index` finds candidates by word 4-grams and rare word pairs, `chain` joins runs
of matched words, `align` aligns the rest word by word, `changes` names each difference, `meaning` those that meaning
hangs on.
"""
