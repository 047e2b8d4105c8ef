// Makes WASM smaller, as wasm-opt -Oz does, all files in one process: most are so small that a start takes longer.
// node optimise.mjs BINARYEN FILE...
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [library, ...files] = process.argv.slice(2);
const { default: binaryen } = await import(pathToFileURL(library));
// What rustc's own WASM uses and every browser of our list knows. Told, not guessed: the section of the file that says
// so is not always there.
const features = ['BulkMemory', 'BulkMemoryOpt', 'Multivalue', 'MutableGlobals', 'NontrappingFPToInt', 'ReferenceTypes', 'SignExt']
  .map((name) => binaryen.Features[name])
  .reduce((all, feature) => all | feature, 0);
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
for (const file of files) {
  const module = binaryen.readBinary(readFileSync(file));
  module.setFeatures(features);
  module.optimize();
  module.runPasses(['strip-debug', 'strip-producers', 'strip-target-features']);
  writeFileSync(file, module.emitBinary());
  module.dispose();
}
