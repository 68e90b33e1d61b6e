"""Settings of all tests."""

from hypothesis import settings

# The same cases in every run, so that a failure is everybody's; `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("gate")
