import { useEffect, useState } from 'react'

/** This machine's time, renewed each second while `isOn`. For distances measured here, not for instants of the server. */
export const useTicking = (isOn: boolean): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isOn) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [isOn])
  return now
}
