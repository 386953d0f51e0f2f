// What is said in a video, by its captions: the lines of their cues, without times. Pure.

/** As much text as a document may have. */
const MOST_CHARACTERS = 20_000;

/** `vtt` is WebVTT of plain cues: blocks between empty lines, of which those with an arrow have text below it. */
export function spokenText(vtt: string): string {
  const cues = vtt.split(/\r?\n(?:\r?\n)+/).flatMap((block) => {
    const lines = block.split(/\r?\n/);
    const times = lines.findIndex((line) => line.includes('-->'));
    return times < 0 ? [] : lines.slice(times + 1);
  });
  const text = cues.join('\n').replaceAll(/&(amp|lt|gt);/g, (_, name: keyof typeof signs) => signs[name]);
  return [...text].slice(0, MOST_CHARACTERS).join('');
}

/** What cues have for signs that mean something in WebVTT. */
const signs = { amp: '&', lt: '<', gt: '>' } as const;
