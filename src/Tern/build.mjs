// Bundles scripts, styles, the typeface and the icons that are used into wwwroot/dist; the build embeds them into the program.
import { build } from "esbuild";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const out = "wwwroot/dist";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

await build({
  entryPoints: { app: "Scripts/app.ts", theme: "Scripts/theme.ts", worker: "Scripts/worker.ts", tern: "Styles/tern.css" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  external: ["*.woff2"],
  legalComments: "none",
  logLevel: "warning",
});

for (const subset of ["latin", "latin-ext", "greek", "cyrillic"]) {
  cpSync(`node_modules/@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`, `${out}/inter-${subset}.woff2`);
}

const icons = readFileSync("Styles/icons.txt", "utf8").split(/\s+/).filter(Boolean);
const symbols = icons.map((name) => {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const inner = svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "").replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
});
writeFileSync(`${out}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);

const mark = readFileSync("node_modules/lucide-static/icons/bird.svg", "utf8").replace(/<!--.*?-->/gs, "").replace('stroke="currentColor"', 'stroke="#0f766e"');
writeFileSync(`${out}/favicon.svg`, mark);
