// Loads what is changed before the tests of a file begin. What some test loaded first would count as noticed by that one alone.
import { resolve } from 'node:path'

for (const path of (process.env['MUTATION_FILES'] ?? '').split(',')) {
  if (path !== '') await import(/* @vite-ignore */ resolve(path))
}
