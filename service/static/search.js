// The search box as a combobox (WAI-ARIA Authoring Practices, list autocomplete with manual
// selection). Without this script it is a plain form.
"use strict";

const box = document.getElementById("q");
const list = document.getElementById("suggestions");
let options = [];
let chosen = -1;
let latest = 0;
let timer = 0;

function close() {
  list.hidden = true;
  chosen = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(index) {
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
  chosen = index;
  if (index >= 0) {
    box.setAttribute("aria-activedescendant", options[index].id);
    options[index].scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function option(name, kind, address, index) {
  const item = document.createElement("li");
  item.id = `suggestion-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.address = address;
  const label = document.createElement("bdi");
  label.textContent = name;
  const note = document.createElement("span");
  note.className = "quiet";
  note.textContent = ` ${kind}`;
  item.append(label, note);
  return item;
}

function show([, names, kinds, addresses]) {
  options = names.map((name, index) => option(name, kinds[index], addresses[index], index));
  list.replaceChildren(...options);
  choose(-1);
  list.hidden = options.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

async function ask() {
  const query = box.value.trim();
  const number = (latest += 1);
  if (!query) {
    close();
    return;
  }
  try {
    const answer = await fetch(`/suggest?q=${encodeURIComponent(query.slice(0, 300))}`);
    if (answer.ok && number === latest && document.activeElement === box) {
      show(await answer.json());
    }
  } catch {
    close(); // the form still works
  }
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 120);
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const places = options.length + 1; // the box itself is one of them, -1
    choose(((chosen + 1 + step + places) % places) - 1);
  } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
    event.preventDefault();
    location.assign(options[chosen].dataset.address);
  }
});

list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
list.addEventListener("click", (event) => {
  const item = event.target.closest("[role=option]");
  if (item) {
    location.assign(item.dataset.address);
  }
});
box.addEventListener("blur", close);
