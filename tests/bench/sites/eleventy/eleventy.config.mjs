import fs from "node:fs";
import path from "node:path";
const card = (w) => ({ url: `/projects/${w.page.fileSlug}/`, title: w.data.title, date: w.date, summary: w.data.summary });
export default function (cfg) {
  cfg.setQuietMode(true);
  cfg.addPassthroughCopy({ "static/site.css": "site.css" });
  cfg.addFilter("ymd", (d) => d.toISOString().slice(0, 10));
  cfg.addFilter("slice0", (a, n) => a.slice(0, n));
  cfg.addFilter("rfc822", (d) => d.toUTCString());
  cfg.addCollection("works", (api) => api.getFilteredByGlob("content/projects/*.md").sort((a, b) => b.date - a.date));
  cfg.addCollection("people", (api) => {
    const people = JSON.parse(fs.readFileSync(path.resolve("people.json"), "utf8"));
    const map = new Map(people.map((p) => [p.id, { ...p, credits: [] }]));
    for (const w of api.getFilteredByGlob("content/projects/*.md").sort((a, b) => b.date - a.date))
      for (const c of w.data.credits) map.get(c.contributor).credits.push({ work: card(w), role: c.role });
    return [...map.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  });
  cfg.addCollection("tagPages", (api) => {
    const map = new Map();
    for (const w of api.getFilteredByGlob("content/projects/*.md").sort((a, b) => b.date - a.date))
      for (const t of w.data.tags) (map.get(t) ?? map.set(t, []).get(t)).push(card(w));
    const out = [];
    for (const [tag, items] of [...map].sort()) {
      const pages = Math.ceil(items.length / 24);
      for (let i = 0; i < pages; i++)
        out.push({ tag, n: i + 1, pages, count: items.length, items: items.slice(i * 24, i * 24 + 24), url: i ? `/tags/${tag}/page/${i + 1}/` : `/tags/${tag}/` });
    }
    return out;
  });
  return { dir: { input: "content", includes: "../_includes", data: "../_data", output: "public" },
           markdownTemplateEngine: false, htmlTemplateEngine: "njk", templateFormats: ["md", "njk"] };
}
