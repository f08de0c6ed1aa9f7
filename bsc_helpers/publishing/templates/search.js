"use strict";
(() => {
  const form = document.querySelector("form.search");
  const field = form.querySelector("input");
  const told = form.querySelector("[role=status]");
  const marks = /[\u0300-\u036f]/g;
  const plain = (text) => text.normalize("NFD").replace(marks, "").toLowerCase();
  const items = [...document.querySelectorAll("[data-searched] li")].map((item) => ({
    item,
    name: plain(item.firstElementChild.firstElementChild.textContent),
    inside: [],
  }));
  const trees = document.querySelectorAll("[data-searched]");
  const byItem = new Map(items.map((entry) => [entry.item, entry]));
  const tops = [];
  for (const entry of items) {
    const above = entry.item.parentElement.closest("[data-searched] li");
    entry.fold = entry.item.querySelector(":scope > details");
    entry.open = entry.fold !== null && entry.fold.open;
    (above ? byItem.get(above).inside : tops).push(entry);
  }

  // A unit is shown when its name fits, when one below it is shown, or when one above it fits.
  const show = (entry, words, fitsAbove) => {
    const fits = words.every((word) => entry.name.includes(word));
    let below = 0;
    for (const each of entry.inside) below += show(each, words, fits || fitsAbove);
    entry.item.hidden = !(fits || below || fitsAbove);
    if (entry.fold) entry.fold.open = words.length ? below > 0 : entry.open;
    return below + (fits ? 1 : 0);
  };

  const search = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of tops) shown += show(entry, words, false);
    for (const tree of trees) {
      tree.hidden = [...tree.children].every((item) => item.hidden);
      tree.previousElementSibling.hidden = tree.hidden;
    }
    const text = shown ? form.dataset.found : form.dataset.none;
    told.textContent = words.length
      ? text.replace("{shown}", shown).replace("{all}", items.length)
      : "";
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  if (field.value) search();
})();
