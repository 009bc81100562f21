// SPDX-License-Identifier: EUPL-1.2
// The service worker keeps one page for when there is no network, with what that page is made
// of. It keeps nothing else: no page with anybody's data ever enters its cache.

const store = 'regie-offline';

self.addEventListener('install', (e) => {
  e.waitUntil((async () => {
    const page = await fetch('/geen-verbinding', { cache: 'no-store' });
    const html = await page.clone().text();
    const parts = [...html.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map((m) => m[1]);
    const cache = await caches.open(store);
    await cache.put('/geen-verbinding', page);
    await cache.addAll([...new Set(parts)]);
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (e) => {
  const { request } = e;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    e.respondWith(fetch(request).catch(async () => (await caches.match('/geen-verbinding')) ?? Response.error()));
  } else if (new URL(request.url).pathname.startsWith('/assets/')) {
    e.respondWith(fetch(request).catch(async () => (await caches.match(request.url)) ?? Response.error()));
  }
});
