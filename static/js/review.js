// The keys of the suggested joins: they press what is on the page, as the inbox's do. Without this file all buttons stay.
(() => {
  const review = document.querySelector("[data-review]");
  if (!review) return;
  const on = review.dataset.keys === "on";
  const find = (words) => review.querySelector(words);
  let held = [];
  let asked = null;
  let doubt = 0;

  function move(step) {
    const places = [...review.querySelectorAll("[data-place]")];
    const here = places.findIndex((place) => place.hasAttribute("aria-current"));
    places[Math.max(0, Math.min(here + step, places.length - 1))]?.click();
  }

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    a: () => find("[data-accept]")?.click(),
    r: () => find("[data-reject]")?.click(),
    u: () => find("[data-undo]")?.click(),
    "?": () => document.getElementById("keys").togglePopover(),
  };

  function show(focus) {
    review.toggleAttribute("data-on", on);
    find(".keys-hint")?.removeAttribute("hidden");
    if (focus) (find("#suggestion") || find("h1")).focus();
  }

  // While the server's answer is under way, or not at its place yet, keys are held: what they press is then another suggestion.
  // What was typed on top of something that failed is dropped.
  const under = () => find(".htmx-request");
  const coming = () => under() || find(".htmx-added");
  const waits = () => coming() || doubt;

  function follow() {
    if (under()) {
      asked = review.firstElementChild;
    } else if (!coming()) {
      if (asked && asked === review.firstElementChild) doubt ||= setTimeout(judge, 500);
      else release();
    }
  }

  function release() {
    clearTimeout(doubt);
    doubt = 0;
    asked = null;
    while (held.length && !waits()) acts[held.shift()]();
  }

  // An answer may be at its place a moment after its request has ended: only then is it certain that none came.
  function judge() {
    doubt = 0;
    if (coming()) return;
    if (asked && asked === review.firstElementChild) held = [];
    release();
  }

  document.addEventListener("keydown", (event) => {
    const plain = on && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!plain || event.target.closest("textarea, select, input, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (!acts[key]) return;
    if (waits()) held.push(key);
    else acts[key]();
    event.preventDefault();
  });
  new MutationObserver(() => show(true)).observe(review, { childList: true });
  new MutationObserver(follow).observe(review, { subtree: true, attributes: true, attributeFilter: ["class"] });
  show(false);
})();
