"""An article is read aloud by a voice of the device, and by none from elsewhere."""

import json

import pytest

from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser
# A device with these voices: what is said is written down, and said at once.
DEVICE = """
  window.said = []; window.utterances = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => VOICES, addEventListener() {}, cancel() { window.cancelled = true; },
    speak(each) {
      window.utterances.push(each); window.said.push([each.voice.name, each.text]); each.onstart();
    },
  } });"""
NEAR = {"name": "near", "lang": "zh-CN", "localService": True}
FAR = {"name": "far", "lang": "zh-CN", "localService": False}
ENGLISH = {"name": "english", "lang": "en-GB", "localService": True}


@pytest.fixture
def opened(visit):
    def look(name, voices):
        return visit(PAGES[name][0], before=DEVICE.replace("VOICES", json.dumps(voices)))

    return look


@pytest.mark.parametrize("name", ["article", "notice", "case", "law-article"])
def test_page_is_read_sentence_by_sentence_and_stopped(opened, name):
    page = opened(name, [FAR, ENGLISH, NEAR])
    page.get_by_role("button", name="朗读").click()
    said = page.evaluate("window.said")
    words = "".join(page.inner_text("[data-read-aloud]").split())
    assert {voice for voice, _text in said} == {"near"}
    assert ["".join(text.split()) in words for _voice, text in said] == [True] * len(said)
    assert "".join("".join(text.split()) for _voice, text in said)[:10] == words[:10]
    assert page.locator(".is-read-aloud").count() == 1
    page.get_by_role("button", name="停止朗读").click()
    assert (page.evaluate("window.cancelled"), page.locator(".is-read-aloud").count()) == (True, 0)


@pytest.mark.parametrize("voices", [[], [FAR, ENGLISH]], ids=["none", "foreign"])
def test_without_a_voice_of_the_device_nothing_is_offered(opened, voices):
    assert not opened("article", voices).get_by_role("button", name="朗读").is_visible()


def test_voice_that_fails_says_so_and_is_offered_again(opened):
    page = opened("article", [NEAR])
    page.get_by_role("button", name="朗读").click()
    page.evaluate("window.utterances[0].onerror({ error: 'synthesis-failed' })")
    assert (
        page.locator("[data-read-aloud-tools] [role=status]").inner_text()
        == "这台设备没有读出来，可以再按一次试试。"
    )
    page.get_by_role("button", name="朗读").click()
    page.get_by_role("button", name="停止朗读").click()
    # What the browser still tells of the sentence that was broken off changes nothing.
    page.evaluate("window.utterances.at(-1).onend()")
    page.evaluate("window.utterances.at(-1).onerror({ error: 'interrupted' })")
    assert page.locator("[data-read-aloud-tools] [role=status]").inner_text() == "已停止"
