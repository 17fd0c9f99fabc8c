/**
 * Builds what is served: page.js, all modules of js/ in one; styles.css; and for page.js the one package that it uses,
 * as one small module. `node tools/build.mjs` writes them; `--check` only says whether what is there is what would be
 * written.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FRONTEND = dirname(dirname(fileURLToPath(import.meta.url)));
const LICENSED = ["oidc-client-ts", "jwt-decode"];
const BUILT = ["licences.txt", "styles.css", "vendor/oidc-client-ts.js", "page.js"];

function manifest(name) {
  return JSON.parse(readFileSync(join(FRONTEND, "node_modules", name, "package.json"), "utf8"));
}

function notice(name) {
  const { version, license, homepage } = manifest(name);
  return `${name} ${version}, ${license}, ${homepage}`;
}

function buildStyles(folder) {
  const cli = join(FRONTEND, "node_modules/@tailwindcss/cli/dist/index.mjs");
  const input = join(FRONTEND, "styles/page.css");
  const output = join(folder, "styles.css");
  execFileSync(process.execPath, [cli, "--input", input, "--output", output, "--minify"], {
    cwd: FRONTEND,
    stdio: "pipe",
  });
}

function buildVendor(folder) {
  return build({
    stdin: {
      contents: 'export { ErrorResponse, OidcClient, WebStorageStateStore } from "oidc-client-ts";',
      resolveDir: FRONTEND,
    },
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "none",
    banner: { js: `/*! ${notice("oidc-client-ts")}; with ${notice("jwt-decode")} */` },
    outfile: join(folder, "vendor/oidc-client-ts.js"),
  });
}

function buildPage(folder) {
  return build({
    entryPoints: [join(FRONTEND, "js/main.js")],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "inline",
    outfile: join(folder, "page.js"),
  });
}

/** The terms of what page.js contains, which ask to be handed on with it. */
function buildLicences(folder) {
  const text = (name) => readFileSync(join(FRONTEND, "node_modules", name, "LICENSE"), "utf8").trim();
  const parts = LICENSED.map((name) => `${notice(name)}\n\n${text(name)}\n`);
  writeFileSync(join(folder, "licences.txt"), parts.join(`\n${"-".repeat(80)}\n\n`));
}

async function buildInto(folder) {
  mkdirSync(join(folder, "vendor"), { recursive: true });
  buildLicences(folder);
  buildStyles(folder);
  await buildVendor(folder);
  await buildPage(folder);
}

async function check() {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  try {
    await buildInto(folder);
    const text = (root, name) => readFileSync(join(root, name), "utf8");
    const stale = BUILT.filter((name) => text(folder, name) !== text(FRONTEND, name));
    for (const name of stale) console.error(`frontend/${name} is stale: run \`make page\`.`);
    process.exitCode = stale.length ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await (process.argv.includes("--check") ? check() : buildInto(FRONTEND));
