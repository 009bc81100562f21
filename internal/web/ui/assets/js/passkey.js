// SPDX-License-Identifier: EUPL-1.2
// Makes and uses passkeys, and gives what the passkey answers to the server by the form. What
// opens the vault (the output of the PRF extension) goes the same way and is kept nowhere.

const able = 'credentials' in navigator && 'PublicKeyCredential' in window;

function bytes(text) {
  const s = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(s, (c) => c.charCodeAt(0));
}

function text(buffer) {
  if (!buffer) return undefined;
  let s = '';
  for (const b of new Uint8Array(buffer)) s += String.fromCharCode(b);
  return btoa(s).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

// The server writes bytes as text; the browser wants them as bytes.
function unpack(o) {
  o.challenge = bytes(o.challenge);
  if (o.user) o.user.id = bytes(o.user.id);
  for (const list of [o.allowCredentials, o.excludeCredentials]) {
    for (const c of list ?? []) c.id = bytes(c.id);
  }
  const salt = o.extensions?.prf?.eval;
  if (salt) salt.first = bytes(salt.first);
  return o;
}

function pack(c) {
  const r = c.response;
  const prf = c.getClientExtensionResults().prf;
  const out = {
    id: c.id, rawId: text(c.rawId), type: c.type,
    authenticatorAttachment: c.authenticatorAttachment ?? undefined,
    response: {
      clientDataJSON: text(r.clientDataJSON),
      attestationObject: text(r.attestationObject),
      transports: r.getTransports?.(),
      authenticatorData: r.attestationObject ? undefined : text(r.authenticatorData),
      signature: text(r.signature),
      userHandle: text(r.userHandle),
    },
    clientExtensionResults: {},
  };
  if (prf) {
    out.clientExtensionResults.prf = {
      enabled: prf.enabled,
      results: prf.results?.first ? { first: text(prf.results.first) } : undefined,
    };
  }
  return JSON.stringify(out);
}

async function optionsOf(form) {
  if (form.dataset.options) return unpack(JSON.parse(form.dataset.options));
  const r = await fetch(form.dataset.ask, { method: 'POST', credentials: 'same-origin' });
  if (!r.ok) throw new Error(String(r.status));
  return unpack(await r.json());
}

function send(form, credential) {
  form.elements.response.value = pack(credential);
  form.submit();
}

function say(form, what) {
  form.querySelector('[data-passkey-said]').textContent = what;
}

let offer = null; // the passkeys that wait in the field of the address

async function ask(form, go) {
  offer?.abort();
  go.setAttribute('aria-busy', 'true');
  say(form, '');
  try {
    const publicKey = await optionsOf(form);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    send(form, credential);
  } catch (e) {
    const d = form.dataset;
    if (e.name === 'InvalidStateError') say(form, d.saidExists);
    else if (e.name === 'NotAllowedError' || e.name === 'AbortError') say(form, d.saidStopped);
    else say(form, d.saidFailed);
  } finally {
    go.removeAttribute('aria-busy');
  }
}

// Offers passkeys in the field of the mail address. The question is renewed before it is too
// old for the server.
async function wait(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  for (;;) {
    offer = new AbortController();
    const { signal } = offer;
    const timer = setTimeout(() => offer.abort('old'), 4 * 60 * 1000);
    try {
      const credential = await navigator.credentials.get({ publicKey: await optionsOf(form), mediation: 'conditional', signal });
      send(form, credential);
      return;
    } catch {
      if (signal.reason !== 'old') return;
    } finally {
      clearTimeout(timer);
    }
  }
}

for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
  const go = form.querySelector('[data-passkey-go]');
  form.querySelector('[data-passkey-none]').hidden = true;
  go.hidden = false;
  form.addEventListener('submit', (e) => { e.preventDefault(); ask(form, go); });
  if ('offer' in form.dataset) wait(form);
}
