// The command line as a function, for scripts that run it inside their own process.
export { UsageError, type Io } from './io.ts'
export { runCli, type ExitCode } from './program.ts'
