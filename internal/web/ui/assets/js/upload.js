// SPDX-License-Identifier: EUPL-1.2
// Sends a file in parts, and goes on where it stopped: after a line that broke, a tab that was
// closed, or a new login. The server knows a file by its size and its beginning; each part goes
// with its digest, and the last one with that of the whole. Nothing of it is kept in the browser.

const form = document.querySelector('form[data-upload]');
const box = document.querySelector('[data-upload-box]');
const words = box.dataset;
const input = form.querySelector('input[type=file]');
const bar = box.querySelector('progress');
const count = box.querySelector('[data-upload-count]');
const said = box.querySelector('[data-upload-said]');
const stop = box.querySelector('[data-upload-stop]');
const login = box.querySelector('[data-upload-login]');
const halves = document.querySelector('[data-upload-halves]'); // of earlier times
const status = document.querySelector('[data-upload-status]');
const beginning = 1 << 20; // by which a file is known
const longest = 30_000; // between two tries

const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
const digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const bytesOf = async (file, from, till) => new Uint8Array(await file.slice(from, till).arrayBuffer());
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('regie-idle') : null;

let job = null; // what is being sent

class Stopped extends Error {}
class Refused extends Error {}

// What is visible changes often; what is read aloud does not.
function show(text, aloud) {
  said.textContent = text;
  if (aloud) status.textContent = text;
}

function progress(done) {
  const of = job.file.size;
  const mb = (n) => number.format(n / 1e6);
  bar.max = of;
  bar.value = done;
  count.textContent = words.count.replace('{done}', mb(done)).replace('{total}', mb(of)).replace('{percent}', String(Math.floor((done * 100) / of)));
  const quarter = Math.floor((done * 4) / of);
  if (quarter > job.quarter && quarter < 4) status.textContent = count.textContent;
  job.quarter = Math.max(job.quarter, quarter);
}

// One request. XMLHttpRequest tells how far the body is on its way.
function ask(method, url, headers, body, sending) {
  return new Promise((done) => {
    const x = new XMLHttpRequest();
    x.open(method, url);
    for (const [name, value] of Object.entries(headers)) x.setRequestHeader(name, value);
    if (sending) x.upload.onprogress = (e) => sending(e.loaded);
    x.timeout = 12 * 60_000;
    x.onload = () => {
      if (x.status < 500) channel?.postMessage(Date.now()); // the server heard us: the session goes on
      done(x);
    };
    x.onerror = x.ontimeout = x.onabort = () => done(null);
    job.request = x;
    x.send(body);
  });
}

const going = () => { if (job?.stopped !== false) throw new Stopped(); };

function wait(ms) {
  return new Promise((done) => {
    const end = () => { clearTimeout(job.timer); removeEventListener('online', end); done(); };
    job.timer = setTimeout(end, ms);
    job.wake = end;
    addEventListener('online', end, { once: true });
  });
}

// Asks until there is an answer. Without one, with 429 and with 5xx it makes sense to try again.
async function insist(make) {
  for (let failures = 0; ; failures++) {
    going();
    const x = await make(failures > 0);
    going();
    if (x && x.status === 401) { login.hidden = false; show(words.saidLogin, true); stop.hidden = true; throw new Refused(); }
    if (x && x.status !== 429 && x.status < 500) {
      if (failures > 0) show(words.saidAgain, true);
      return x;
    }
    show(words.saidLost, failures === 0);
    await wait(Math.min(1000 * 2 ** failures, longest));
  }
}

async function begin(first, fresh) {
  const { file } = job;
  const x = await insist(() => ask('POST', form.dataset.upload, { 'Content-Type': 'application/json' }, JSON.stringify({ name: file.name, size: file.size, first, fresh })));
  if (x.status !== 200 && x.status !== 201) {
    let problem = words.saidFailed;
    try { problem = JSON.parse(x.responseText).problem ?? problem; } catch { /* no words for it */ }
    show(problem, true);
    throw new Refused();
  }
  return JSON.parse(x.responseText);
}

