"""Settings of the documentation site: `make docs` writes it to docs/_site with Sphinx, and fails on any warning."""

from audiobuild import __version__

project = "audiobuild"
release = __version__
copyright = "the authors of audiobuild"  # noqa: A001  (Sphinx names it so)

extensions = ["myst_parser", "sphinx_click"]
exclude_patterns = ["_site", "zh"]
myst_heading_anchors = 4  # the pages link to headings as forges name them

html_theme = "furo"
html_title = f"audiobuild {release}"
html_copy_source = False
html_show_sphinx = False
