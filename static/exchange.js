// The import preview: changes of an item without leaving one's place in the list, parting at the
// cursor, and the progress of a file that is being read. All of it works without this script.
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
    prepare();
  }

  async function mend(form, button) {
    const data = new FormData(form);
    data.set(button.name, button.value);
    main.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, { method: "POST", body: data });
      const [x, y] = [window.scrollX, window.scrollY];
      await show(response);
      if (response.ok) {
        history.replaceState(null, "", response.url);
        window.scrollTo(x, y);
      } else {
        window.scrollTo(0, 0);
      }
    } catch {
      button.form.removeAttribute("data-mend"); // the browser shows what is wrong
      button.click();
    } finally {
      main.removeAttribute("aria-busy");
    }
  }

  function part(button) {
    const area = button.form.elements.text;
    const place = area.selectionStart;
    area.focus();
    if (place === 0) return; // nobody has put the cursor where the second question begins
    const number = Number(/^\s*(\d+)/m.exec(area.value)?.[1] ?? 0) + 1;
    area.setRangeText(`\n\n${number}. `, place, area.selectionEnd, "end");
  }

  function prepare() {
    for (const button of main.querySelectorAll("[data-part]")) button.hidden = false;
    const polled = main.querySelector("[data-poll]");
    if (polled) setTimeout(poll, Number(polled.dataset.poll));
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

  main.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-mend]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    mend(form, event.submitter);
  });
  main.addEventListener("click", (event) => {
    const button = event.target.closest("[data-part]");
    if (button) part(button);
  });
  main.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-mend]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[value=save]"));
    }
  });
  prepare();
})();
