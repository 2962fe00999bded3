// The durable ledger on SQL: a SQLite file by default, Postgres when one machine is not enough.
export { sqlLedger, type SqlLedgerOptions, type SqlLedgerSource, type SqlLedgerTarget } from './sql-ledger.ts'
