// Compiles solidity/ to artifacts/ with the pinned compiler; `--check` compares instead of writing.
// `node contracts/build.mjs [--check]`, after `npm ci` in contracts/ or in the folder that SHEAF_NPM names
// (by default build/npm at the root of the repository).
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const homes = [process.env.SHEAF_NPM, join(here, "..", "build", "npm"), here].filter(Boolean);
const home = homes.find((folder) => existsSync(join(folder, "node_modules", "solc")));
if (!home) {
  console.error(`solc is in none of ${homes.join(", ")}: run npm ci in contracts/`);
  process.exit(2);
}
const require = createRequire(join(resolve(home), "package.json"));
const pins = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies;
for (const [name, version] of Object.entries(pins)) {
  const found = require(`${name}/package.json`).version;
  if (found !== version) {
    console.error(`${name} is ${found} in ${home}, package.json pins ${version}`);
    process.exit(2);
  }
}

// What is not pinned here changes the bytecode: no metadata hash, so that comments and paths do not either.
const settings = {
  evmVersion: "cancun",
  optimizer: { enabled: true, runs: 200 },
  metadata: { appendCBOR: false, bytecodeHash: "none" },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};
const names = readdirSync(join(here, "solidity")).filter((file) => file.endsWith(".sol")).sort();
const sources = Object.fromEntries(
  names.map((file) => [`solidity/${file}`, { content: readFileSync(join(here, "solidity", file), "utf8") }]),
);
const findImport = (path) => {
  try {
    return { contents: readFileSync(join(home, "node_modules", path), "utf8") };
  } catch (error) {
    return { error: error.message };
  }
};
const output = JSON.parse(
  require("solc").compile(JSON.stringify({ language: "Solidity", sources, settings }), { import: findImport }),
);
const problems = output.errors ?? [];
for (const problem of problems) console.error(problem.formattedMessage);
if (problems.length > 0) process.exit(1);

const artifacts = join(here, "artifacts");
const check = process.argv.includes("--check");
mkdirSync(artifacts, { recursive: true });
let stale = 0;
for (const file of names) {
  const contract = file.replace(/\.sol$/, "");
  const { abi, evm } = output.contracts[`solidity/${file}`][contract];
  const text = `${JSON.stringify({ abi, bytecode: `0x${evm.bytecode.object}` }, null, 1)}\n`;
  const path = join(artifacts, `${contract}.json`);
  if (!check) {
    writeFileSync(path, text);
  } else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`artifacts/${contract}.json is not what solidity/${file} compiles to: run node contracts/build.mjs`);
    stale += 1;
  }
}
if (stale > 0) process.exit(1);
console.log(`${names.length} contracts ${check ? "reproduce from source" : "compiled"}`);
