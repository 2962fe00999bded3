// Reads a posted form (or a JSON object) as plain text fields.
import { isJsonObject, parseJson } from './json.ts'

/** Fields of an urlencoded or multipart body; a repeated name keeps its last value, files are ignored. */
export async function readFormFields(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get('content-type') ?? ''
  if (/^multipart\/form-data\b/i.test(type)) {
    const form = await request.formData()
    return Object.fromEntries(
      [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  }
  return Object.fromEntries(new URLSearchParams(await request.text()))
}

/** A REST body as JSON or form, whichever came; undefined when it is neither. Form fields `name[]` become lists. */
export async function readBody(request: Request): Promise<Readonly<Record<string, unknown>> | undefined> {
  const type = request.headers.get('content-type') ?? ''
  const body = await request.text()
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    const json = body === '' ? {} : parseJson(body)
    return isJsonObject(json) ? json : undefined
  }
  const params = new URLSearchParams(body)
  const fields: Record<string, unknown> = {}
  for (const name of params.keys())
    if (name.endsWith('[]')) fields[name.slice(0, -2)] = params.getAll(name)
    else fields[name] = params.get(name)
  return fields
}
