// Narrows the list of this page by medium, year, role, tag or licence, in place: by choices of its own, or by the links that lead to
// lists of one medium, year or role, where the page has them and shows the whole list.
// Hook: <div data-filter hidden></div> before a list whose <li> have some of data-medium, data-year, data-roles, data-tags,
// data-licence (several values separated by "|"); <ul data-filter-by="medium"> with <a data-value="Film" href=...>, before it.

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const WAYS = { medium: say("Medium"), year: say("Year"), roles: say("Role"), tags: say("Tags"), licence: say("Licence") };

const valuesOf = (item, way) => (item.dataset[way] ?? "").split("|").map((value) => value.trim()).filter(Boolean);

function choice(way, items) {
  const values = [...new Set(items.flatMap((item) => valuesOf(item, way)))];
  if (values.length < 2) return null;
  const order = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
  values.sort(order.compare);
  if (way === "year") values.reverse();
  const select = document.createElement("select");
  select.name = way;
  select.append(new Option(say("All"), ""), ...values.map((value) => new Option(value)));
  return select;
}

// Groups of which nothing is left are hidden with their headings.
function hideEmpty(items, box) {
  const groups = new Set(items.map((item) => item.closest("[data-filter-group], section")));
  for (const group of groups) {
    if (group && !group.contains(box)) group.hidden = items.every((item) => item.hidden || !group.contains(item));
  }
}

// A link that narrows in place: clicked again, or another of its kind, it lets go.
function linked(box, narrow) {
  const chosen = {};
  const links = [...box.parentElement.querySelectorAll("[data-filter-by] a[data-value]")];
  const wayOf = (link) => link.closest("[data-filter-by]").dataset.filterBy;
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const way = wayOf(link);
      chosen[way] = chosen[way] === link.dataset.value ? "" : link.dataset.value;
      for (const other of links) {
        if (chosen[wayOf(other)] === other.dataset.value) other.setAttribute("aria-current", "true");
        else other.removeAttribute("aria-current");
      }
      narrow(Object.entries(chosen).map(([name, value]) => ({ name, value })));
    });
  }
}

function offer(box) {
  const all = box.parentElement.querySelectorAll(Object.keys(WAYS).map((way) => `li[data-${way}]`).join(", "));
  const items = [...all].filter((item) => box.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
  const links = box.parentElement.querySelector("[data-filter-by]");
  if (links && box.parentElement.querySelector(".pager")) return; // the links lead to whole lists, this page is a piece of one
  const selects = links ? [] : Object.keys(WAYS).map((way) => choice(way, items)).filter(Boolean);
  if (!selects.length && !links) return;
  const status = document.createElement("span");
  status.className = "filter-status";
  status.setAttribute("role", "status");
  const narrow = (choices = selects) => {
    for (const item of items) {
      item.hidden = !choices.every(({ name, value }) => !value || valuesOf(item, name).includes(value));
    }
    hideEmpty(items, box);
    const shown = items.filter((item) => !item.hidden).length;
    status.textContent = say("Shown: {shown} of {total}").replace("{shown}", shown).replace("{total}", items.length);
  };
  for (const select of selects) {
    const name = document.createElement("span");
    name.textContent = WAYS[select.name];
    const label = document.createElement("label");
    label.append(name, " ", select);
    select.addEventListener("change", () => narrow());
    box.append(label);
  }
  if (links) linked(box, narrow);
  box.append(status);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", say("Filter"));
  box.hidden = false;
  if (selects.some((select) => select.value)) narrow(); // the browser kept a choice
}

for (const box of document.querySelectorAll("[data-filter]")) offer(box);

export {};
