import { z } from 'zod'
import { personOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { caseDetail, department, departmentChange, factAnswer, newDepartment, newPromise, newSubTask, promiseChange } from '../../schemas/cases.ts'
import { STAFF, SUPERVISION } from '../../schemas/people.ts'
import type { PromiseService } from '../promises/service.ts'
import type { CaseReader } from '../service.ts'
import type { AskService } from './service.ts'

const tags = ['cases']
const config = { access: STAFF }
const write = { access: SUPERVISION }
const ofCase = z.object({ number: z.string().max(20) })
const byId = z.object({ id: z.uuid() })
const changed = { 200: caseDetail }

/** What is asked and promised about a case; each change answers with the case. */
export function askRoutes({ reader, asks, promises }: { reader: CaseReader; asks: AskService; promises: PromiseService }): RoutePlugin {
  return (app) => {
    app.get('/api/departments', { config, schema: { tags, response: { 200: z.array(department) } } }, () => asks.listDepartments())
    app.post('/api/departments', { config: write, schema: { tags, body: newDepartment, response: { 201: department } } }, async (request, reply) =>
      reply.code(201).send(await asks.createDepartment(request.body)),
    )
    app.patch('/api/departments/:id', { config: write, schema: { tags, params: byId, body: departmentChange, response: { 200: department } } }, (request) =>
      asks.changeDepartment(request.params.id, request.body),
    )
    app.post('/api/cases/:number/subtasks', { config, schema: { tags, params: ofCase, body: newSubTask, response: changed } }, async (request) => {
      const { id } = personOf(request)
      await asks.addSubTask(request.params.number, id, request.body)
      return reader.getCase(request.params.number, id)
    })
    app.post('/api/sub-tasks/:id/answer', { config, schema: { tags, params: byId, body: factAnswer, response: changed } }, async (request) => {
      const { id } = personOf(request)
      return reader.getCase(await asks.answerSubTask(request.params.id, id, request.body.answer), id)
    })
    app.post('/api/missing-facts/:id/answer', { config, schema: { tags, params: byId, body: factAnswer, response: changed } }, async (request) => {
      const { id } = personOf(request)
      return reader.getCase(await asks.answerFact(request.params.id, id, request.body.answer), id)
    })
    app.post('/api/cases/:number/promises', { config, schema: { tags, params: ofCase, body: newPromise, response: changed } }, async (request) => {
      const { id } = personOf(request)
      await promises.addPromise(request.params.number, id, request.body)
      return reader.getCase(request.params.number, id)
    })
    app.patch('/api/promises/:id', { config, schema: { tags, params: byId, body: promiseChange, response: changed } }, async (request) => {
      const { id } = personOf(request)
      return reader.getCase(await promises.changePromise(request.params.id, id, request.body), id)
    })
  }
}
