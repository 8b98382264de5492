// Writing a question or a case: rows that come and go, keys, live preview and checks, and a
// warning before what was written is lost. Without this script the pages work as plain forms.
(function () {
  "use strict";

  const form = document.querySelector("form[data-editing]");
  if (!form) return;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const button = (value) => form.querySelector(`button[name="do"][value="${value}"]`);
  for (const node of all("[data-with-script]")) node.hidden = false;
  for (const node of all("[data-without-script]")) node.hidden = true;

  // ---- what was not saved yet ---------------------------------------------------------------
  let changed = "changed" in form.dataset;
  const touch = () => {
    changed = true;
    schedule();
  };
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!changed) return;
    event.preventDefault();
    event.returnValue = "";
  });

  // ---- the type, and the fields that belong to it -------------------------------------------
  const kinds = all('input[name="kind"]', form);
  const marks = all('input[name="right"]', form);
  function showKind() {
    const chosen = kinds.find((input) => input.checked);
    if (!chosen) return;
    for (const node of all("[data-kinds]", form)) {
      node.hidden = !node.dataset.kinds.split(" ").includes(chosen.value);
    }
    for (const mark of marks) mark.type = chosen.value === "single" ? "radio" : "checkbox";
  }
  for (const input of kinds) input.addEventListener("change", showKind);

  // ---- options ------------------------------------------------------------------------------
  const LEAST = 2;
  const USUAL = 4;
  const options = all("[data-option]", form).map((row) => ({
    row,
    text: row.querySelector("textarea"),
    mark: row.querySelector("input"),
    drop: row.querySelector("[data-drop]"),
  }));
  const addOption = form.querySelector("[data-add-option]");
  const shownOptions = () => options.filter((option) => !option.row.hidden).length;
  function showOptions(count) {
    options.forEach((option, place) => {
      option.row.hidden = place >= count;
      option.drop.hidden = count <= LEAST;
    });
    addOption.hidden = count >= options.length;
  }
  function dropOption(place) {
    for (let here = place; here < options.length; here += 1) {
      const next = options[here + 1];
      options[here].text.value = next ? next.text.value : "";
      options[here].mark.checked = next ? next.mark.checked : false;
    }
    showOptions(shownOptions() - 1);
    options[Math.min(place, shownOptions() - 1)].text.focus();
    touch();
  }
  function nextOption(place) {
    if (place + 1 >= options.length) return;
    showOptions(Math.max(shownOptions(), place + 2));
    options[place + 1].text.focus();
  }
  if (options.length) {
    const filled = options.map((option) => option.text.value !== "" || option.mark.checked);
    showOptions(Math.max(USUAL, filled.lastIndexOf(true) + 1));
    addOption.addEventListener("click", () => nextOption(shownOptions() - 1));
    options.forEach((option, place) => {
      option.drop.addEventListener("click", () => dropOption(place));
      option.text.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.ctrlKey || event.isComposing) return;
        event.preventDefault();
        nextOption(place);
      });
    });
  }

  // ---- citations ----------------------------------------------------------------------------
  const citations = form.querySelector("[data-citations]");
  if (citations) {
    form.querySelector("[data-add-citation]").addEventListener("click", () => {
      const rows = all("[data-citation]", citations);
      const row = rows[rows.length - 1].cloneNode(true);
      for (const error of all(".field-error", row)) error.remove();
      for (const node of all("[data-invalid]", row)) node.removeAttribute("data-invalid");
      for (const label of all("label", row)) label.htmlFor = numbered(label.htmlFor, rows.length);
      for (const field of all("input, textarea", row)) {
        field.id = numbered(field.id, rows.length);
        field.name = numbered(field.name, rows.length);
        field.value = "";
        for (const name of ["aria-invalid", "aria-describedby", "autofocus"]) {
          field.removeAttribute(name);
        }
      }
      citations.append(row);
      row.querySelector("input").focus();
    });
  }
  const numbered = (name, number) => name.replace(/\d+$/, String(number));

  // ---- the order of the sub-questions of a case ---------------------------------------------
  const parts = form.querySelector("[data-parts]");
  if (parts) {
    parts.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-up], [data-down]");
      if (!pressed) return;
      const row = pressed.closest("tr");
      const up = "up" in pressed.dataset;
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (up) other.before(row);
      else other.after(row);
      all('input[name^="place_"]', parts).forEach((input, place) => {
        input.value = String(place + 1);
      });
      pressed.focus();
      touch();
    });
  }

  // ---- keys ---------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.ctrlKey && event.key === "Enter") press(event, button("review"));
    else if (event.ctrlKey && event.key.toLowerCase() === "s") press(event, button("draft"));
    else if (event.altKey && /^Digit[1-6]$/.test(event.code)) {
      const input = kinds[Number(event.code.slice(5)) - 1];
      if (!input) return;
      event.preventDefault();
      input.checked = true;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  form.addEventListener("keydown", (event) => {
    // Enter in a line of text would send a half-written question to review.
    const line = event.target.matches("input:not([type=checkbox]):not([type=radio])");
    if (event.key === "Enter" && !event.ctrlKey && line) event.preventDefault();
  });
  function press(event, pressed) {
    event.preventDefault();
    if (!event.repeat && pressed) pressed.click();
  }

  // ---- preview and checks -------------------------------------------------------------------
  const asked = document.querySelector("[data-asked]");
  const checks = document.querySelector("[data-checks]");
  const WAIT = 400;
  let timer = 0;
  let running = null;
  function schedule() {
    if (!form.dataset.preview) return;
    clearTimeout(timer);
    timer = setTimeout(preview, WAIT);
  }
  async function preview() {
    if (running) running.abort();
    running = new AbortController();
    const token = form.querySelector('input[name="csrfmiddlewaretoken"]').value;
    try {
      const response = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-CSRFToken": token },
        credentials: "same-origin",
        signal: running.signal,
      });
      if (response.ok && !response.redirected) show(await response.text());
    } catch (error) {
      // The network is gone, or the author wrote on: the next change asks again.
    }
  }
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const [node, name] of [[asked, "[data-asked]"], [checks, "[data-checks]"]]) {
      const fresh = page.querySelector(name);
      if (fresh && fresh.innerHTML !== node.innerHTML) node.replaceChildren(...fresh.childNodes);
    }
  }

  showKind();
  const wrong = document.querySelector("[data-first-error]");
  if (wrong) wrong.focus();
  const stem = form.querySelector('textarea[name="stem"]');
  if (stem && stem.value && !("changed" in form.dataset)) preview();
})();
