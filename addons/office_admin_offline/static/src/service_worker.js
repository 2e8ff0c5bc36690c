// Keeps the shell of the page, and answers with it first. PREFIX, VERSION and SHELL come before, from the server.
const CACHE = `${PREFIX}${VERSION}`;

self.addEventListener("install", (ev) => {
    const requests = SHELL.map((url) => new Request(url, { cache: "reload", credentials: "same-origin" }));
    ev.waitUntil(
        caches
            .open(CACHE)
            .then((cache) => cache.addAll(requests))
            .then(() => self.skipWaiting())
    );
});

self.addEventListener("activate", (ev) => {
    const isOld = (name) => name.startsWith(PREFIX) && name !== CACHE;
    ev.waitUntil(
        caches
            .keys()
            .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
            .then(() => self.clients.claim())
    );
});

self.addEventListener("fetch", (ev) => {
    const url = new URL(ev.request.url);
    if (ev.request.method !== "GET" || url.origin !== self.location.origin || !SHELL.includes(url.pathname)) {
        return;
    }
    ev.respondWith(
        caches
            .open(CACHE)
            .then((cache) => cache.match(url.pathname))
            .then((kept) => kept || fetch(ev.request))
    );
});
