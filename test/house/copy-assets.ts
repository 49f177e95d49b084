import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

// What a build takes along as it is: files that are read at run time, beside the module that reads them.
const assets = [
  'examples/legacy-shop/login.js',
  'examples/legacy-shop/get-user.js',
  'src/pages/assets/pages.css',
  'src/pages/assets/pages.js',
  'src/pages/assets/reference.css',
  'src/pages/assets/icon.svg',
];
const checkout = join(import.meta.dirname, '../..');
for (const asset of assets) {
  const target = join(checkout, 'dist', asset);
  await mkdir(dirname(target), { recursive: true });
  await cp(join(checkout, asset), target);
}
