#!/usr/bin/env node
// The pinned compiler as the program that forge expects: `--version`, or standard JSON from input to output.
import { readFileSync } from "node:fs";
import { require } from "./tools.mjs";

const solc = require("solc");
if (process.argv.includes("--version")) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else {
  process.stdout.write(solc.compile(readFileSync(0, "utf8")));
}
