// The exam page: one question on screen, the server's clock, the answer card, handing in.
// Without this script the page is one long form that works by itself.
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("sit-data").textContent);
  const words = data.words;
  const form = document.getElementById("sit");
  const part = {};
  for (const node of document.querySelectorAll("[data-sit]")) part[node.dataset.sit] = node;
  const questions = Array.from(form.querySelectorAll(".question"));
  const cases = Array.from(form.querySelectorAll(".case"));
  const slots = questions.map((question) => Number(question.dataset.slot));
  const question = (slot) => questions[slots.indexOf(slot)];
  const slotOf = (node) => Number(node.closest(".question").dataset.slot);
  const say = (name, facts) =>
    words[name].replace(/\{(\w+)\}/g, (whole, key) => (facts && key in facts ? facts[key] : whole));
  const show = (node, text) => {
    if (node.textContent !== text) node.textContent = text;
    node.hidden = !text;
  };

  // ---- the server's clock -------------------------------------------------------------------
  const clock = { offset: data.now - Date.now(), trip: Infinity, ends: data.ends_at };
  const serverNow = () => Date.now() + clock.offset;
  function hearMoment(now, before, after) {
    const trip = after - before;
    const offset = now - (before + after) / 2;
    // The quickest answer tells the time best; a phone whose clock was changed must hear it anew.
    if (trip <= clock.trip || Math.abs(offset - clock.offset) > 2000 + trip) {
      clock.trip = Math.max(trip, 50);
      clock.offset = offset;
    }
  }

  // ---- answers ------------------------------------------------------------------------------
  const key = `sit:${data.attempt}:${data.device}`;
  const log = new Sitting.AnswerLog(key, data.sequence);
  const known = {};
  const savedAt = {};
  const typing = new Map();
  let over = false;
  let online = true;

  const inputs = (slot) => Array.from(question(slot).querySelectorAll("input, textarea"));
  const isChoice = (input) => input.type === "radio" || input.type === "checkbox";
  // What the candidate did while this script was still on its way: fields that are not as they were
  // sent. On a page that nobody has touched they are old values which the browser has put back.
  // (A browser that cannot tell is believed: the form asks it to put nothing back.)
  const activation = navigator.userActivation || {};
  const isChanged = (field) =>
    isChoice(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  const early = new Map();
  for (const slot of activation.hasBeenActive === false ? [] : slots) {
    for (const field of inputs(slot).filter(isChanged)) early.set(field, field.checked);
  }
  function readAnswer(slot) {
    const fields = inputs(slot);
    if (isChoice(fields[0])) {
      return fields.filter((field) => field.checked).map((field) => field.value).sort().join("");
    }
    const lines = fields.map((field) => field.value.trim());
    return lines.some(Boolean) ? lines.join("\n") : "";
  }
  function writeAnswer(slot, answer) {
    const fields = inputs(slot);
    const single = fields.length === 1;
    fields.forEach((field, n) => {
      if (isChoice(field)) field.checked = answer.includes(field.value);
      else if (!early.has(field)) field.value = single ? answer : answer.split("\n")[n] || "";
    });
    known[slot] = answer;
  }
  function keepAnswer(slot) {
    clearTimeout(typing.get(slot));
    typing.delete(slot);
    const answer = readAnswer(slot);
    if (over || answer === known[slot]) return;
    known[slot] = answer;
    delete savedAt[slot];
    log.add(slot, answer);
    paint();
    sender.send();
  }
  const keepTyping = () => Array.from(typing.keys()).forEach(keepAnswer);
  const unsentSlots = () => new Set(log.unsent().map((operation) => operation.slot));

  form.addEventListener("input", (event) => {
    const slot = slotOf(event.target);
    clearTimeout(typing.get(slot));
    if (isChoice(event.target)) return keepAnswer(slot);
    typing.set(slot, setTimeout(keepAnswer, 700, slot));
    paintState(slot, unsentSlots());
  });
  form.addEventListener("change", (event) => {
    keepAnswer(slotOf(event.target));
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // ---- sending ------------------------------------------------------------------------------
  const sender = new Sitting.Sender(data.save_url, data.token, log, {
    moment: hearMoment,
    saved(body) {
      clock.ends = body.ends_at;
      const waiting = unsentSlots();
      for (const slot of slots) {
        if (known[slot] && !waiting.has(slot) && !savedAt[slot]) savedAt[slot] = serverNow();
      }
      paint();
    },
    network(up) {
      if (up !== online) {
        online = up;
        const quiet = up && log.unsent().length;
        show(part.banner, quiet ? "" : say(up ? "back_online" : "offline"));
        part.banner.classList.toggle("sit-banner-good", up);
        if (up) setTimeout(() => online && !over && show(part.banner, ""), 4000);
      }
      paint();
    },
    stopped(status, body) {
      if (status === 423) return timeUp();
      lock();
      sheets.forEach(close);
      const unsent = unsentSlots().size;
      show(part.warning, body.message + (unsent ? " " + say("unsent_elsewhere", { n: unsent }) : ""));
      paint();
    },
  });

  // ---- what the page shows ------------------------------------------------------------------
  const memory = `sit:${data.attempt}:view`;
  const view = Object.assign({ at: slots[0], flags: [] }, readView());
  function readView() {
    try {
      return JSON.parse(localStorage.getItem(memory));
    } catch (error) {
      return null;
    }
  }
  function forget(name) {
    try {
      localStorage.removeItem(name);
    } catch (error) {
      // Nothing could be stored, so nothing is left behind.
    }
  }
  function keepView() {
    try {
      localStorage.setItem(memory, JSON.stringify(view));
    } catch (error) {
      // Position and flags are a convenience; the answers have their own log.
    }
  }
  const clockTime = (moment) =>
    new Date(moment).toLocaleTimeString("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: data.time_zone,
    });

  function paintState(slot, waiting) {
    const state = question(slot).querySelector("[data-state]");
    let name = "";
    if (waiting.has(slot) || typing.has(slot)) {
      name = !log.durable ? "unkept" : online && !sender.stopped ? "saving" : "kept";
    } else if (savedAt[slot]) name = "saved";
    state.dataset.state = name;
    state.textContent = name && say(name, { time: clockTime(savedAt[slot]) });
  }
  function paint() {
    const waiting = unsentSlots();
    for (const slot of slots) {
      paintState(slot, waiting);
      const button = part.slots.children[slots.indexOf(slot)].firstChild;
      const marks = {
        answered: Boolean(known[slot]),
        flagged: view.flags.includes(slot),
        unsaved: waiting.has(slot),
      };
      for (const name of Object.keys(marks)) button.toggleAttribute(`data-${name}`, marks[name]);
      button.toggleAttribute("data-here", slot === view.at);
      const said = [say(marks.answered ? "card_answered" : "card_empty")];
      if (marks.flagged) said.push(say("card_flagged"));
      if (marks.unsaved) said.push(say("card_unsaved"));
      button.setAttribute("aria-label", `${slot}: ${said.join(", ")}`);
    }
    const flagged = view.flags.includes(view.at);
    part.flag.setAttribute("aria-pressed", String(flagged));
    part.flag.textContent = say(flagged ? "unflag" : "flag");
  }
  function go(slot, focus) {
    keepTyping();
    view.at = slot;
    keepView();
    const at = slots.indexOf(slot);
    const material = cases.find((node) => node.id === questions[at].dataset.case);
    const within = focus && material && !material.hidden;
    questions.forEach((node, n) => (node.hidden = n !== at));
    cases.forEach((node) => (node.hidden = node !== material));
    part.position.textContent = say("position", { n: at + 1, all: slots.length });
    part.previous.disabled = at === 0;
    part.next.textContent = at === slots.length - 1 ? part.hand_in.textContent : part.next.dataset.text;
    // Whoever goes on within a case has read its material: it stays above, out of the way.
    if (within) questions[at].scrollIntoView();
    else window.scrollTo(0, 0);
    if (focus) question(slot).querySelector("legend").focus({ preventScroll: true });
    paint();
  }
  function step(by) {
    const at = slots.indexOf(view.at) + by;
    if (at >= 0 && at < slots.length) go(slots[at], true);
    else if (at === slots.length) openReview();
  }

  // ---- sheets: <dialog>, or a plain open one in browsers that have none ---------------------
  const sheets = [part.card, part.review, part.leave];
  function open(sheet) {
    sheets.forEach(close);
    if (sheet.showModal) sheet.showModal();
    else sheet.setAttribute("open", "");
  }
  function close(sheet) {
    if (!sheet.hasAttribute("open")) return;
    if (sheet.close) sheet.close();
    else sheet.removeAttribute("open");
  }
  function slotButton(slot) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "slot";
    button.textContent = slot;
    button.addEventListener("click", () => {
      sheets.forEach(close);
      go(slot, true);
    });
    item.append(button);
    return item;
  }
  function openReview() {
    keepTyping();
    const empty = slots.filter((slot) => !known[slot]);
    const flagged = slots.filter((slot) => view.flags.includes(slot));
    const unsent = unsentSlots().size;
    part.review_text.textContent = "";
    const list = (name, some) => {
      const line = document.createElement("p");
      line.textContent = say(name, { n: some.length });
      const numbers = document.createElement("ul");
      numbers.className = "slots";
      numbers.append(...some.map(slotButton));
      part.review_text.append(line, numbers);
    };
    if (empty.length) list("some_empty", empty);
    else part.review_text.append(say("all_answered", { n: slots.length }));
    if (flagged.length) list("some_flagged", flagged);
    part.review_state.textContent = unsent ? say("some_unsent", { n: unsent }) : "";
    open(part.review);
  }

  // ---- handing in and the end ---------------------------------------------------------------
  async function handIn() {
    part.confirm.disabled = true;
    keepTyping();
    part.review_state.textContent = say("sending");
    const sent = await sender.flush();
    if (sent) part.review_state.textContent = say("handing_in");
    if (!over && !(sent && (await fetchReceipt())) && !sender.stopped) {
      part.review_state.textContent = say("hand_in_offline");
    }
    part.confirm.disabled = false;
  }
  // Asks for the receipt; the server hands in first where that is still to do.
  async function fetchReceipt() {
    try {
      const reply = await fetch(data.submit_url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token: data.token }),
      });
      const body = await reply.json();
      if (!reply.ok) {
        if (reply.status < 500) show(part.warning, body.message);
        return reply.status < 500;
      }
      showReceipt(body);
      return true;
    } catch (error) {
      return false;
    }
  }
  function showReceipt(receipt) {
    finished = over = sender.stopped = true;
    clearInterval(ticking);
    clearInterval(beating);
    sheets.forEach(close);
    for (const node of part.receipt.querySelectorAll("[data-receipt]")) {
      const name = node.dataset.receipt;
      if (name === "by_clock") node.hidden = !receipt.by_clock;
      else node.textContent = receipt[name];
    }
    const lost = unsentSlots().size;
    show(part.lost, lost ? say("over_unsent", { n: lost }) : "");
    if (!lost) forget(key);
    forget(memory);
    for (const node of [form, part.foot, part.banner, part.warning, part.open_card]) node.hidden = true;
    part.position.textContent = document.title.split(" · ")[0];
    part.clock.textContent = "";
    part.receipt.hidden = false;
    window.scrollTo(0, 0);
    part.receipt.querySelector("h1").focus();
  }
  let finished = false;
  function lock() {
    keepTyping();
    over = true;
    questions.forEach((node) => (node.disabled = true));
    document.body.classList.add("sit-locked");
  }
  function timeUp() {
    if (over) return;
    lock();
    sheets.forEach(close);
    show(part.warning, say("over"));
    let wait = 1200;
    const ask = async () => {
      if (finished || (await fetchReceipt())) return;
      show(part.warning, say("over_offline"));
      wait = Math.min(wait * 2, 20000);
      setTimeout(ask, wait * (0.5 + Math.random() / 2));
    };
    setTimeout(ask, wait);
  }

  // ---- countdown ----------------------------------------------------------------------------
  let before = Infinity;
  function tick() {
    const left = Math.max(0, clock.ends - serverNow());
    const seconds = Math.ceil(left / 1000);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const time = (hours ? hours + ":" : "") + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
    part.clock.textContent = say("left", { time });
    part.clock.classList.toggle("sit-clock-late", seconds <= 300);
    for (const minutes of [10, 5, 1]) {
      if (before > minutes * 60 && seconds <= minutes * 60 && before !== Infinity) {
        show(part.warning, minutes > 1 ? say("minutes_left", { n: minutes }) : say("minute_left"));
        setTimeout(() => over || show(part.warning, ""), 15000);
      }
    }
    before = seconds;
    if (left < 2000) keepTyping();
    if (!left) timeUp();
  }

  // ---- leaving ------------------------------------------------------------------------------
  // Browsers skip history entries of pages that were never touched, so the trap is set at a touch.
  let trapped = false;
  function trap() {
    if (trapped || finished) return;
    trapped = true;
    history.pushState({ sitting: true }, "");
  }
  window.addEventListener("popstate", () => {
    trapped = false;
    if (finished) return;
    trap();
    if (sheets.some((sheet) => sheet.hasAttribute("open"))) sheets.forEach(close);
    else open(part.leave);
  });
  window.addEventListener("beforeunload", (event) => {
    keepTyping();
    if (!finished && log.unsent().length && !sender.stopped) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
  window.addEventListener("pagehide", () => {
    keepTyping();
    sender.beacon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keepTyping();
      sender.beacon();
    } else sender.send(true);
  });
  window.addEventListener("online", () => sender.send(true));
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  // ---- swipe --------------------------------------------------------------------------------
  let touch = null;
  form.addEventListener("touchstart", (event) => {
    const typingHere = event.target.closest("textarea, input:not([type=radio]):not([type=checkbox])");
    touch = event.touches.length === 1 && !typingHere ? event.touches[0] : null;
  }, { passive: true });
  form.addEventListener("touchend", (event) => {
    if (!touch) return;
    const x = event.changedTouches[0].clientX - touch.clientX;
    const y = event.changedTouches[0].clientY - touch.clientY;
    if (Math.abs(x) > 70 && Math.abs(x) > 2 * Math.abs(y)) {
      const at = slots.indexOf(view.at) + (x < 0 ? 1 : -1);
      if (at >= 0 && at < slots.length) go(slots[at], true);
    }
    touch = null;
  }, { passive: true });

  // ---- begin --------------------------------------------------------------------------------
  const received = {};
  for (const slot of slots) {
    const given = data.given[slot];
    writeAnswer(slot, given ? given[0] : "");
    if (given) received[slot] = given[1];
    if (given && given[0]) savedAt[slot] = given[1];
  }
  for (let device = 1; device < data.device; device += 1) {
    log.adopt(`sit:${data.attempt}:${device}`, received, clock.offset);
  }
  for (const operation of log.unsent()) {
    writeAnswer(operation.slot, operation.answer);
    delete savedAt[operation.slot];
  }
  for (const [field, checked] of early) if (isChoice(field)) field.checked = checked;
  part.slots.append(...slots.map(slotButton));
  part.next.dataset.text = part.next.textContent;
  part.previous.addEventListener("click", () => step(-1));
  part.next.addEventListener("click", () => step(1));
  part.flag.addEventListener("click", () => {
    const at = view.flags.indexOf(view.at);
    if (at < 0) view.flags.push(view.at);
    else view.flags.splice(at, 1);
    keepView();
    paint();
  });
  part.open_card.addEventListener("click", () => {
    keepTyping();
    paint();
    open(part.card);
  });
  part.close_card.addEventListener("click", () => close(part.card));
  part.hand_in.addEventListener("click", openReview);
  part.close_review.addEventListener("click", () => close(part.review));
  part.confirm.addEventListener("click", handIn);
  part.stay.addEventListener("click", () => close(part.leave));
  part.go.addEventListener("click", () => {
    keepTyping();
    location.assign(data.mine_url);
  });
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, trap);

  document.body.classList.add("sit-scripted");
  part.plain.hidden = true;
  part.foot.hidden = part.open_card.hidden = false;
  const begun = Array.from(early.keys(), slotOf);
  begun.forEach(keepAnswer);
  if (begun.length || activation.hasBeenActive) trap();
  const asked = Number((location.hash.match(/^#q(\d+)$/) || [])[1]);
  const here = document.activeElement.closest(".question");
  const wanted = [here && slotOf(here), begun.pop(), asked, view.at];
  go(wanted.find((slot) => slots.includes(slot)) || slots[0], false);
  tick();
  const ticking = setInterval(tick, 500);
  const beating = setInterval(() => document.visibilityState === "visible" && sender.send(true), 20000);
  sender.send(true);
})();
