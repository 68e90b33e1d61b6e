"""The page in a real browser: it opens without a complaint, asks nobody for anything, and lights up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notation import STORY, findings
from sayso.model import Article, Attribution, Findings, Run, digest
from sayso.show import html

CHROMIUM = next((p for p in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser")) if p.exists()), None)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium in /usr/bin")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:  # each launch has a new profile
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a page of findings; complaints and requests are collected on the page."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})

    def open_(*found: Findings) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html.page(found), "utf-8")
        page = context.new_page()
        page.heard = []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("request", lambda request: page.heard.append(request.url))
        page.goto(path.as_uri())
        assert page.heard == [path.as_uri()]
        return page

    yield open_
    context.close()


def lit(page: Any) -> set[str]:
    """The texts of the parts that are lit up."""
    return set(
        page.eval_on_selector_all(
            ".text span",
            "all => all.filter(e => getComputedStyle(e).getPropertyValue('--lit')).map(e => e.textContent)",
        )
    )


STATEMENT_2 = {"“Nobody swims here,”", "she", "said", "“until I have seen the tiles myself.”"}


def test_following_a_number_lights_up_the_whole_statement(opened: Any) -> None:
    page = opened(findings(STORY), findings(STORY, name="other.html"))
    assert lit(page) == set()
    page.click("a.number.a1s2 >> nth=0")
    page.mouse.move(0, 0)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    assert lit(page) == STATEMENT_2


def test_pointer_and_keyboard_light_up_the_whole_statement(opened: Any) -> None:
    page = opened(findings(STORY))
    page.hover("text=Nobody swims here")
    assert lit(page) == STATEMENT_2
    page.mouse.move(0, 0)
    assert lit(page) == set()
    page.focus("a.number.a1s2 >> nth=0")
    assert lit(page) == STATEMENT_2


def test_row_of_the_list_leads_to_the_text_and_back(opened: Any) -> None:
    page = opened(findings(STORY))
    page.click("tr.a1s2 a")
    assert page.url.endswith("#a1s2")
    page.click("li.a1s2 a")
    assert page.url.endswith("#a1s2r")


def test_browser_shows_the_text_of_the_article(opened: Any) -> None:
    found = findings(STORY)
    page = opened(found)
    text = page.evaluate(
        "() => {const t = document.querySelector('.text').cloneNode(true);"
        "t.querySelectorAll('.margin').forEach(m => m.remove()); return t.textContent}"
    )
    assert text == found.article.text


def test_hostile_text_does_nothing(opened: Any) -> None:
    evil = "<img src=x onerror=alert(1)><script>console.log('ran')</script>\"'&lt;"
    said = Attribution("a", "x", ((0, 9),), ((4, 12),), ((6, len(evil)),), "direct")
    opened(Findings(Article(evil, digest(evil), evil, outlet=evil, title=evil), (), (said,), (), (Run("r", "a", "m"),)))


@pytest.mark.parametrize("width", [320, 800, 1600])
def test_page_is_never_wider_than_the_window(opened: Any, width: int) -> None:
    long = "https://example.example/" + "a" * 300
    page = opened(findings(STORY + f"\n\n{{she}}⁶ <said>⁶ [{long}]⁶", url=long))
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
