"""A release as people look at it: one self-contained `index.html`, and the main plots as SVG for papers."""

from waybill.page.extent import Extent, newest
from waybill.page.figures import render_figures
from waybill.page.render import chart_library, render_page

__all__ = ["Extent", "chart_library", "newest", "render_figures", "render_page"]
