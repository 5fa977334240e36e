// `npm run bench:shifts`: the planner on the published instances, each result judged by the checker; docs/planner-benchmark.md.
// Options: --seconds 60 --only 1,2 --data FOLDER --threads 2 --write; --generated adds instances of the sizes of 13, 19 and 21 to 24.
import { prepare } from '../services/prepare.mjs'
import { bundleTests } from './support/bundle.mjs'

await prepare()
const { main } = await bundleTests(['bench/shifts'])
process.exitCode = await main(process.argv.slice(2))
