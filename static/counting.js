// Reads a cohort's rule back in words and counts whom it lists, while the form is being filled in.
(() => {
  "use strict";
  const form = document.querySelector("form[data-count]");
  if (!form) return;
  const WAIT = 500;
  let timer = 0;
  let running = null;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, WAIT);
  });
  async function count() {
    if (running) running.abort();
    running = new AbortController();
    try {
      const response = await fetch(form.dataset.count, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        signal: running.signal,
      });
      if (response.ok && !response.redirected) show(await response.text());
    } catch (error) {
      // The network is gone, or the form was changed again: the next change asks again.
    }
  }
  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-counted]");
    if (fresh) form.querySelector("[data-counted]").replaceWith(fresh);
  }
})();
