// SPDX-License-Identifier: EUPL-1.2
// Renews a part of the page from the same address, as long as the server says so with
// data-poll. The answer is parsed as a document, in which no script runs.

function fetchDocument(url) {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest();
    x.open('GET', url);
    x.responseType = 'document';
    x.setRequestHeader('X-Regie-Live', '1');
    x.timeout = 20_000;
    x.onload = () => (x.status === 200 && x.response ? resolve(x.response) : reject(new Error(String(x.status))));
    x.onerror = x.ontimeout = () => reject(new Error('network'));
    x.send();
  });
}

function watch(part) {
  const { id } = part;
  let failures = 0;
  const again = () => {
    const now = document.getElementById(id);
    const seconds = Number(now?.dataset.poll);
    if (seconds > 0) setTimeout(renew, seconds * 1000 * 2 ** Math.min(failures, 5));
  };
  const renew = async () => {
    if (document.hidden) { document.addEventListener('visibilitychange', renew, { once: true }); return; }
    try {
      const doc = await fetchDocument(location.href);
      const fresh = doc.getElementById(id);
      const old = document.getElementById(id);
      if (!fresh) { location.reload(); return; }
      const focused = document.activeElement?.id;
      const opened = [...old.querySelectorAll('details[open][id]')].map((d) => d.id);
      old.replaceWith(document.adoptNode(fresh));
      for (const d of opened) document.getElementById(d)?.setAttribute('open', '');
      if (focused) document.getElementById(focused)?.focus();
      const said = document.getElementById(`${id}-status`);
      const say = doc.getElementById(`${id}-status`)?.textContent ?? '';
      if (said && said.textContent !== say) said.textContent = say;
      failures = 0;
    } catch (e) {
      failures++;
      if (/^4/.test(e.message)) { location.reload(); return; }
    }
    again();
  };
  again();
}

for (const part of document.querySelectorAll('[data-poll]')) watch(part);
