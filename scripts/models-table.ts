/** Prints the table of model files for docs/ENGINES.md: `node scripts/models-table.ts`. */
import { MODELS } from '../packages/engines/src/models/table.ts';

console.log('| model | for | package → file | licence | source | SHA-256 |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [name, model] of Object.entries(MODELS)) {
  const file = `\`${model.package}@${model.version}\` → \`${model.path}\``;
  console.log(
    `| \`${name}\` | ${model.purpose} | ${file} | ${model.licence} | ${model.source} | \`${model.sha256}\` |`,
  );
}
