// Where npm put the pinned tools: SHEAF_NPM, build/npm at the root of the repository, or this folder.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));

const homes = [process.env.SHEAF_NPM, join(here, "..", "build", "npm"), here].filter(Boolean);
const found = homes.find((folder) => existsSync(join(folder, "node_modules", "solc")));
if (!found) {
  console.error(`solc is in none of ${homes.join(", ")}: run npm install in contracts/`);
  process.exit(2);
}

// The folder that has node_modules.
export const home = resolve(found);
export const modules = join(home, "node_modules");
export const require = createRequire(join(home, "package.json"));

const pins = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies;
for (const [name, version] of Object.entries(pins)) {
  const installed = require(`${name}/package.json`).version;
  if (installed !== version) {
    console.error(`${name} is ${installed} in ${home}, package.json pins ${version}`);
    process.exit(2);
  }
}
