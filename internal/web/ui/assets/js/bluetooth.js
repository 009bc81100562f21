// SPDX-License-Identifier: EUPL-1.2
// Reads measuring devices over Bluetooth, and hands the bytes of each reading to the server as they
// came. Nothing is decoded here. Readings wait in memory until the server has said that it has
// them; they never go to the browser's storage.

const box = document.querySelector('[data-bluetooth]');
const words = box.dataset;
const go = box.querySelector('[data-bluetooth-go]');
const stop = box.querySelector('[data-bluetooth-stop]');
const said = box.querySelector('[data-bluetooth-said]');
const list = box.querySelector('[data-bluetooth-list]');
const late = box.querySelector('[data-bluetooth-late]');

const information = 0x180a;
const control = 0x2a52; // of the records in a glucose meter
// Service, characteristic, whether it streams.
const measurements = [
  [0x1810, 0x2a35], [0x181d, 0x2a9d], [0x181b, 0x2a9c], [0x1809, 0x2a1c], [0x1808, 0x2a18],
  [0x1822, 0x2a5e], [0x1822, 0x2a5f, true], [0x180d, 0x2a37, true],
];
const services = [...new Set(measurements.map(([s]) => s))];
const options = {
  filters: [...services.map((s) => ({ services: [s] })), { services: [0xfe4a] }, { namePrefix: 'BLESmart_' }],
  optionalServices: [...services, information, 0x180f, 0x1805],
};

const patience = 20_000; // until typing is offered
const streamEvery = 10_000; // a stream is handed over in parts
const tries = 4; // to find a device again
const connecting = 15_000; // at most, each time

const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
const say = (what) => { said.textContent = what; };
const hex = (view) => Array.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), (b) => b.toString(16).padStart(2, '0')).join('');

// What waits for the server.

const queue = [];
let sending = false;
let meter = { name: '', model: '', maker: '' };
let taken = 0;
let streamed = 0; // when a stream was last handed over

// Some readings come in two parts: a glucose value and its context, which have the same number, and
// a body composition that is too long for one. The first part waits a moment for the second.
const together = 2000;
let halves = [];

const number = (view) => (view.byteLength > 2 ? view.getUint16(1, true) : -1);

function part(characteristic, view, streams) {
  if (characteristic === '2a34') {
    const of = halves.find((h) => h.characteristic === '2a18' && number(h.view) === number(view));
    if (of) whole(of, hex(view));
    return;
  }
  const follows = characteristic === '2a18' ? view.getUint8(0) & 0x10 : characteristic === '2a9c' && view.byteLength > 1 && view.getUint16(0, true) & 0x1000;
  if (!follows) { take(characteristic, hex(view), '', streams); return; }
  const first = characteristic === '2a9c' && halves.find((h) => h.characteristic === '2a9c');
  if (first) { whole(first, hex(view)); return; }
  const half = { characteristic, view: new DataView(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength)) };
  half.waits = setTimeout(() => whole(half, ''), together);
  halves.push(half);
}

function whole(half, more) {
  clearTimeout(half.waits);
  halves = halves.filter((h) => h !== half);
  take(half.characteristic, hex(half.view), more, false);
}

function take(characteristic, bytes, more, streams) {
  taken++;
  queue.push({ meter, reading: { characteristic, bytes, more, seen: Date.now() } });
  late.hidden = true;
  clearTimeout(impatient);
  if (streams && Date.now() - streamed < streamEvery) return;
  streamed = Date.now();
  send();
}

async function send() {
  if (sending) return;
  sending = true;
  for (let failures = 0; queue.length > 0;) {
    const from = queue[0].meter;
    const part = [];
    while (part.length < 100 && queue[part.length]?.meter === from) part.push(queue[part.length]);
    const status = await hand(from, part.map((q) => q.reading));
    if (status === 200) {
      queue.splice(0, part.length);
      if (failures > 0 && busy) say(words.saidListening);
      failures = 0;
      continue;
    }
    failures++;
    say(status === 401 ? words.saidSignin : words.saidRetry.replace('{n}', String(queue.length)));
    await wait(Math.min(1000 * 2 ** (failures - 1), 30_000));
  }
  sending = false;
  if (!busy) ready();
}

async function hand(device, readings) {
  try {
    const r = await fetch(words.action, {
      method: 'POST', credentials: 'same-origin', redirect: 'error', keepalive: true,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ device, readings, sent: Date.now(), place: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    });
    if (r.ok) show((await r.json()).readings);
    return r.status;
  } catch {
    return 0; // no network: the same reading goes again
  }
}

function show(readings) {
  for (const r of readings) {
    if (r.state === 'known' && list.children.length > 200) continue;
    const li = document.createElement('li');
    li.className = `dev-reading dev-reading--${r.state}`;
    for (const [tag, text] of [['strong', r.what], ['span', r.when], ['span', r.said], ['span', r.note]]) {
      if (!text) continue;
      const e = document.createElement(tag);
      e.textContent = text;
      li.append(e);
    }
    list.prepend(li);
    while (list.children.length > 300) list.lastChild.remove();
  }
  list.hidden = list.children.length === 0;
  if (readings.some((r) => r.asks)) renewQuestions();
}

