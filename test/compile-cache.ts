import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Loaded before each test file: 350 of them load the same modules, and what Node made of a module for one is good for all.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'));
