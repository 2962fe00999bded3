// What the page and the server say to each other. No dependency; the zod schemas are under ./schema.
export { BillingError, isBillingError } from './billing-error.ts'
export {
  BILLING_ERRORS,
  isErrorCode,
  type ErrorAudience,
  type ErrorCode,
  type ErrorFacts,
  type ErrorRetry,
  type Problem,
} from './errors.ts'
export {
  RETURN_FIELDS,
  type CardFormLaunch,
  type CardFormReturn,
  RETURN_MARK,
  type DanalBillingRequest,
  type DanalLaunch,
  type DanalReturn,
  type Launch,
  type LaunchFor,
  type PortoneV1Launch,
  type PortoneV1Request,
  type PortoneV1Return,
  type PortoneV2Launch,
  type PortoneV2Request,
  type PortoneV2Return,
  type PortoneV2Window,
  type RawReturn,
  type ReturnFor,
  type WindowId,
  type TossBillingAuthRequest,
  type TossLaunch,
  type TossReturn,
} from './launch.ts'
export { LOCALES, localeOf, type Locale } from './locale.ts'
export { PAYMENT_METHODS_PATH, paymentMethodPath } from './method-routes.ts'
export { PROVIDER_IDS, type ProviderId } from './provider-id.ts'
export {
  offerPath,
  REGISTRATION_PARAM,
  registrationPath,
  REGISTRATIONS_PATH,
  RETURN_CHANNEL,
  VERSION_HEADER,
  WIRE_VERSION,
} from './routes.ts'
export {
  REGISTRATION_STATES,
  type CancelRequest,
  type CompleteRequest,
  type ConsentView,
  type CreateRegistrationRequest,
  type CreateRegistrationResponse,
  type OfferMessage,
  type OfferResponse,
  type OfferText,
  type OpenedRequest,
  type OrderView,
  type PaymentMethodKind,
  type PaymentMethodsResponse,
  type PaymentMethodView,
  type RegisterMode,
  type RegistrationState,
  type RegistrationView,
  type SavedPaymentMethod,
} from './wire.ts'
