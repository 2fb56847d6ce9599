// Searches the site's index in the page: works, people, collections, roles, tags.
// Hooks: <form data-search="URL of the index"><input name=q></form> <div data-search-results></div>; the page is /search/.
// The index: {"works": [[title, href, medium, year, byline, [also], licence]], "people": [[name, href, credits, [also],
// [roles]]], "collections": [[title, href]], "roles": [[name, href, count]], "tags": [[name, href, count]]}; hrefs from the root.

const words = JSON.parse(document.querySelector('meta[name="creditroll-strings"]')?.content || "{}");
const say = (text) => words[text] ?? text;
const SHOWN = 20;
const FACETS = { medium: say("Medium"), year: say("Year"), licence: say("Licence") };
const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", "’": "'" };

// What a reader types without accents, capitals or a foreign keyboard is the same.
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
const fold = (text) => plain(String(text ?? "")).replace(/[ßæœøłđðþı’]/g, (letter) => LETTERS[letter]);

const entry = (fields, href, title, detail, weight = 0, facets = {}) => ({
  fields: fields.map(([text, worth]) => [fold(text), worth]), href, title, detail, weight, facets,
});
const listed = (parts) => parts.filter(Boolean).join(" · ");

const GROUPS = {
  works: [say("Works"), ([title, href, medium, year, byline, also = [], licence]) =>
    entry([[title, 4], ...also.map((name) => [name, 3]), [byline, 2], [medium, 1], [year, 1]], href, title,
      listed([medium, year, byline]), 0, { medium, year, licence })],
  people: [say("People"), ([name, href, credits, also = [], roles = []]) =>
    entry([[name, 4], ...also.map((other) => [other, 3]), ...roles.map((role) => [role, 1])], href, name,
      listed([roles.slice(0, 3).join(", ")]), credits)],
  collections: [say("Collections"), ([title, href]) => entry([[title, 4]], href, title, "")],
  roles: [say("Roles"), ([name, href, count]) => entry([[name, 4]], href, name, String(count ?? ""), count)],
  tags: [say("Tags"), ([name, href, count]) => entry([[name, 4]], href, name, String(count ?? ""), count)],
};

// How well one word meets one text: all of it, its start, the start of a word in it, anywhere.
function closeness(text, word) {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  if (text === word) return 8;
  if (at === 0) return 5;
  return /[\p{L}\p{N}]/u.test(text[at - 1]) && !text.includes(` ${word}`) ? 1 : 4;
}

// Every word must be met somewhere; names and titles count for more than roles.
function score({ fields }, query, wanted) {
  let sum = fields.some(([text, worth]) => worth > 2 && text === query) ? 100 : 0;
  for (const word of wanted) {
    const best = Math.max(...fields.map(([text, worth]) => closeness(text, word) * worth));
    if (!best) return 0;
    sum += best;
  }
  return sum;
}

function found(entries, query, chosen) {
  const wanted = query.split(/\s+/).filter(Boolean);
  const facets = Object.entries(chosen).filter(([, value]) => value);
  return entries
    .filter((one) => facets.every(([name, value]) => String(one.facets[name] ?? "") === value))
    .map((one) => [wanted.length ? score(one, query, wanted) : 1, one])
    .filter(([points]) => points)
    .sort(([a, one], [b, other]) => b - a || (other.weight ?? 0) - (one.weight ?? 0))
    .map(([, one]) => one);
}

function element(tag, name, ...inside) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside);
  return made;
}

class Search {
  constructor(form, results) {
    Object.assign(this, { form, results, input: form.elements.q, selects: {} });
    this.root = new URL("..", location.href);
    results.removeAttribute("aria-live"); // not every name is said aloud at each letter, only how many there are
    this.status = element("p", "search-status");
    this.status.setAttribute("role", "status");
    this.facets = element("div", "search-facets");
    results.before(this.facets, this.status);
    form.addEventListener("submit", (event) => (event.preventDefault(), this.run()));
    this.input.addEventListener("focus", () => this.read(), { once: true });
    this.input.addEventListener("input", () => this.run());
    for (const where of [form, results]) where.addEventListener("keydown", (event) => this.key(event));
    this.asked = new URLSearchParams(location.search);
    if (!this.input.value) this.input.value = this.asked.get("q") ?? "";
    if ([...this.asked.values()].some(Boolean)) this.run();
  }

