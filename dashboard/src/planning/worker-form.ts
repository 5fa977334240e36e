import type { UseFormReturnType } from '@mantine/form'
import type { Contract } from '../api/shift-types.ts'

export type ContractValues = {
  validFrom: string
  pack: Contract['pack']
  weekly: string
  most: string
  rate: string
  currency: string
  payPack: string
  onCallRate: string
}
export type WorkerValues = {
  isTrainee: boolean
  department: string
  siteId: string
  speaks: string[]
  /** `until`: the last day on which it holds; empty: no end. */
  attestations: { skill: string; until: string }[]
  contracts: ContractValues[]
}
export type WorkerForm = UseFormReturnType<WorkerValues>
