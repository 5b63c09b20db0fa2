// Sort, search and filter the table of students. Without this script the whole table is shown, by name.
"use strict";
const table = document.getElementById("matrix");
const body = table.tBodies[0];
const rows = Array.from(body.rows);
const heads = Array.from(table.tHead.rows[0].cells);
const by = (id) => document.getElementById(id);
const texts = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));
let most = 250; // rows at a time: a browser needs seconds for 140,000 cells
const order = { d: 4, h: 3, w: 2, e: 1, o: 0 }; // done, half, wrong, error, open

function keyOf(row, column) {
  const cell = row.cells[column];
  if (column === 0) return texts.get(row);
  return heads[column].dataset.module ? order[cell.className[0]] : Number(cell.textContent.replace("−", "-") || 0);
}

function sort(column) {
  const wasUp = heads[column].getAttribute("aria-sort") === "ascending";
  const up = column === 0 ? !wasUp : wasUp ? false : heads[column].hasAttribute("aria-sort");
  heads.forEach((head) => head.removeAttribute("aria-sort"));
  heads[column].setAttribute("aria-sort", up ? "ascending" : "descending");
  const keys = new Map(rows.map((row) => [row, keyOf(row, column)]));
  rows.sort((one, other) => {
    const [a, b] = [keys.get(one), keys.get(other)];
    return (a < b ? -1 : a > b ? 1 : 0) * (up ? 1 : -1);
  });
  body.append(...rows);
  filter();
}

function filter() {
  const words = by("search").value.toLowerCase();
  const status = by("status").value;
  const module = by("module").value;
  const section = by("section") ? by("section").value : "";
  const columns = heads.map((head, i) => i).filter((i) => heads[i].dataset.module && (!module || heads[i].dataset.module === module));
  let fitting = 0;
  for (const row of rows) {
    const fits = texts.get(row).includes(words)
      && (!section || row.dataset.section === section)
      && (!status || columns.some((i) => row.cells[i].className[0] === status));
    fitting += fits;
    row.hidden = !fits || fitting > most;
  }
  by("all").hidden = fitting <= most;
  by("shown").textContent = `${fitting} of ${rows.length} students${fitting > most ? `, the first ${most} are shown` : ""}`;
}

function show(number) {
  most = number;
  filter();
}

// A heading is no <button>, because Chromium leaves buttons out where it prints the headings again on the next page.
heads.forEach((head, column) => {
  const button = head.querySelector("span");
  button.setAttribute("role", "button");
  button.tabIndex = 0;
  button.addEventListener("click", () => sort(column));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    sort(column);
  });
});
by("controls").hidden = false;
by("all").addEventListener("click", () => show(Infinity));
window.addEventListener("beforeprint", () => show(Infinity));
by("controls").addEventListener("input", filter);
by("controls").addEventListener("submit", (event) => event.preventDefault());
filter();
