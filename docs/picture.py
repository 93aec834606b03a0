"""The picture of the page that the README shows: `make picture` draws it from the newest release under processed/.

Needs Chromium and its driver from the distribution's packages; the picture is drawn by hand now and then, not by tests.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "page.png"
SIZE = (1180, 980)
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")


def draw(page: Path, picture: Path) -> None:
    """A picture of `page` as a browser shows it, in light colours."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        sys.exit("no chromium and chromedriver on this machine: install the distribution's packages of these names")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--window-size={SIZE[0]},{SIZE[1]}"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        browser.get(page.as_uri())
        WebDriverWait(browser, 20).until(
            lambda b: b.execute_script("return document.documentElement.dataset.ready === 'yes'")
        )
        browser.save_screenshot(str(picture))
    finally:
        browser.quit()


if __name__ == "__main__":
    newest = ROOT / "processed" / "latest" / "index.html"
    if not newest.is_file():
        sys.exit(f"{newest.relative_to(ROOT)}: no release yet; run `make dataset`")
    draw(newest.resolve(), PICTURE)
    print(PICTURE.relative_to(ROOT))
