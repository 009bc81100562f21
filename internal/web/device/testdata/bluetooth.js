// SPDX-License-Identifier: EUPL-1.2
// A made-up device in the place of navigator.bluetooth. window.fakeDevice says what it is:
// {name, model, maker, services: {"1810": {"2a35": [hex, …]}}, dropAfter: n}. It sends its readings
// when they are subscribed to. It hangs up once after dropAfter readings, and after all of them.
{
  const full = (n) => `0000${n}-0000-1000-8000-00805f9b34fb`;
  const bytes = (s) => new DataView(Uint8Array.from(s.match(/../g) ?? [], (h) => parseInt(h, 16)).buffer);
  const plan = window.fakeDevice;
  window.fakeLog = { asked: null, connects: 0, parallel: 0, written: [] };
  let going = 0;
  // A real device answers one thing at a time.
  const slowly = async (what) => {
    if (++going > 1) window.fakeLog.parallel++;
    await new Promise((done) => { setTimeout(done, 5); });
    going--;
    return what();
  };

  class Characteristic extends EventTarget {
    constructor(device, id, values) { super(); Object.assign(this, { device, id, values, value: null }); }

    readValue() { return slowly(() => this.values); }

    tell(view) { this.value = view; this.dispatchEvent(new Event('characteristicvaluechanged')); }

    startNotifications() {
      return slowly(() => {
        if (!this.device.gatt.connected) throw new DOMException('gone', 'NetworkError');
        if (!['2a18', '2a34', '2a52'].includes(this.id)) setTimeout(() => this.play(), 20);
        return this;
      });
    }

    async play() {
      for (let i = 0; i < this.values.length; i++) {
        if (!this.device.gatt.connected) return;
        if (window.fakeLog.connects === 1 && i === plan.dropAfter) { this.device.hangUp(); return; }
        this.tell(bytes(this.values[i]));
        await new Promise((done) => { setTimeout(done, 10); });
      }
      if (!plan.stays) setTimeout(() => this.device.hangUp(), 50);
    }

    writeValueWithResponse(b) {
      window.fakeLog.written.push(Array.from(b));
      return slowly(async () => {
        const records = this.device.made['2a18'];
        setTimeout(async () => {
          for (const v of records.values) records.tell(bytes(v));
          for (const v of this.device.made['2a34']?.values ?? []) this.device.made['2a34'].tell(bytes(v));
          this.tell(bytes(records.values.length ? '06000101' : '06000106'));
          setTimeout(() => this.device.hangUp(), 50);
        }, 10);
      });
    }
  }

  class Device extends EventTarget {
    constructor() {
      super();
      this.name = plan.name;
      this.made = {};
      this.gatt = {
        device: this, connected: false,
        connect: async () => {
          if (++window.fakeLog.connects > (plan.meets ?? 2)) throw new DOMException('away', 'NetworkError');
          this.gatt.connected = true;
          return this.gatt;
        },
        disconnect: () => this.hangUp(),
        getPrimaryService: (id) => slowly(() => this.service(id)),
      };
    }

    hangUp() {
      if (!this.gatt.connected) return;
      this.gatt.connected = false;
      this.dispatchEvent(new Event('gattserverdisconnected'));
    }

    service(id) {
      if (!this.gatt.connected) throw new DOMException('gone', 'NetworkError');
      const text = (s) => new DataView(new TextEncoder().encode(s ?? '').buffer);
      const all = { ...plan.services, '180a': { '2a24': text(plan.model), '2a29': text(plan.maker) } };
      if (all['1808']) all['1808'] = { ...all['1808'], '2a52': [] };
      const key = Object.keys(all).find((k) => full(k) === id);
      if (!key) throw new DOMException('no such service', 'NotFoundError');
      return {
        getCharacteristic: (c) => slowly(() => {
          const ck = Object.keys(all[key]).find((k) => full(k) === c);
          if (!ck) throw new DOMException('no such characteristic', 'NotFoundError');
          this.made[ck] = new Characteristic(this, ck, all[key][ck]);
          return this.made[ck];
        }),
      };
    }
  }

  Object.defineProperty(navigator, 'bluetooth', {
    configurable: true,
    value: plan.none ? undefined : {
      requestDevice: async (options) => {
        window.fakeLog.asked = options;
        if (!navigator.userActivation.hasBeenActive) throw new DOMException('no click', 'SecurityError');
        return new Device();
      },
    },
  });

  // The browser is in the Netherlands.
  Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ timeZone: 'Europe/Amsterdam' });

  // The network fails for the first posts, when the plan says so; and time goes fast.
  const { fetch: real, setTimeout: later } = window;
  let failing = plan.failures ?? 0;
  window.fetch = (...a) => (failing-- > 0 ? Promise.reject(new TypeError('no network')) : real(...a));
  window.setTimeout = (f, ms, ...rest) => later(f, ms >= 1000 ? ms / 20 : ms, ...rest);
}
