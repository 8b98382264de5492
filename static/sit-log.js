// The answers of a running exam on the phone: a log that outlives the page, and its way to the server.
// An answer is forgotten here only after the server has acknowledged its sequence number.
(function () {
  "use strict";

  const BATCH = 50;
  const BATCH_CHARACTERS = 40000;
  const TIMEOUT = 10000;
  const SLOWEST = 20000;

  // Operations {sequence, slot, answer, client_at} in localStorage under `key`. Where that fails
  // (private windows, full phone) they live in memory and `durable` is false.
  class AnswerLog {
    constructor(key, lastSequence) {
      this.key = key;
      this.durable = true;
      this.memory = { sequence: 0, operations: [] };
      const state = this.read();
      state.sequence = Math.max(state.sequence, lastSequence);
      this.write(state);
    }

    // Always from the store, so that two tabs of one phone continue one log.
    read() {
      if (!this.durable) return this.memory;
      try {
        const state = JSON.parse(localStorage.getItem(this.key));
        if (state && Array.isArray(state.operations)) return state;
      } catch (error) {
        this.durable = false;
      }
      return this.memory;
    }

    write(state) {
      this.memory = state;
      try {
        localStorage.setItem(this.key, JSON.stringify(state));
        this.durable = true;
      } catch (error) {
        this.durable = false;
      }
    }

    // A change that was never tried to send gives way to the next one of the same question.
    add(slot, answer) {
      const state = this.read();
      const last = state.operations[state.operations.length - 1];
      if (last && last.slot === slot && !last.tried) state.operations.pop();
      state.sequence += 1;
      state.operations.push({ sequence: state.sequence, slot, answer, client_at: Date.now() });
      this.write(state);
    }

    unsent() {
      return this.read().operations;
    }

    // The next operations to send, marked as tried: from now on their numbers are taken.
    batch() {
      const state = this.read();
      const batch = [];
      let characters = 0;
      for (const operation of state.operations) {
        characters += operation.answer.length;
        if (batch.length === BATCH || (batch.length && characters > BATCH_CHARACTERS)) break;
        operation.tried = true;
        batch.push(operation);
      }
      if (batch.length) this.write(state);
      return batch.map(({ sequence, slot, answer, client_at }) => ({ sequence, slot, answer, client_at }));
    }

    forget(sequences) {
      if (!sequences.length) return;
      const done = new Set(sequences);
      const state = this.read();
      state.operations = state.operations.filter((operation) => !done.has(operation.sequence));
      this.write(state);
    }

    // Numbers that another page of this phone has used. From the first of these answers on, all get
    // new numbers, well above and in their order: one that stayed behind, even if just saved, would
    // be overtaken by an older answer to the same question. Sending it again is harmless.
    renumber(sequences) {
      const taken = new Set(sequences);
      const state = this.read();
      state.sequence += 100;
      let overtaken = false;
      for (const operation of state.operations) {
        overtaken = overtaken || taken.has(operation.sequence);
        if (overtaken) operation.sequence = ++state.sequence;
      }
      this.write(state);
    }

    // What an earlier device number of this same phone could not send, as far as nothing newer has
    // reached the server for the question since. `received` gives server times by question.
    adopt(key, received, offset) {
      let old = null;
      try {
        old = JSON.parse(localStorage.getItem(key));
      } catch (error) {
        return;
      }
      if (!old || !Array.isArray(old.operations)) return;
      for (const operation of old.operations) {
        const newest = received[operation.slot];
        if (newest === undefined || operation.client_at + offset > newest) {
          this.add(operation.slot, operation.answer);
        }
      }
      if (this.durable) localStorage.removeItem(key);
    }
  }

  // Sends the log. One request at a time; failures are tried again, later and later, with jitter so
  // that a room of phones does not come back in the same instant.
  class Sender {
    // on: {saved(body), refused(), network(up), moment(now, before, after), stopped(status, body)}
    constructor(url, token, log, on) {
      Object.assign(this, { url, token, log, on });
      this.failures = 0;
      this.stopped = false;
      this.chain = Promise.resolve(true);
    }

    // Resolves to whether the server answered. `beat` asks even when there is nothing to send.
    send(beat) {
      clearTimeout(this.timer);
      this.chain = this.chain.then(() => this.once(beat));
      return this.chain;
    }

    // Sends until nothing is left; resolves to whether that worked.
    async flush() {
      while (!this.stopped && this.log.unsent().length) {
        if (!(await this.send())) return false;
      }
      return !this.stopped;
    }

    async once(beat) {
      const answers = this.log.batch();
      if (this.stopped || (!answers.length && !beat)) return !this.stopped;
      const before = Date.now();
      let reply = null;
      let body = null;
      try {
        reply = await this.post(answers);
        body = await reply.json();
      } catch (error) {
        return this.failed();
      }
      if (reply.status >= 500 || reply.status === 400 || !Array.isArray(body.saved)) {
        return this.failed();
      }
      this.on.moment(body.now, before, Date.now());
      if (reply.status !== 200) {
        this.log.forget(body.saved);
        this.stopped = true;
        this.on.stopped(reply.status, body);
        return false;
      }
      this.settle(body);
      return true;
    }

    settle(body) {
      this.failures = 0;
      const refused = Object.keys(body.refused || {}).map(Number);
      const reused = refused.filter((n) => body.refused[n] === "delivery.sequence_reused");
      if (reused.length) this.log.renumber(reused);
      this.log.forget(body.saved.concat(refused.filter((n) => !reused.includes(n))));
      this.on.network(true);
      this.on.saved(body);
      if (this.log.unsent().length) this.timer = setTimeout(() => this.send(), 0);
    }

    failed() {
      this.failures += 1;
      this.on.network(false);
      const wait = Math.min(SLOWEST, 1000 * Math.pow(2, Math.min(this.failures, 6) - 1));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(true), wait * (0.5 + Math.random() / 2));
      return false;
    }

    async post(answers) {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), TIMEOUT);
      try {
        return await fetch(this.url, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Attempt": this.token },
          body: JSON.stringify({ answers }),
          signal: controller.signal,
        });
      } finally {
        clearTimeout(timer);
      }
    }

    // The last chance when the page goes away. What it carries stays in the log until acknowledged.
    beacon() {
      const answers = this.stopped ? [] : this.log.batch();
      if (answers.length && navigator.sendBeacon) {
        navigator.sendBeacon(this.url, JSON.stringify({ token: this.token, answers }));
      }
    }
  }

  window.Sitting = { AnswerLog, Sender };
})();
