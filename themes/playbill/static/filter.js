// Narrows the list of this page by medium, year, role, tag or licence, in place.
// Hook: <div data-filter hidden></div> before a list whose <li> have some of data-medium, data-year, data-roles, data-tags,
// data-licence (several values separated by "|").

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

function offer(box) {
  const all = box.parentElement.querySelectorAll(Object.keys(WAYS).map((way) => `li[data-${way}]`).join(", "));
  const items = [...all].filter((item) => box.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
  const selects = Object.keys(WAYS).map((way) => choice(way, items)).filter(Boolean);
  if (!selects.length) return;
  const status = document.createElement("span");
  status.className = "filter-status";
  status.setAttribute("role", "status");
  const narrow = () => {
    for (const item of items) {
      item.hidden = !selects.every(({ name, value }) => !value || valuesOf(item, name).includes(value));
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
    select.addEventListener("change", narrow);
    box.append(label);
  }
  box.append(status);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", say("Filter"));
  box.hidden = false;
  if (selects.some((select) => select.value)) narrow(); // the browser kept a choice
}

for (const box of document.querySelectorAll("[data-filter]")) offer(box);

export {};
