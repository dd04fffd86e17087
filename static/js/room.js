// The drawer of the decision screen: opens when it is filled, empties when it is closed. Without this file its links are pages.
(() => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  new MutationObserver(() => {
    if (drawer.childElementCount && !drawer.open) drawer.showModal();
  }).observe(drawer, { childList: true });
  drawer.addEventListener("close", () => drawer.replaceChildren());
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("[data-close]")) {
      event.preventDefault();
      drawer.close();
    }
  });
})();
