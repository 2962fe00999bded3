// Demo customers: any name is one. What a real shop has in its users table is made up from the name here.

/** A customer of the shop, in the shape that `identify` answers. */
export interface DemoCustomer {
  readonly id: string
  readonly label: string
  readonly name: string
  readonly email: string
  /** Digits only. */
  readonly phone: string
}

const HOLDERS = ['김하늘', '이보라', '박서준', '최은달', '정다온', '한별'] as const

/** Whether a name can be logged in with. */
export const isCustomerName = (name: string): boolean => /^[a-z0-9-]{1,64}$/.test(name)

function stableNumber(text: string): number {
  let sum = 7
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return sum
}

/** The customer of this name: always the same for the same name, and nobody who exists. */
export function demoCustomer(name: string): DemoCustomer {
  const number = stableNumber(name)
  return {
    id: name,
    label: `${name}@example.com`,
    name: HOLDERS[number % HOLDERS.length] ?? HOLDERS[0],
    email: `${name}@example.com`,
    phone: `0100000${String(number).padStart(4, '0')}`,
  }
}
