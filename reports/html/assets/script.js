// Filters of the matrix, and panels that open without losing them. Everything is in the page without this: what it adds
// is kept in the fragment of the address, as in #verdict=f,q&text=crl&at=r-12-3, so that a link shows what its sender saw.
"use strict";
(function () {
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  let open = null;
  let marked = null;
  document.documentElement.classList.add("js");

  // "#r-12-3", as the links of the page have it, is short for "#at=r-12-3".
  function state() {
    const text = location.hash.slice(1);
    return new URLSearchParams(text.includes("=") || text === "" ? text : "at=" + text);
  }

  function rows() {
    return Array.from(document.querySelectorAll(".matrix tbody tr[id]"));
  }

  function textOf(row) {
    const link = row.querySelector("th a");
    const place = document.getElementById("r-" + row.id.slice(2));
    const panel = place ? place.closest(".panel") : null;
    const heading = panel ? panel.querySelector("h3").textContent : "";
    const title = panel ? panel.querySelector("p").textContent : "";
    return (link.textContent + " " + heading + " " + title).toLowerCase();
  }

  function hasVerdict(row, verdicts) {
    return verdicts.length === 0 || Array.from(row.cells).some((cell) => verdicts.some((v) => cell.classList.contains(v)));
  }

  function filter(wanted) {
    const verdicts = (wanted.get("verdict") || "").split(",").filter(Boolean);
    const text = (wanted.get("text") || "").toLowerCase();
    const family = wanted.get("family") || "";
    const level = wanted.get("level") || "";
    const active = Boolean(verdicts.length || text || family || level);
    let count = 0;
    for (const row of rows()) {
      const fits = (!family || row.closest("details").dataset.family === family) &&
        (!level || row.cells[2].textContent === level) && hasVerdict(row, verdicts) && (!text || textOf(row).includes(text));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const body of document.querySelectorAll(".matrix tbody"))
      body.hidden = active && !body.querySelector("tr[id]:not([hidden])");
    for (const details of document.querySelectorAll(".family")) {
      const any = details.querySelector("tr[id]:not([hidden])") !== null;
      details.hidden = active && !any;
      if (active && any)
        details.open = true;
    }
    shown.textContent = active ? count + (count === 1 ? " row" : " rows") : "";
  }

  function fill(wanted) {
    const verdicts = (wanted.get("verdict") || "").split(",");
    form.elements.family.value = wanted.get("family") || "";
    form.elements.level.value = wanted.get("level") || "";
    if (form.elements.text.value !== (wanted.get("text") || ""))
      form.elements.text.value = wanted.get("text") || "";
    for (const box of form.querySelectorAll("[name=verdict]"))
      box.checked = verdicts.includes(box.value);
  }

  function show(at) {
    const target = at ? document.getElementById(at) : null;
    const panel = target ? target.closest(".panel") : null;
    if (open)
      open.classList.remove("on");
    if (marked)
      marked.classList.remove("at");
    open = panel;
    marked = panel ? target : null;
    if (panel)
      panel.classList.add("on");
    if (marked)
      marked.classList.add("at");
    if (!target)
      return;
    for (let each = target.closest("details"); each; each = each.parentElement.closest("details"))
      each.open = true;
    target.scrollIntoView();
    const focused = target.matches("tr") ? target.querySelector("a") : target;
    if (!focused.matches("a, [tabindex]"))
      focused.tabIndex = -1;
    focused.focus({ preventScroll: true });
  }

  function apply() {
    const wanted = state();
    if (form) {
      fill(wanted);
      filter(wanted);
    }
    show(wanted.get("at"));
  }

  // The filters of the form, and what is open.
  function address(at) {
    const next = new URLSearchParams();
    if (form) {
      const verdicts = Array.from(form.querySelectorAll("[name=verdict]:checked"), (box) => box.value);
      for (const name of ["family", "level", "text"])
        if (form.elements[name].value)
          next.set(name, form.elements[name].value);
      if (verdicts.length)
        next.set("verdict", verdicts.join(","));
    }
    if (at)
      next.set("at", at);
    const text = next.toString().replace(/%2C/g, ",");
    return text ? "#" + text : location.pathname + location.search;
  }

  function go(at) {
    history.pushState(null, "", address(at));
    apply();
  }

  function refilter() {
    history.replaceState(null, "", address(state().get("at")));
    filter(state());
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const cell = event.target.closest(".matrix td");
    if (link) {
      event.preventDefault();
      go(link.getAttribute("href").slice(1));
    } else if (cell && cell.className && cell.parentElement.id) {
      const id = "r-" + cell.parentElement.id.slice(2) + "-" + (cell.cellIndex - 3);
      if (document.getElementById(id))
        go(id);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && marked)
      go("m-" + marked.id.split("-")[1]);
  });
  if (form) {
    form.hidden = false;
    form.addEventListener("input", refilter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(refilter));
    document.getElementById("unfold").addEventListener("click", () => {
      for (const details of document.querySelectorAll(".family"))
        details.open = true;
    });
  }
  // What is folded is not printed.
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details.family, details.legend, .panel.bad details"))
      details.open = true;
  });
  window.addEventListener("hashchange", apply);
  window.addEventListener("popstate", apply);
  if (location.hash)
    apply();
})();
