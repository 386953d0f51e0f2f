// The words spoken in a video, from its captions: the lines of their cues, without times. Pure.

/** The maximum text length of a document. */
const MOST_CHARACTERS = 20_000;

/** `vtt` is WebVTT of plain cues: blocks between empty lines. A block with an arrow has its text below the arrow. */
export function spokenText(vtt: string): string {
  const cues = vtt.split(/\r?\n(?:\r?\n)+/).flatMap((block) => {
    const lines = block.split(/\r?\n/);
    const times = lines.findIndex((line) => line.includes('-->'));
    return times < 0 ? [] : lines.slice(times + 1);
  });
  const text = cues.join('\n').replaceAll(/&(amp|lt|gt);/g, (_, name: keyof typeof signs) => signs[name]);
  return [...text].slice(0, MOST_CHARACTERS).join('');
}

/** Escapes in cues for characters that WebVTT reserves. */
const signs = { amp: '&', lt: '<', gt: '>' } as const;
