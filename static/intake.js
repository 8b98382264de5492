// Pages of a roster file: its progress while it is read or applied, and decisions about rows without
// leaving one's place in the list. All of it works without this script.
(function () {
  "use strict";

  const main = document.getElementById("main");

  // Shows another state of the page in place; scripts of that page are this one.
  async function show(response) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.getElementById("main");
    main.className = next.className;
    main.replaceChildren(...next.childNodes);
    document.title = page.title;
    history.replaceState(null, "", response.url.split("#")[0]);
    prepare();
  }

  async function decide(form) {
    const data = new FormData(form);
    main.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, { method: "POST", body: data });
      const [x, y] = [window.scrollX, window.scrollY];
      await show(response);
      window.scrollTo(x, y);
    } catch {
      form.removeAttribute("data-stay"); // the browser shows what is wrong
      form.requestSubmit();
    } finally {
      main.removeAttribute("aria-busy");
    }
  }

  async function poll() {
    try {
      const response = await fetch(location.href);
      if (response.ok) return await show(response);
    } catch {
      // The network is away for a moment; the next round tries again.
    }
    prepare();
  }

  function prepare() {
    const polled = main.querySelector("[data-poll]");
    if (polled) setTimeout(poll, Number(polled.dataset.poll));
  }

  main.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-stay]");
    if (!form) return;
    event.preventDefault();
    decide(form);
  });
  prepare();
})();
