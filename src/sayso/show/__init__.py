"""Findings as people read them: in a terminal, as a page, in a notebook, as rows.

Shows the records and nothing else: it imports the model, never the stages that made them.
"""
