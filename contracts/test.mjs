// Runs the Solidity tests in test/ with the pinned forge and compiler: `node contracts/test.mjs [forge's arguments]`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { here, home, modules } from "./tools.mjs";

const packages = readdirSync(join(modules, "@foundry-rs"));
const programs = packages.map((name) => join(modules, "@foundry-rs", name, "bin", "forge"));
const forge = programs.find((program) => existsSync(program));
if (!forge) {
  console.error(`forge has no program for this machine in ${modules}`);
  process.exit(2);
}
const out = mkdtempSync(join(tmpdir(), "contracts-"));
const run = spawnSync(
  forge,
  [
    "test", "--root", here, "--offline", "--use", join(here, "solc.mjs"),
    "--remappings", `@openzeppelin/=${join(modules, "@openzeppelin")}/`,
    "--out", join(out, "out"), "--cache-path", join(out, "cache"), ...process.argv.slice(2),
  ],
  { stdio: "inherit", env: { ...process.env, SHEAF_NPM: home, FOUNDRY_DISABLE_NIGHTLY_WARNING: "1" } },
);
rmSync(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
