"""Sphinx settings: `make docs` builds the pages into docs/_build."""

project = "Waybill"
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {"description": "Dated claims with provenance", "fixed_sidebar": True}
html_show_copyright = False
html_show_sphinx = False
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