  read() {
    this.reading ??= fetch(this.form.dataset.search).then(async (answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      const index = await answer.json();
      this.groups = Object.entries(GROUPS).map(([key, [heading, made]]) => [key, heading, (index[key] ?? []).map(made)]);
      for (const [name, label] of Object.entries(FACETS)) this.offer(name, label);
    });
    return this.reading.catch(() => {
      this.reading = undefined; // the next letter tries again
      this.status.textContent = say("The search index could not be loaded.");
    });
  }

  offer(name, label) {
    const values = [...new Set(this.groups[0][2].map((work) => String(work.facets[name] ?? "")).filter(Boolean))].sort();
    if (values.length < 2) return;
    if (name === "year") values.reverse();
    const select = element("select", "", new Option(say("All"), ""), ...values.map((value) => new Option(value)));
    select.name = name;
    select.value = values.includes(this.asked.get(name)) ? this.asked.get(name) : "";
    select.addEventListener("change", () => this.run());
    this.selects[name] = select;
    this.facets.append(element("label", "", element("span", "", label), " ", select));
  }

  async run() {
    await this.read();
    if (!this.groups) return;
    const query = fold(this.input.value).trim().replace(/\s+/g, " ");
    const chosen = Object.fromEntries(Object.entries(this.selects).map(([name, select]) => [name, select.value]));
    this.remember({ q: this.input.value.trim(), ...chosen });
    const faceted = Object.values(chosen).some(Boolean);
    const groups = query || faceted ? this.groups.filter(([key]) => !faceted || key === "works") : [];
    const answers = groups
      .map(([, heading, entries]) => [heading, found(entries, query, chosen)])
      .filter(([, all]) => all.length);
    const count = answers.reduce((sum, [, all]) => sum + all.length, 0);
    const said = count ? say("Found: {count}").replace("{count}", number.format(count)) : say("Nothing found.");
    this.status.textContent = groups.length ? said : "";
    this.results.replaceChildren(...answers.map(([heading, all]) => this.section(heading, all)));
  }

  section(heading, all) {
    const line = ({ href, title, detail }) => {
      const link = element("a", "", element("bdi", "", title));
      link.href = new URL(href, this.root).href;
      return element("li", "", link, ...(detail ? [" ", element("span", "search-detail", detail)] : []));
    };
    const list = element("ul", "search-list", ...all.slice(0, SHOWN).map(line));
    const section = element("section", "search-group", element("h2", "", heading), list);
    if (all.length > SHOWN) {
      const more = element("button", "search-more", say("Show all"));
      more.type = "button";
      more.addEventListener("click", () => {
        list.append(...all.slice(SHOWN).map(line));
        more.remove();
        list.children[SHOWN].querySelector("a").focus();
      });
      section.append(more);
    }
    return section;
  }

  remember(state) {
    const kept = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
    history.replaceState(history.state, "", `${location.pathname}${kept.size ? `?${kept}` : ""}`);
  }

  // Down and up go through the results, Esc back to the field.
  key(event) {
    const stops = [this.input, ...this.results.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || event.isComposing) return;
    if (event.key === "ArrowDown" && stops[at + 1]) stops[at + 1].focus();
    else if (event.key === "ArrowUp" && at > 0) stops[at - 1].focus();
    else if (event.key === "Escape" && at > 0) this.input.focus();
    else return;
    event.preventDefault();
  }
}

const form = document.querySelector("form[data-search]");
const results = document.querySelector("[data-search-results]");
if (form && results) new Search(form, results);

export {};
