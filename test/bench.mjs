// `npm run bench`: the IVR webhook against a bare handler with one INSERT; figures and their meaning: docs/proofs.md.
// Options go to test/bench/main.ts: --rounds 3 --calls 3000 --json --profile DIR; --callbacks measures the callback queue instead.
import { prepare } from '../services/prepare.mjs'
import { bundleTests } from './support/bundle.mjs'

await prepare({ withBuild: false })
const { main } = await bundleTests(['bench/main', 'bench/nightline', 'bench/bare', 'bench/load'])
await main(process.argv.slice(2))
