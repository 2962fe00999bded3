// The list's script for a page without a bundler: it comes with the register tag's own, and shares all of it.
import './src/define.ts'
import './src/define-methods.ts'
