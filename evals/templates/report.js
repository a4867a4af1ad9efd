"use strict";
// Sorting and filtering of what is on the page already; without it the page shows everything.
for (const table of document.querySelectorAll("table.sortable")) {
  table.classList.add("live");
  table.querySelectorAll("th").forEach((head, place) => {
    head.tabIndex = 0;
    const sort = () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const value = (row) => row.cells[place].textContent.trim();
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const x = parseFloat(value(a)), y = parseFloat(value(b));
        const order = Number.isNaN(x) || Number.isNaN(y) ? value(a).localeCompare(value(b)) : x - y;
        return descending ? -order : order;
      });
      table.tBodies[0].append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  });
}
const form = document.getElementById("filters");
if (form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  const articles = [...document.querySelectorAll("article.failure")];
  const field = (name) => document.getElementById(name).value;
  const apply = () => {
    const words = field("words").trim().toLowerCase();
    for (const article of articles) {
      article.hidden = !(article.textContent.toLowerCase().includes(words)
        && (!field("category") || article.dataset.category === field("category"))
        && (!field("failed") || article.dataset.failed.split("|").includes(field("failed"))));
    }
    document.getElementById("shown").textContent = articles.filter((article) => !article.hidden).length;
  };
  form.addEventListener("input", apply);
}
