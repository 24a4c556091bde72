// Answers for the pages of the door where there is no line, with what they were when they were last opened.
"use strict";
const KEPT = "door";
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const fromTheLine = (request) => {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  return fetch(request, { signal: giveUp.signal }).finally(() => clearTimeout(timer));
};

const kept = async (request) => {
  const cache = await caches.open(KEPT);
  return cache.match(request, { ignoreVary: true });
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith((async () => {
    const held = await kept(request);
    if (!held) return fetch(request);
    try {
      const answer = await fromTheLine(request);
      return answer.status < 500 ? answer : held;
    } catch {
      return held;
    }
  })());
});