// The digest of the first bytes of the file, a part after the other.
async function chainTo(to, part, from = 0, chain = new Uint8Array(32)) {
  for (let at = from; at < to; at += part) {
    going();
    chain = await link(chain, await digest(await bytesOf(job.file, at, Math.min(at + part, to))));
  }
  return chain;
}

const link = (before, part) => {
  const both = new Uint8Array(64);
  both.set(before);
  both.set(part, 32);
  return digest(both);
};

async function send() {
  const { file } = job;
  const first = hex(await digest(await bytesOf(file, 0, beginning)));
  let there = await begin(first, false);
  if (there.offset > 0) show(words.saidLook, true);
  let chain = await chainTo(there.offset, there.part);
  if (hex(chain) !== there.chain) { // another file that begins alike
    there = await begin(first, true);
    chain = new Uint8Array(32);
  } else if (there.offset > 0) {
    show(words.saidOn, true);
  }
  job.page = there.page;
  let at = there.offset;
  progress(at);
  while (at < file.size) {
    const bytes = await bytesOf(file, at, at + there.part);
    const mine = await digest(bytes);
    const next = await link(chain, mine);
    const headers = {
      'Content-Type': 'application/partial-upload', 'Upload-Offset': String(at),
      'Content-Digest': `sha-256=:${btoa(String.fromCharCode(...mine))}:`,
    };
    if (at + bytes.length === file.size) { headers['Regie-Chain-Digest'] = hex(next); headers['Upload-Complete'] = '?1'; }
    const x = await insist(() => ask('PATCH', there.href, headers, bytes, (sent) => progress(Math.min(at + sent, at + bytes.length))));
    if (x.status === 204) {
      at += bytes.length;
      chain = next;
    } else if (x.status === 409) { // it came in, though the answer did not; or another tab was first
      const now = Number(x.getResponseHeader('Upload-Offset'));
      chain = now > at ? await chainTo(now, there.part, at, chain) : await chainTo(now, there.part);
      at = now;
      if (hex(chain) !== x.getResponseHeader('Regie-Chain-Digest')) { show(words.saidOther, true); throw new Refused(); }
    } else if (x.status === 404) {
      show(words.saidGone, true);
      throw new Refused();
    } else if (x.status !== 400 || ++job.bad > 3) { // a part that broke on its way goes again
      show(x.status === 422 ? words.saidOther : words.saidFailed, true);
      throw new Refused();
    }
    progress(at);
  }
  show(words.saidDone, true);
  location.assign(there.page);
}

async function start(file) {
  job = { file, stopped: false, quarter: -1, bad: 0, page: '', request: null, timer: 0, wake: null };
  form.hidden = true;
  if (halves) halves.hidden = true;
  box.hidden = false;
  login.hidden = true;
  stop.hidden = false;
  box.querySelector('[data-upload-name]').textContent = file.name;
  progress(0);
  show(words.saidBusy, true);
  box.querySelector('[tabindex]').focus();
  try {
    await send();
  } catch (e) {
    if (e instanceof Stopped) return;
    if (!(e instanceof Refused)) show(words.saidUnread, true); // the file went away, or may not be read
    back();
  }
}

// The form comes back, below what was said.
function back() {
  job.stopped = true;
  stop.hidden = true;
  form.hidden = false;
}

stop.addEventListener('click', async () => {
  const { page } = job;
  job.stopped = true;
  job.request?.abort();
  job.wake?.();
  if (page) {
    try {
      await fetch(`${page}/niet`, { method: 'POST', credentials: 'same-origin', redirect: 'manual' });
      location.assign(form.action); // which says that the file is gone
      return;
    } catch { /* while the line is away the server keeps the file; it lets it go after a day */ }
  }
  show(words.saidStopped, true);
  box.hidden = true;
  form.hidden = false;
  input.value = '';
  input.focus();
});

form.addEventListener('submit', (e) => {
  const file = input.files[0];
  if (!file || file.size === 0 || !window.crypto?.subtle) return; // the form says what is the matter, or sends it at once
  e.preventDefault();
  if (!job || job.stopped) start(file);
});
