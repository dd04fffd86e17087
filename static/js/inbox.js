// The keys of the inbox: they press what is on the page, so that each key does what the mouse does. Without this file all buttons stay.
(() => {
  const inbox = document.querySelector("[data-inbox]");
  if (!inbox) return;
  const on = inbox.dataset.keys === "on";
  let place = 0;

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

  function typing(target) {
    return target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && rejecting() && !document.querySelector("#keys:popover-open")) {
      inbox.querySelector("[data-cancel]").click();
    } else if (on && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey && !typing(event.target)) {
      const act = acts[event.key.toLowerCase()];
      if (act) act();
      else if (!/^[1-9]$/.test(event.key) || !pick(event.key)) return;
      event.preventDefault();
    }
  });
  inbox.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-offer]");
    if (row) mark(rows().indexOf(row), false);
  });
  new MutationObserver(() => show(true)).observe(inbox, { childList: true });
  show(false);
})();
