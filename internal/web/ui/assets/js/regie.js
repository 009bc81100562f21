// SPDX-License-Identifier: EUPL-1.2
// What every page gets on top of its HTML. Nothing here is needed to use Regie.

// A form that came back with problems: start at their summary.
document.querySelector('[data-focus]')?.focus();

for (const b of document.querySelectorAll('[data-print]')) {
  b.hidden = false;
  b.addEventListener('click', () => window.print());
}

// A choice that acts at once has a button for who has no script; others do not need to see it.
for (const b of document.querySelectorAll('[data-autosubmit]')) {
  b.form?.addEventListener('change', () => b.form.requestSubmit());
  b.hidden = true;
}

// A second press on a button does not send the form a second time.
document.addEventListener('submit', (e) => {
  if (e.defaultPrevented) return;
  const f = e.target;
  if (f.dataset.sent) { e.preventDefault(); return; }
  f.dataset.sent = '1';
  e.submitter?.setAttribute('aria-busy', 'true');
});

// Coming back by the browser's memory: the form may be sent again. And what was personal is
// asked for anew, so that nothing shows after signing out.
addEventListener('pageshow', (e) => {
  if (!e.persisted) return;
  for (const f of document.forms) delete f.dataset.sent;
  for (const b of document.querySelectorAll('[aria-busy]')) b.removeAttribute('aria-busy');
  if (document.getElementById('idle')) location.reload();
});

// A page for when there is no network. It is fetched when the browser has nothing else to do.
// The policy says which script may do that, and no other.
if ('serviceWorker' in navigator && isSecureContext) {
  const address = '/worker.js';
  const policy = window.trustedTypes?.createPolicy('regie', { createScriptURL: (u) => (u === address ? u : '') });
  const begin = () => navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address).catch(() => {});
  if ('requestIdleCallback' in window) requestIdleCallback(begin, { timeout: 10_000 });
  else setTimeout(begin, 3000);
}

if (document.getElementById('idle')) import('./idle.js');
if (document.querySelector('[data-poll]')) import('./live.js');
if (document.querySelector('[data-aloud]') && 'speechSynthesis' in window) import('./aloud.js');
