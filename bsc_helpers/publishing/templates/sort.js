"use strict";
(() => {
  const said = document.getElementById("bsc:said");
  const NAME = 0;
  const VALUE = 1;

  const bodies = (table) =>
    [...table.tBodies].map((body) => ({
      body,
      head: [...body.rows].filter((row) => row.classList.contains("group")),
      rows: [...body.rows].filter((row) => !row.classList.contains("group")),
    }));

  const value = (row) => {
    const data = row.cells[VALUE].querySelector("data");
    return data ? Number(data.value) : null;
  };

  // The names stand in their alphabet already; what has no value stays last, in that order.
  const sorted = (rows, column, down) => {
    const places = new Map(rows.map((row, place) => [row, place]));
    const known = rows.filter((row) => column === NAME || value(row) !== null);
    const rest = rows.filter((row) => column === VALUE && value(row) === null);
    const size = (row) => (column === NAME ? places.get(row) : value(row));
    const sign = down ? -1 : 1;
    known.sort((a, b) => sign * (size(a) - size(b)) || places.get(a) - places.get(b));
    return [...known, ...rest];
  };

  const setUp = (table) => {
    const parts = bodies(table);
    const heads = [...table.tHead.rows[0].cells].slice(0, VALUE + 1);
    const note = document.createElement("p");
    note.className = "notice";
    note.textContent = said.dataset.rank;
    note.hidden = true;
    table.parentElement.before(note);

    const sort = (column) => {
      const now = heads[column].getAttribute("aria-sort");
      const down = column === NAME ? now === "ascending" : now !== "descending";
      for (const head of heads) head.removeAttribute("aria-sort");
      heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
      for (const part of parts) {
        part.body.replaceChildren(...part.head, ...sorted(part.rows, column, down));
      }
      note.hidden = column === NAME;
      const label = heads[column].textContent.trim();
      const text = said.dataset[down ? "down" : "up"].replace("{column}", label);
      said.textContent = column === NAME ? text : `${text} ${said.dataset.rank}`;
    };

    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(column));
      head.append(button);
    });
    heads[NAME].setAttribute("aria-sort", "ascending");
  };

  for (const table of document.querySelectorAll("table[id^='units']")) setUp(table);
})();
