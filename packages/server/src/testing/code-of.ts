// What a call that must be refused is refused with.
import { isBillingError } from '@billing-register/contract'

/** The code of the error that it ends with; `no error` where it ends well, and whatever else was thrown as it tells itself. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no error'
  } catch (error) {
    return isBillingError(error) ? error.code : String(error)
  }
}
