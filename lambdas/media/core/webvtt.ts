// Turns recognised words into readable cues and cues into WebVTT, and parses foreign WebVTT strictly.
// https://www.w3.org/TR/webvtt1/

export interface Word {
  readonly fromMs: number;
  readonly toMs: number;
  /** Text with its leading space, in languages that have one. */
  readonly text: string;
}

export interface Cue {
  readonly fromMs: number;
  readonly toMs: number;
  /** Lines as shown; never markup. */
  readonly text: string;
}

export class NotWebVtt extends Error {}

/** Characters of a line that can be read while it is shown. */
const LINE_CHARACTERS = 42;
const LINES = 2;
const MOST_MS = 6000;
/** A pause this long starts a new cue. */
const PAUSE_MS = 1000;

const withoutControls = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ');

/** Cuts a word that does not fit on a line. */
function piecesOf({ text, ...times }: Word): Word[] {
  const spaced = withoutControls(text);
  const characters = [...spaced.trim()];
  const count = Math.ceil(characters.length / LINE_CHARACTERS);
  return Array.from({ length: count }, (_, i) => {
    const piece = characters.slice(i * LINE_CHARACTERS, (i + 1) * LINE_CHARACTERS).join('');
    return { ...times, text: i === 0 && spaced.startsWith(' ') ? ` ${piece}` : piece };
  });
}

/** Appends the word to the lines; undefined when it does not fit. */
function joined(lines: readonly string[], text: string): string[] | undefined {
  const last = lines.at(-1) ?? '';
  if ([...last, ...text].length <= LINE_CHARACTERS) return [...lines.slice(0, -1), last + text];
  return lines.length < LINES ? [...lines, text.trim()] : undefined;
}

/** Makes cues of at most two lines of 42 characters and six seconds; a cue ends when the next begins. */
export function cuesOf(words: readonly Word[]): Cue[] {
  const cues: { fromMs: number; toMs: number; lines: string[] }[] = [];
  for (const { fromMs, toMs, text } of words.flatMap(piecesOf)) {
    const cue = cues.at(-1);
    const begun = Math.max(0, fromMs, cue?.fromMs ?? 0);
    const lines = cue && joined(cue.lines, text);
    if (cue && lines && toMs - cue.fromMs <= MOST_MS && begun - cue.toMs <= PAUSE_MS) {
      cue.lines = lines;
      cue.toMs = Math.max(cue.toMs, toMs);
    } else {
      if (cue) cue.toMs = Math.min(cue.toMs, begun);
      cues.push({ fromMs: begun, toMs: Math.min(Math.max(begun, toMs), begun + MOST_MS), lines: [text.trim()] });
    }
  }
  return cues.map(({ lines, ...times }) => ({ ...times, text: lines.join('\n') }));
}

/** `01:02:03.456` */
export function timestamp(ms: number): string {
  const part = (of: number, most: number, digits = 2) => String(Math.floor(ms / of) % most).padStart(digits, '0');
  return `${part(3_600_000, 1000)}:${part(60_000, 60)}:${part(1000, 60)}.${part(1, 1000, 3)}`;
}

const escapes = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': '\u00a0', '&lrm;': '\u200e', '&rlm;': '\u200f' };
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const unescaped = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|nbsp|lrm|rlm);/g, (name) => escapes[name as keyof typeof escapes]);

export function webVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(
    ({ fromMs, toMs, text }, i) => `${i + 1}\n${timestamp(fromMs)} --> ${timestamp(toMs)}\n${escaped(text)}\n`,
  );
  return `WEBVTT\n\n${blocks.join('\n')}`;
}

const TIME = '(?:(\\d{2,3}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})';
const timing = new RegExp(`^${TIME}[ \\t]+-->[ \\t]+${TIME}(?:[ \\t].*)?$`);

const msOf = (hours: string | undefined, minutes = '', seconds = '', ms = ''): number =>
  ((Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms);

/** Parses cues without their positions. Throws NotWebVtt on anything but plain text in order: markup, styles, notes. */
export function readWebVtt(text: string): Cue[] {
  const [head = '', ...blocks] = text
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/);
  if (!/^WEBVTT(?:[ \t].*)?\n?$/.test(head)) throw new NotWebVtt('it does not begin with WEBVTT');
  const cues: Cue[] = [];
  for (const lines of blocks.map((block) => block.split('\n').filter((line) => line !== ''))) {
    if (lines.length === 0) continue;
    const at = lines[0]?.includes('-->') ? 0 : 1;
    const times = timing.exec(lines[at] ?? '')?.slice(1);
    if (!times) throw new NotWebVtt(`'${lines[at] ?? lines[0]}' says no time`);
    const [fromMs, toMs] = [msOf(...(times.slice(0, 4) as [string])), msOf(...(times.slice(4) as [string]))];
    if (toMs < fromMs || fromMs < (cues.at(-1)?.fromMs ?? 0)) throw new NotWebVtt(`'${lines[at]}' is out of order`);
    const said = lines.slice(at + 1).join('\n');
    if (/<|-->|[^\P{Cc}\n\t]/u.test(said)) throw new NotWebVtt(`at ${timestamp(fromMs)} is more than plain text`);
    if (said.trim() !== '') cues.push({ fromMs, toMs, text: unescaped(said) });
  }
  return cues;
}
