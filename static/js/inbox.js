// The keys of the inbox: they press what is on the page, so that each key does what the mouse does. Without this file all buttons stay.
(() => {
  const inbox = document.querySelector("[data-inbox]");
  if (!inbox) return;
  const on = inbox.dataset.keys === "on";
  let place = 0;
  let held = [];
  let asked = null;
  let doubt = 0;
  const problem = document.getElementById("problem");

  const rows = () => [...inbox.querySelectorAll("[data-offer]")];
  const rejecting = () => inbox.querySelector("[data-reason]");

  function mark(next, focus) {
    const all = rows();
    place = Math.max(0, Math.min(next, all.length - 1));
    all.forEach((row, index) => row.classList.toggle("is-current", index === place));
    if (focus) (all[place]?.querySelector("[data-title]") || inbox.querySelector("h1")).focus();
  }

  function show(swapped) {
    inbox.toggleAttribute("data-on", on);
    inbox.querySelector(".keys-hint")?.removeAttribute("hidden");
    const open = rejecting();
    if (open) mark(rows().indexOf(open.closest("[data-offer]")), false);
    else mark(place, swapped && document.activeElement === document.body);
  }

  const acts = {
    j: () => mark(place + 1, true),
    k: () => mark(place - 1, true),
    a: () => rows()[place]?.querySelector("[data-accept]")?.click(),
    r: () => rows()[place]?.querySelector("[data-reject]")?.click(),
    u: () => inbox.querySelector("[data-undo]")?.click(),
    "?": () => document.getElementById("keys").togglePopover(),
  };

  function pick(key) {
    const reason = inbox.querySelectorAll("[data-reason]")[Number(key) - 1];
    if (!reason) return false;
    reason.checked = true;
    reason.focus();
    return true;
  }

  function confirm() {
    inbox.querySelector("[data-reason]:checked")?.form.requestSubmit();
  }

  function press(key) {
    if (key === "Enter") confirm();
    else if (key === "Escape") inbox.querySelector("[data-cancel]")?.click();
    else if (!acts[key]) return pick(key);
    else acts[key]();
    return true;
  }

  function typing(target) {
    return target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
  }

  // While the server's answer is under way, or not at its place yet, keys are held; then they are pressed in their order.
  // What was typed on top of something that failed is dropped.
  const under = () => inbox.querySelector(".htmx-request:not(.just)");
  const coming = () => under() || inbox.querySelector(".htmx-added");
  const waits = () => coming() || doubt;

  function follow() {
    if (under()) {
      asked = inbox.firstElementChild;
      problem.replaceChildren();
    } else if (!coming()) {
      if (asked && asked === inbox.firstElementChild) doubt ||= setTimeout(judge, 500);
      else release();
    }
  }

  function release() {
    clearTimeout(doubt);
    doubt = 0;
    asked = null;
    if (inbox.querySelector("[role=alert]")) held = [];
    while (held.length && !waits()) press(held.shift());
  }

  // An answer may be at its place a moment after its request has ended: only then is it certain that none came.
  function judge() {
    doubt = 0;
    if (coming()) return;
    if (asked && asked === inbox.firstElementChild) {
      if (!problem.hasChildNodes()) problem.append(inbox.querySelector("[data-lost]").content.cloneNode(true));
      held = [];
    }
    release();
  }

  document.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const known = acts[key] || /^([1-9]|Enter|Escape)$/.test(key);
    if (!known || event.repeat || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (key === "Enter" && (!waits() || !event.target.matches("body, [data-inbox] :not(button, summary)"))) return;
    if (on && waits()) held.push(key);
    else if (key === "Escape" ? !rejecting() || document.querySelector("#keys:popover-open") : !on) return;
    else if (!press(key)) return;
    event.preventDefault();
  });
  inbox.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-offer]");
    if (row) mark(rows().indexOf(row), false);
  });
  new MutationObserver(() => show(true)).observe(inbox, { childList: true });
  new MutationObserver(follow).observe(inbox, { subtree: true, attributes: true, attributeFilter: ["class"] });
  show(false);
})();
