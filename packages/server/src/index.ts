// The server half: createBilling() and what it is configured with.
export { BillingError, isBillingError } from '@billing-register/contract'
export { createBilling, type Billing } from './create-billing.ts'
export { memoryLedger } from './ledger/memory.ts'
export type {
  DanalAnswer,
  DanalCancel,
  DanalCharge,
  DanalDeclined,
  DanalOperations,
  DanalPaid,
  DanalRequest,
  DanalTools,
  DanalUncertain,
} from './providers/danal/merchant-operations.ts'
export { danal } from './providers/danal/index.ts'
export { portoneV1 } from './providers/portone-v1/index.ts'
export { portoneV2 } from './providers/portone-v2/index.ts'
export { toss } from './providers/toss/index.ts'
export { Secret } from './secret.ts'
export { parseSealingKeys, type SealingKey } from './sealing/key-ring.ts'
export type { Spill } from './sealing/spill.ts'
export { webCipher, type Cipher, type MakeCipher } from './sealing/cipher.ts'
export { makeSealer, type SealedPlace, type Sealer } from './sealing/sealer.ts'
export { consentEvidence, isFull, mergeBinding, roomFor } from './ledger/ledger.ts'
export type { ConsentQuery } from './ledger/consents.ts'
export type { Rotation, RotationOptions } from './ledger/rotate.ts'
export type {
  Backlog,
  ConsentPage,
  Effects,
  ErasureEffects,
  Ledger,
  LedgerSource,
  Queued,
  RegistrationQuery,
  ReplaceResult,
  ResealBatch,
  SealedLedger,
} from './ledger/ledger.ts'
export type { BriefSecrets } from './ledger/brief-secrets.ts'
export type { PaymentEffects, PaymentLedger, PaymentQuery, PaymentResult } from './ledger/payments.ts'
export type {
  CancelAsked,
  CancelOutcome,
  ChargeAsked,
  ChargeOutcome,
  KeyAsked,
  Maintenance,
  PaymentOperations,
  PgOperation,
  RevokeOutcome,
} from './payments/operations.ts'
export type {
  CancelState,
  Cancellation,
  Operation,
  OperationKind,
  Payment,
  PaymentState,
} from './payments/payment.ts'
export type {
  CancellationView,
  CancelInput,
  ChargeInput,
  CustomerRef,
  PaymentError,
  PaymentStatus,
  PaymentView,
  RevokedMethod,
  RevokeInput,
  ScheduleInput,
} from './payments/index.ts'
export { decodeExchanges, encodeExchanges } from './http/exchange-text.ts'
export type { CallFailure, Exchange } from './http/exchange.ts'
export type { ChargeableMethod } from './payments/own-methods.ts'
export type { CheckUp, ProviderCheck, WaitingPayment } from './operator/check.ts'
export type { Erasure, ErasureOptions, ErasureOrder } from './operator/erase.ts'
export type { Blocker, ErasureCounts, RegistrationFate } from './operator/erasure-plan.ts'
export type { ExportedMethod } from './operator/export.ts'
export type { ImportedMethod, ImportResult } from './operator/import.ts'
export type { Operator } from './operator/operator.ts'
export type {
  MethodFile,
  MethodSummary,
  OperationSummary,
  PaymentFile,
  PaymentSummary,
} from './operator/payments.ts'
export type { Overview, Waiting } from './operator/overview.ts'
export type { PaymentResolution } from './operator/resolve-payment.ts'
export type { Money, Resolution } from './operator/resolve.ts'
export type {
  AttemptSummary,
  CallSummary,
  ClaimSummary,
  RegistrationFile,
  RegistrationSummary,
} from './operator/summary.ts'
export type { CardFormLimits, CardFormOptions, HolderQuestion } from './card-form/options.ts'
export type {
  BillingNotice,
  BillingOptions,
  ConsentAnswer,
  IssuedEvent,
  LogEntry,
  OrderAnswer,
  OrderQuestion,
} from './options.ts'
export type { Customer, Order, ProbeResult, ServerProvider } from './providers/provider.ts'
export type { Actor, BillingEvent, Delivery, EventType, FreshEvent } from './registration/event.ts'
export type {
  Attempt,
  Claim,
  ClaimBinding,
  ConsentEvidence,
  PaymentMethod,
  RecordState,
  Registration,
  StrayCharge,
} from './registration/record.ts'
export type { ReconcileOptions, ReconcileReport, Settled } from './recovery/reconcile.ts'
