// What a card says: HTML that is read out when it changes. Its text comes escaped from Python.
import { keepKeys } from "../live/js/keys.js";

function render({ model, el }) {
  const said = document.createElement("div");
  said.className = "convbook-said";
  said.setAttribute("role", "status");
  el.append(said);
  const show = () => (said.innerHTML = model.get("html"));
  model.on("change:html", show);
  show();
  let leaveKeys = () => {};
  requestAnimationFrame(() => {
    const card = el.closest(".convbook-card");
    if (card) leaveKeys = keepKeys(card);
  });
  return () => {
    leaveKeys();
    model.off("change:html", show);
  };
}

export default { render };
