// Compiles solidity/ to artifacts/ with the pinned compiler; `--check` compares instead of writing.
// `node contracts/build.mjs [--check]`, after `npm install` in contracts/ or in a folder that tools.mjs looks into.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here, modules, require } from "./tools.mjs";

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
    return { contents: readFileSync(join(modules, path), "utf8") };
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