// What the server wants to know of the person stands in a part of the page that it makes itself.
function renewQuestions() {
  const x = new XMLHttpRequest();
  x.open('GET', location.pathname);
  x.responseType = 'document';
  x.onload = () => {
    const fresh = x.status === 200 && x.response?.getElementById('vragen');
    if (fresh) document.getElementById('vragen').replaceWith(document.adoptNode(fresh));
  };
  x.send();
}

// The device.

let busy = null; // the device that is being read
let left = false; // the person has had enough
let impatient = 0;

const uuid = (n) => `0000${n.toString(16)}-0000-1000-8000-00805f9b34fb`;

async function text(server, characteristic) {
  try {
    const s = await server.getPrimaryService(uuid(information));
    const c = await s.getCharacteristic(uuid(characteristic));
    return new TextDecoder().decode(await c.readValue()).replace(/\0+$/, '').trim();
  } catch {
    return '';
  }
}

// One thing after the other: a device that is asked two things at once answers neither.
async function listen(server) {
  if (!meter.model && !meter.maker) {
    meter = { name: server.device.name ?? '', model: await text(server, 0x2a24), maker: await text(server, 0x2a29) };
  }
  let found = 0;
  for (const [service, characteristic, streams] of measurements) {
    let c;
    try {
      c = await (await server.getPrimaryService(uuid(service))).getCharacteristic(uuid(characteristic));
    } catch (e) {
      if (!server.connected) throw e;
      continue; // this device does not have it
    }
    c.addEventListener('characteristicvaluechanged', (e) => part(characteristic.toString(16), e.target.value, streams));
    await c.startNotifications();
    found++;
    if (characteristic === 0x2a18) await context(await server.getPrimaryService(uuid(service)));
    if (characteristic === 0x2a18) await records(await server.getPrimaryService(uuid(service)));
  }
  return found;
}

// What a glucose meter notes besides a value: before or after a meal, carbohydrates.
async function context(service) {
  try {
    const c = await service.getCharacteristic(uuid(0x2a34));
    c.addEventListener('characteristicvaluechanged', (e) => part('2a34', e.target.value, false));
    await c.startNotifications();
  } catch {
    // not every meter has it
  }
}

// A glucose meter gives what is in its memory when it is asked for.
async function records(service) {
  const c = await service.getCharacteristic(uuid(control));
  c.addEventListener('characteristicvaluechanged', (e) => {
    const v = e.target.value;
    if (v.byteLength >= 4 && v.getUint8(0) === 6 && v.getUint8(3) === 6) say(words.saidEmpty);
  });
  await c.startNotifications();
  const all = Uint8Array.of(1, 1);
  await (c.writeValueWithResponse ? c.writeValueWithResponse(all) : c.writeValue(all));
}

async function connect(device) {
  const limit = wait(connecting).then(() => { throw new Error('time'); });
  return Promise.race([device.gatt.connect(), limit]);
}

// Resolves when the connection is gone.
const gone = (device) => new Promise((done) => { device.addEventListener('gattserverdisconnected', done, { once: true }); });

async function read(device) {
  for (let failures = 0; failures < tries && !left;) {
    try {
      const dropped = gone(device);
      const had = taken;
      const server = await connect(device);
      if ((await listen(server)) === 0) { say(words.saidUnknown); device.gatt.disconnect(); return; }
      say(words.saidListening);
      await dropped;
      failures = taken > had ? 1 : failures + 1;
    } catch {
      failures++;
    }
    for (const h of [...halves]) whole(h, ''); // what was to follow does not come any more
    if (left) break;
    // Many devices hang up when they have told everything; others fall away in the middle.
    send();
    if (taken > 0) say(words.saidDropped);
    if (failures < tries) await wait(1000 * failures);
  }
}

function ready() {
  if (queue.length > 0) { send(); return; }
  go.hidden = false;
  if (document.activeElement === stop) go.focus();
  stop.hidden = true;
  if (list.children.length > 0) say(words.saidReady.replace('{n}', String(list.children.length)));
}

go.addEventListener('click', async () => {
  let device;
  try {
    device = await navigator.bluetooth.requestDevice(options);
  } catch (e) {
    say(e.name === 'NotFoundError' ? words.saidNone : words.saidOff);
    late.hidden = false;
    return;
  }
  left = false;
  busy = device;
  meter = { name: device.name ?? '', model: '', maker: '' };
  go.hidden = true;
  stop.hidden = false;
  stop.focus();
  say(words.saidConnecting);
  clearTimeout(impatient);
  impatient = setTimeout(() => { late.hidden = false; }, patience);
  await read(device);
  clearTimeout(impatient);
  busy = null;
  if (list.children.length + queue.length === 0) {
    late.hidden = false;
    if (said.textContent !== words.saidUnknown && said.textContent !== words.saidEmpty) say(words.saidNothing);
  }
  ready();
});

stop.addEventListener('click', () => {
  left = true;
  busy?.gatt.disconnect();
});

addEventListener('beforeunload', (e) => { if (queue.length + halves.length > 0) e.preventDefault(); });
addEventListener('pagehide', () => {
  for (const h of [...halves]) whole(h, '');
  send();
});

if (navigator.bluetooth) {
  for (const e of document.querySelectorAll('[data-bluetooth-none]')) e.hidden = true;
  go.hidden = false;
}
