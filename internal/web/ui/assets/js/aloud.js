// SPDX-License-Identifier: EUPL-1.2
// Reads the page aloud, paragraph by paragraph, with a voice that is on the device itself. A voice
// that works over the network would send the words elsewhere: those are never used, and where
// there is no other, there is no button.

const box = document.querySelector('[data-aloud]');
const go = box.querySelector('[data-aloud-go]');
const stop = box.querySelector('[data-aloud-stop]');
const label = go.querySelector('.nl-button__label');
const synth = window.speechSynthesis;
const main = document.getElementById('inhoud');
const language = document.documentElement.lang || 'nl';
const blocks = 'h1,h2,h3,h4,p,li,dt,dd,tr,caption,figcaption,summary,pre';
const leaveOut = '[data-noprint],[hidden],[aria-hidden=true],nav,form,button,select,svg,dialog,.rg-actions,.rg-hidden';

let queue = [];
let at = -1;
let state = 'idle';
let round = 0; // what a voice says of an earlier round counts no more

function voiceFor(lang) {
  const local = synth.getVoices().filter((v) => v.localService);
  const short = lang.slice(0, 2).toLowerCase();
  return local.find((v) => v.lang.toLowerCase() === lang.toLowerCase()) || local.find((v) => v.lang.slice(0, 2).toLowerCase() === short);
}

function shown(e) {
  return !e.closest(leaveOut) && e.getClientRects().length > 0;
}

function words(e) {
  let out = '';
  const walk = (n) => {
    if (n.nodeType === 3) out += n.data;
    else if (n.nodeType === 1 && !n.matches(leaveOut)) {
      n.childNodes.forEach(walk);
      out += /^(TD|TH)$/.test(n.tagName) ? ', ' : ' ';
    }
  };
  e.childNodes.forEach(walk);
  return out.replace(/\s+/g, ' ').replace(/ ,/g, ',').replace(/[, ]+$/, '').trim();
}

// Some browsers fall silent in a long text: it goes sentence by sentence.
function sentences(text) {
  return (text.match(/[^.!?;:]+[.!?;:]*\s*|[.!?;:]+/g) || [text]).reduce((all, s) => {
    const last = all[all.length - 1];
    if (last && last.length + s.length < 180) all[all.length - 1] = last + s;
    else all.push(s);
    return all;
  }, []);
}

function collect() {
  const all = [];
  for (const e of main.querySelectorAll(blocks)) {
    // A row of a table is one; else the smallest block counts.
    if (e.tagName === 'TR' ? false : e.querySelector(blocks) || e.closest('tr')) continue;
    if (!shown(e)) continue;
    const text = words(e);
    if (!text) continue;
    const lang = e.closest('[lang]')?.lang || language;
    for (const part of sentences(text)) all.push({ e, text: part, lang });
  }
  return all;
}

function mark(e) {
  for (const o of main.querySelectorAll('.rg-aloud-now')) if (o !== e) o.classList.remove('rg-aloud-now');
  if (e && !e.classList.contains('rg-aloud-now')) {
    e.classList.add('rg-aloud-now');
    e.scrollIntoView({ block: 'nearest' });
  }
}

function show(next) {
  state = next;
  label.textContent = { idle: box.dataset.read, reading: box.dataset.pause, paused: box.dataset.resume }[next];
  stop.hidden = next === 'idle';
}

function end() {
  round++;
  synth.cancel();
  if (document.activeElement === stop) go.focus();
  mark(null);
  at = -1;
  show('idle');
}

function next() {
  const mine = round;
  at++;
  if (at >= queue.length) { end(); return; }
  const { e, text, lang } = queue[at];
  const voice = voiceFor(lang) || voiceFor(language);
  if (!voice) { end(); return; } // it went away
  const u = new SpeechSynthesisUtterance(text);
  u.voice = voice;
  u.lang = voice.lang;
  u.onend = () => { if (mine === round && state === 'reading') next(); };
  u.onerror = () => { if (mine === round) end(); };
  mark(e);
  synth.speak(u);
}

go.addEventListener('click', () => {
  if (state === 'idle') {
    queue = collect();
    round++;
    synth.cancel();
    show('reading');
    next();
  } else if (state === 'reading') {
    // Stopping and beginning this sentence anew works everywhere; pausing does not.
    round++;
    synth.cancel();
    at--;
    show('paused');
  } else {
    round++;
    show('reading');
    next();
  }
});
stop.addEventListener('click', end);
document.addEventListener('keydown', (e) => { if (e.key === 'Escape' && state !== 'idle') end(); });
addEventListener('pagehide', () => { synth.cancel(); });

const look = () => { if (state === 'idle') box.hidden = !voiceFor(language); };
synth.addEventListener?.('voiceschanged', look);
look();
