// zod schemas of the wire, for the server and for tests. Never imported by the page.
export {
  cancelRequest,
  completeRequest,
  createRegistrationRequest,
  openedRequest,
  rawReturn,
} from './requests.ts'
export {
  createRegistrationResponse,
  offerResponse,
  paymentMethodsResponse,
  problem,
  registrationView,
} from './responses.ts'
