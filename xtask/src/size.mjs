// Prints "raw gzip brotli" in bytes for each file named, one line each.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

for (const path of process.argv.slice(2)) {
  const bytes = readFileSync(path);
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } };
  console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, brotli).length);
}
