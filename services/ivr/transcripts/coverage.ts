import type { Flow } from '../flow.ts'
import { edgeCount, edgeText, type FlowEdge } from '../paths/edges.ts'
import { compare, type OutcomeOf } from './compare.ts'
import { parseTranscript } from './parse-transcript.ts'

export type TranscriptFile = { file: string; source: string }
export type Fault = { file: string; line: number; expected: string; heard: string }
export type FlowTest = { flow: string; files: string[]; faults: Fault[]; edges: { all: number; missing: FlowEdge[] } }

/** Plays all transcripts of a flow: where they went otherwise, and which of its edges none of them takes. */
export function tryFlow(flow: Flow, transcripts: readonly TranscriptFile[], outcomeOf: OutcomeOf): FlowTest {
  const edges = edgeCount(flow)
  const faults = transcripts.flatMap(({ file, source }): Fault[] => {
    const read = parseTranscript(source)
    if ('faults' in read) return read.faults.map(({ line, message }) => ({ file, line, expected: 'a transcript', heard: message }))
    const { difference } = compare(flow, read.transcript, { edges, outcomeOf })
    return difference === null ? [] : [{ file, line: read.lineOf(difference.at), expected: difference.expected, heard: difference.heard }]
  })
  return { flow: flow.id, files: transcripts.map(({ file }) => file), faults, edges: { all: edges.all, missing: edges.missing() } }
}

/** Whole per cent, never rounded up: 100 is all of them. */
export function percentOf({ edges }: Pick<FlowTest, 'edges'>): number {
  return edges.all === 0 ? 100 : Math.floor(((edges.all - edges.missing.length) / edges.all) * 100)
}

/** What a terminal shows: each transcript, each difference side by side, and the edges that none takes. */
export function testLines(test: FlowTest): string[] {
  const { flow, files, faults, edges } = test
  const failed = new Set(faults.map(({ file }) => file))
  return [
    ...files.map((file) => `${failed.has(file) ? 'FAIL' : 'ok  '} ${file}`),
    ...faults.flatMap(({ file, line, expected, heard }) => [`${file}:${line}:`, `    expected  ${expected}`, `    heard     ${heard}`]),
    ...edges.missing.map((edge) => `${flow}: no transcript goes ${edgeText(edge)}`),
    `${flow}: ${files.length} transcripts, ${failed.size} failed; ${edges.all - edges.missing.length} of ${edges.all} edges, ${percentOf(test)} %`,
  ]
}
