// SPDX-License-Identifier: EUPL-1.2
// Warns two minutes before a session ends because nobody did anything, and leaves the page
// when it has ended, so that nothing stays on the screen.

const dialog = document.getElementById('idle');
const all = Number(dialog.dataset.idle) * 1000;
const warning = Math.min(2 * 60 * 1000, all / 2);
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('regie-idle') : null;

let end = Date.now() + all;
let asked = Date.now();

function alive(at) {
  end = at + all;
  document.body.hidden = false;
  if (dialog.open) dialog.close();
}

// Asks the server for another period; other tabs hear of it.
async function keep() {
  asked = Date.now();
  try {
    const r = await fetch(dialog.dataset.keep, { method: 'POST', credentials: 'same-origin', redirect: 'manual' });
    if (!r.ok) { leave(); return; }
    alive(asked);
    channel?.postMessage(asked);
  } catch {
    // No network now: the clock goes on, and the person can press again.
  }
}

function leave() {
  location.replace(dialog.dataset.ended);
}

// Reading a long page is being there too: at most once a minute, a sign of life is passed on.
for (const sign of ['pointerdown', 'keydown', 'scroll']) {
  addEventListener(sign, () => {
    if (!dialog.open && Date.now() - asked > 60_000) keep();
  }, { passive: true });
}

channel?.addEventListener('message', (e) => alive(Number(e.data)));
channel?.postMessage(asked); // this page was just fetched: that counts for the other tabs
dialog.querySelector('[data-idle-keep]').addEventListener('click', keep);
dialog.addEventListener('cancel', (e) => { e.preventDefault(); keep(); });

setInterval(() => {
  const left = end - Date.now();
  // Two seconds of slack: the server's clock decides, and asking it too early would keep the
  // session alive. Nothing is on the screen in the meantime.
  if (left <= 0) document.body.hidden = true;
  if (left <= -2000) leave();
  else if (left > 0 && left <= warning && !dialog.open) dialog.showModal();
}, 1000);
