// Packs the plugin as a zip that a site's owner uploads: node pack.mjs FOLDER
//
// The same files make the same bytes: names in order, one time, nothing compressed.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "./crc32.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PLUGIN = join(HERE, "passwave");
const LICENCE = join(HERE, "../../LICENSE-MIT");
/** 1 January 1980, where a zip's time begins. */
const DATE = (1 << 5) | 1;
const UTF8_NAMES = 0x0800;
const REGULAR_FILE = 0o100644;

/** @typedef {{ name: string, content: Buffer }} File */

/** The plugin's version, as WordPress reads it. */
export function version() {
  const found = /^ \* Version:\s+(\S+)$/m.exec(readFileSync(join(PLUGIN, "passwave.php"), "utf8"));
  if (!found) throw new Error("passwave.php has no version");
  return String(found[1]);
}

/** Everything that is shipped: translations are compiled, templates for translators stay. @returns {File[]} */
function files() {
  const paths = readdirSync(PLUGIN, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PLUGIN, join(entry.parentPath ?? entry.path, entry.name)));
  const own = paths.map((path) => ({ name: path, content: readFileSync(join(PLUGIN, path)) }));
  const compiled = paths.filter((path) => path.endsWith(".po")).map(compile);
  return [...own, ...compiled, { name: "LICENSE-MIT", content: readFileSync(LICENCE) }]
    .map(({ name, content }) => ({ name: `passwave/${name.replaceAll("\\", "/")}`, content }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** @param {string} path of a .po @returns {File} */
function compile(path) {
  const arguments_ = ["--check-format", "--output-file=-", join(PLUGIN, path)];
  return {
    name: path.replace(/\.po$/, ".mo"),
    content: execFileSync("msgfmt", arguments_, { stdio: ["pipe", "pipe", 2] }),
  };
}

/** The fields that a file's two headers share. @param {File} file */
function common({ name, content }) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(10, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

/** @param {File} file @param {number} offset of its content's header */
function directoryEntry(file, offset) {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(REGULAR_FILE * 0x10000, 6);
  tail.writeUInt32LE(offset, 10);
  // Made on Unix, so that the mode counts.
  return Buffer.concat([Buffer.from("PK\x01\x02\x14\x03", "latin1"), common(file), tail, Buffer.from(file.name)]);
}

/** @param {File[]} all */
export function zip(all) {
  const contents = all.map((file) =>
    Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common(file), Buffer.from(file.name), file.content]),
  );
  let offset = 0;
  const directory = Buffer.concat(
    all.map((file, index) => {
      const entry = directoryEntry(file, offset);
      offset += contents[index]?.length ?? 0;
      return entry;
    }),
  );
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(all.length, 8);
  end.writeUInt16LE(all.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...contents, directory, end]);
}

/** Writes the zip into a folder and says where. @param {string} folder */
export function pack(folder) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `passwave-wordpress-${version()}.zip`);
  writeFileSync(path, zip(files()));
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(pack(process.argv[2] ?? "."));
