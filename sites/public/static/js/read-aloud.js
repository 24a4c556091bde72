// Reads an article aloud by a voice of this very device. Where there is none the button stays hidden: a voice
// from elsewhere would be sent what one reads.
(() => {
  "use strict";
  const tools = document.querySelector("[data-read-aloud-tools]");
  const text = document.querySelector("[data-read-aloud]");
  const speech = window.speechSynthesis;
  if (!tools || !text || !speech) return;
  const button = tools.querySelector("button");
  const status = tools.querySelector("[role=status]");
  let isReading = false;

  const voice = () => {
    const own = speech.getVoices().filter((each) => each.localService && /^(zh|cmn)/i.test(each.lang));
    return own.find((each) => /^zh[-_]cn|hans/i.test(each.lang)) || own[0];
  };

  // While it reads the button stays: it is how one stops.
  const offer = () => { tools.hidden = !voice() && !isReading; };
  offer();
  speech.addEventListener("voiceschanged", offer);

  const stop = (told) => {
    isReading = false;
    status.textContent = told;
    speech.cancel();
    button.textContent = "朗读";
    text.querySelectorAll(".is-read-aloud").forEach((each) => each.classList.remove("is-read-aloud"));
    offer();
  };

  // Sentence by sentence: some browsers fall silent in the middle of a long one.
  const read = () => {
    isReading = true;
    button.textContent = "停止朗读";
    status.textContent = "开始朗读";
    const parts = [...text.querySelectorAll("p, h2, h3, li, blockquote, figcaption, td, th")]
      .filter((each) => !each.querySelector("p, li") && each.checkVisibility() && each.textContent.trim())
      .flatMap((each) => each.textContent.trim().match(/[^。！？；\n]+[。！？；]?/g)?.map((words) => [each, words.trim()]) ?? []);
    const own = voice();
    parts.forEach(([place, words], index) => {
      const said = new SpeechSynthesisUtterance(words);
      said.voice = own;
      said.lang = own.lang;
      said.onstart = () => {
        text.querySelectorAll(".is-read-aloud").forEach((each) => each.classList.remove("is-read-aloud"));
        place.classList.add("is-read-aloud");
      };
      // A voice may fail, or be taken away, in the middle; a sentence that was broken off by stopping did not.
      said.onerror = ({ error }) => {
        if (isReading && !["canceled", "interrupted"].includes(error)) stop("这台设备没有读出来，可以再按一次试试。");
      };
      if (index === parts.length - 1) said.onend = () => { if (isReading) stop("读完了"); };
      speech.speak(said);
    });
  };

  button.addEventListener("click", () => {
    if (isReading) stop("已停止"); else read();
  });
  window.addEventListener("pagehide", () => speech.cancel());
})();
