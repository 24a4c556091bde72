// The door of a training. What is scanned is kept on this device first and sent when there is a line; the
// server takes each once. Without this script the form sends one code at a time.
(() => {
  "use strict";
  const door = document.querySelector("[data-door]");
  if (!door) return;
  const { pk, key, sendTo, worker, decoder } = door.dataset;
  const HOME = "door";
  const CHUNK = 50;
  const RETRY = 15_000;
  // A code held before the camera is read many times a second.
  const SAME = 10_000;
  const find = (name) => door.querySelector(`[data-${name}]`);
  const form = door.querySelector("form[data-typed]");
  const say = find("said");

  // Kept on the device ----------------------------------------------------
  const store = {
    read(name, otherwise) {
      try { return JSON.parse(localStorage.getItem(`${HOME}:${name}`)) ?? otherwise; } catch { return otherwise; }
    },
    write(name, value) { localStorage.setItem(`${HOME}:${name}`, JSON.stringify(value)); },
    forget(name) { localStorage.removeItem(`${HOME}:${name}`); },
  };
  const unique = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  const scansName = `${pk}:scans`;
  let device = store.read("device", null);
  if (!device) { device = unique(); store.write("device", device); }
  const scans = () => store.read(scansName, []);
  const waiting = () => scans().filter((scan) => !scan.sent);

  // How far this clock was from the server's when the page came over the line. Where that is no longer so when
  // the scans are sent, the clock was moved meanwhile. A page out of the cache tells what it told before.
  const opened = store.read(`${pk}:opened`, {});
  if (opened.now !== door.dataset.now) {
    opened.now = door.dataset.now;
    opened.offset = Number(door.dataset.now) - Date.now();
    store.write(`${pk}:opened`, opened);
  }

  // What is shown ---------------------------------------------------------
  const rows = new Map([...door.querySelectorAll("[data-code]")].map((row) => [row.dataset.code, row]));
  const mark = (code, words) => {
    const row = rows.get(code);
    if (!row) return;
    const tag = row.querySelector("[data-state]");
    tag.textContent = words;
    tag.classList.add("tag--ok");
    row.dataset.came = "1";
  };
  const count = () => {
    find("came").textContent = [...rows.values()].filter((row) => row.dataset.came).length;
    const left = waiting().length;
    find("waiting").textContent = left ? `${left} 次扫描还在这台设备上，连上网络后自动送出。` : "都已送出。";
    find("forget").disabled = left > 0;
  };
  const tell = (words, isWrong = false) => {
    say.textContent = words;
    say.className = `notice ${isWrong ? "notice--stop" : "notice--ok"}`;
  };

  // Seen ------------------------------------------------------------------
  const plain = (text) => text.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "").slice(0, 20);
  function see(text) {
    const code = plain(text);
    if (!code) { tell("没有读到签到码，请再试一次。", true); return; }
    const way = form.querySelector("[name=way]:checked").value;
    const at = Date.now();
    const held = scans();
    const words = way === "in" ? "到场" : "离场";
    const name = rows.get(code)?.querySelector("[data-name]").textContent;
    if (held.some((scan) => scan.code === code && scan.way === way && Math.abs(at - scan.at) < SAME)) return;
    const again = held.some((scan) => scan.code === code && scan.way === way);
    held.push({ token: unique(), code, way, at, offset: opened.offset });
    store.write(scansName, held);
    if (name) mark(code, `已${words}`);
    if (!name) tell(`${code} 不在名单上，已记下，联网后核对。`, true);
    else tell(again ? `${name} 刚才已经扫过${words}，又记了一次。` : `${name} 已${words}`);
    count();
    send();
  }

  // Sent ------------------------------------------------------------------
  let sending = false;
  let timer = null;
  async function send() {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    try {
      for (let part = waiting().slice(0, CHUNK); part.length; part = waiting().slice(0, CHUNK)) {
        const answer = await fetch(sendTo, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({
            key,
            device,
            now: Date.now(),
            scans: part.map(({ token, code, way, at, offset }) => ({ token, code, way, at, offset })),
          }),
        });
        const said = await answer.json();
        if (!answer.ok) { tell(said.error, true); break; }
        const taken = new Set(said.taken);
        store.write(scansName, scans().map((scan) => (taken.has(scan.token) ? { ...scan, sent: true } : scan)));
        said.came.filter((code) => !rows.get(code)?.dataset.came).forEach((code) => mark(code, "已到场"));
        find("conflicts").textContent = said.conflicts;
        const problems = Object.values(said.problems);
        if (problems.length) tell(`${problems.length} 次扫描要核对：${[...new Set(problems)].join("；")}`, true);
      }
    } catch {
      // No line. What was seen is kept.
    } finally {
      sending = false;
      count();
      if (waiting().length) timer = setTimeout(send, RETRY);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.namedItem("code");
    see(field.value);
    field.value = "";
    field.focus();
  });
  window.addEventListener("online", send);
  find("forget").addEventListener("click", async () => {
    store.forget(scansName);
    await caches.delete(HOME);
    tell("这台设备上的名单和记录已清除。");
    count();
  });

  // The camera ------------------------------------------------------------
  const camera = find("camera");
  const picture = find("picture");
  let stream = null;
  // Few browsers read codes themselves: none on an iPhone, none on most computers. The others get a reader.
  async function reads() {
    const own = "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
    return own ? BarcodeDetector : (await import(decoder)).BarcodeDetector;
  }
  async function watch() {
    const reader = new (await reads())({ formats: ["qr_code"] });
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    picture.srcObject = stream;
    picture.hidden = false;
    await picture.play();
    camera.textContent = "关闭摄像头";
    const look = async () => {
      if (!stream) return;
      try { (await reader.detect(picture)).forEach((found) => see(found.rawValue)); } catch { /* a frame is not there yet */ }
      setTimeout(look, 200);
    };
    look();
  }
  const rest = () => {
    stream.getTracks().forEach((track) => track.stop());
    stream = null;
    picture.hidden = true;
    camera.textContent = "用摄像头扫码";
  };
  if (navigator.mediaDevices) {
    camera.hidden = false;
    camera.addEventListener("click", () => {
      if (stream) rest();
      else watch().catch(() => tell("打不开摄像头，请输入签到码。", true));
    });
  }

  // Without a line --------------------------------------------------------
  async function keepThePage() {
    const ready = find("ready");
    try {
      await navigator.serviceWorker.register(worker, { scope: new URL(".", new URL(worker, location.href)).pathname });
      await navigator.serviceWorker.ready;
      const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.href || each.src);
      const cache = await caches.open(HOME);
      const readers = "BarcodeDetector" in window ? [] : [decoder, new URL("index.js", new URL(decoder, location.href)).href];
      await cache.addAll([location.pathname, ...new Set([...parts, ...readers])]);
      ready.textContent = "这一页已存在这台设备上，没有网络也能签到。";
    } catch {
      ready.textContent = navigator.onLine ? "这台设备不能离线保存这一页；请不要关闭它，断网时照样记录。" : "没有网络，用的是存在这台设备上的名单。";
    }
  }
  scans().forEach((scan) => mark(scan.code, scan.way === "in" ? "已到场" : "已离场"));
  door.classList.add("is-ready");
  count();
  send();
  if ("serviceWorker" in navigator) keepThePage();
})();
