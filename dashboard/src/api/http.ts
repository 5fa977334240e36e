import { NO_ANSWER, readProblem, type Problem } from './faults.ts'

/** The server refused or could not be reached (`status` 0). */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail || problem.title || `status ${problem.status}`)
    this.problem = problem
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
type Options = { body?: unknown; signal?: AbortSignal }

/** Asks our own server. The answer is trusted to have the shape that services/schemas says: both are built from it. */
export const ask = async <T>(method: Method, path: string, { body, signal }: Options = {}): Promise<T> => {
  const response = await send(method, path, { body, ...(signal ? { signal } : {}) })
  const text = await response.text()
  const json = parse(text)
  if (!response.ok) throw new ApiError(readProblem(response.status, json))
  return json as T
}

/** A list, whether the server sends it bare or under its name. */
export const askList = async <T>(path: string, name: string, options: Options = {}): Promise<T[]> => {
  const answer = await ask<T[] | Record<string, T[]>>('GET', path, options)
  return Array.isArray(answer) ? answer : (answer[name] ?? [])
}

/** A file as it is, such as sound from a microphone. */
export const sendFile = async <T>(path: string, file: Blob): Promise<T> => {
  const response = await fetch(path, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': file.type }, body: file }).catch(() => {
    throw new ApiError(NO_ANSWER)
  })
  const json = parse(await response.text())
  if (!response.ok) throw new ApiError(readProblem(response.status, json))
  return json as T
}

/** A text to be kept as a file. */
export const askText = async (path: string): Promise<string> => {
  const response = await send('GET', path, {})
  const text = await response.text()
  if (!response.ok) throw new ApiError(readProblem(response.status, parse(text)))
  return text
}

const send = async (method: Method, path: string, { body, signal }: Options): Promise<Response> => {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(NO_ANSWER)
  }
}

const parse = (text: string): unknown => {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const statusOf = (error: unknown): number => (error instanceof ApiError ? error.problem.status : -1)
