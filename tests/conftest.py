"""Settings that all tests share: in CI hypothesis draws the same examples each time; at a desk it searches on."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
