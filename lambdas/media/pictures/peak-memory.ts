// How much memory this process has taken at the most.
import { readFileSync } from 'node:fs';

/** MB. The kernel's count of this program alone: `process.resourceUsage()` also has what the process was forked from. */
export function peakMemoryMb(): number {
  let status = '';
  try {
    status = readFileSync('/proc/self/status', 'utf8');
  } catch {
    // Only Linux has it.
  }
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Math.round(Number(kilobytes) / 1024);
}
