// Paths of the payment methods under the merchant's mount: a page that only registers does not download them.

/** `GET /payment-methods` */
export const PAYMENT_METHODS_PATH = '/payment-methods'

/** `DELETE /payment-methods/:id`, or `PUT /payment-methods/:id/default`. */
export const paymentMethodPath = (id: string, action?: 'default'): string =>
  `${PAYMENT_METHODS_PATH}/${encodeURIComponent(id)}${action ? `/${action}` : ''}`
