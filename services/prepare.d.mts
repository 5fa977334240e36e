export const ROOT: string
export function prepare(options?: { withBuild?: boolean; withPage?: boolean }): Promise<void>
