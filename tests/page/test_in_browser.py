"""The page as a person meets it: opened by double click in a browser without network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.planted import planted_tables
from waybill.page import render_page

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver on this machine")
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_window_size(1200, 1400)
    yield driver
    driver.quit()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Open:
    def open_page(statements: int = 40, fragment: str = "", dark: bool = False) -> Any:
        page = tmp_path / "index.html"
        page.write_text(render_page(planted_tables(statements), "2026.11.1"), encoding="utf-8")
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        browser.get("about:blank")
        browser.get(page.as_uri() + fragment)
        for _ in range(500):
            if browser.execute_script("return document.documentElement.dataset.ready"):
                return browser
            time.sleep(0.02)
        raise AssertionError("the chart never became ready")

    return open_page


def text_of(browser: Any, selector: str) -> str:
    return str(browser.execute_script("return document.querySelector(arguments[0]).textContent", selector))


def test_it_opens_without_network_and_without_a_word_on_the_console(opened: Open) -> None:
    browser = opened()
    assert browser.get_log("browser") == []
    assert text_of(browser, "#table-note") == "40 statements."


def test_hostile_text_stays_text(opened: Open) -> None:
    browser = opened(fragment="#c_0000000000000002")
    time.sleep(0.3)
    assert browser.title == "Waybill 2026.11.1"
    assert "<script>" in text_of(browser, "#c_0000000000000002 blockquote")
    assert not browser.execute_script("return document.querySelector('#statements script, #statements img')")
    assert not browser.execute_script("return document.querySelector('a[href^=javascript]')")


def test_a_deep_link_opens_the_words_behind_a_claim(opened: Open) -> None:
    browser = opened(fragment="#c_0000000000000028")
    time.sleep(0.3)
    assert text_of(browser, "#c_0000000000000028 mark") == "more than 40,000"


def test_dragging_over_the_chart_filters_the_table(opened: Open) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    browser = opened()
    chart = browser.find_element("css selector", "#chart svg")
    drag = ActionChains(browser).move_to_element_with_offset(chart, -150, -60).click_and_hold()
    drag.move_by_offset(120, 10).release().perform()
    time.sleep(0.5)
    note = text_of(browser, "#table-note")
    assert " between 202" in note and int(note.split()[0]) < 40


def test_a_row_opens_to_its_quote_with_the_keyboard(opened: Open) -> None:
    browser = opened()
    browser.execute_script("document.querySelector('#statements tbody button').focus()")
    browser.switch_to.active_element.send_keys("\n")
    assert text_of(browser, "#statements tbody button") == "Hide"
    assert text_of(browser, "tr.mentions mark").startswith("more than ")
    assert browser.execute_script("return document.activeElement.getAttribute('aria-expanded')") == "true"


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_serious_fault(opened: Open, dark: bool) -> None:
    axe = pytest.importorskip("axe_core_python.selenium", reason="axe-core-python is not installed")
    browser = opened(fragment="#c_0000000000000005", dark=dark)
    found = axe.Axe().run(browser)["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []
