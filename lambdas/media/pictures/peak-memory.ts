// The peak memory use of this process.
import { readFileSync } from 'node:fs';

/**
 * In MB. Uses the kernel's count for this program alone: `process.resourceUsage()` also includes the process it was
 * forked from.
 */
export function peakMemoryMb(): number {
  let status = '';
  try {
    status = readFileSync('/proc/self/status', 'utf8');
  } catch {
    // Only Linux provides it.
  }
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Math.round(Number(kilobytes) / 1024);
}
