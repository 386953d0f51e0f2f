// Reads what ffmpeg says of a film's packets: when each picture and the sound are shown, as the container's edit list has it.

/** Packet flags of ffmpeg: a key frame, and a packet that is decoded but not shown. */
const KEY = 1;
const DISCARD = 4;

/** The pictures and the sound of a film; codecs by ffmpeg's names, times in seconds by the film's own clock. */
export interface Tracks {
  readonly codec: string;
  /** Times of the pictures that are shown, in order. */
  readonly times: readonly number[];
  /** Times of the key frames, in order. The first may be one that is not shown: a clip that was cut behind it starts there. */
  readonly keyFrames: readonly number[];
  /** End of the last picture. */
  readonly end: number;
  readonly sound: { readonly codec: string; readonly start: number; readonly end: number } | undefined;
}

/** Reads ffmpeg's `framecrc`, a line a packet: `stream, dts, pts, duration, size, checksum[, F=flags, ...]`; a key frame has no flags. */
export class PacketReader {
  readonly #headers = new Map<string, string>();
  readonly #times: number[] = [];
  readonly #keyFrames: number[] = [];
  readonly #ticks = [0, 0];
  #end = Number.NEGATIVE_INFINITY;
  readonly #opensAt: number;
  readonly #isHeard: (codec: string) => boolean;
  #hasSound = false;
  #soundStart = Number.POSITIVE_INFINITY;
  #soundEnd = Number.NEGATIVE_INFINITY;

  /**
   * `isHeard`: whether the sound of a codec will be in the film. Any other has no length. `opensAt`: time before which
   * nothing is shown, though packets in fragments do not say so.
   */
  constructor(isHeard: (codec: string) => boolean, opensAt: number) {
    this.#isHeard = isHeard;
    this.#opensAt = opensAt;
  }

  /** Returns the name of a header line. */
  read(line: string): string | undefined {
    const [, name, value = ''] = /^#(\S+ \d+): +(.*)$/.exec(line) ?? [];
    if (name !== undefined) this.#readHeader(name, value);
    const packet = /^([01]), +-?\d+, +(-?\d+), +(\d+), +\d+, 0x\w+(?:, F=0x(\w+))?/.exec(line);
    if (packet) {
      const stream = Number(packet[1]);
      const tick = this.#ticks[stream] ?? 0;
      const flags = packet[4] === undefined ? KEY : Number.parseInt(packet[4], 16);
      this.#readPacket(stream, Number(packet[2]) * tick, Number(packet[3]) * tick, flags);
    }
    return name;
  }

  #readPacket(stream: number, time: number, duration: number, flags: number): void {
    const isShown = (flags & DISCARD) === 0 && time + duration / 2 >= this.#opensAt;
    if (stream === 1) {
      if (!isShown) return;
      this.#hasSound = true;
      if (!this.#isHeard(this.header('codec_id 1'))) return;
      this.#soundStart = Math.min(this.#soundStart, time);
      this.#soundEnd = Math.max(this.#soundEnd, time + duration);
      return;
    }
    // A later cut of an edit list goes back in time: what is not shown there stands between pictures of the cut before it.
    if (flags & KEY && (isShown || this.#times.length === 0)) this.#keyFrames.push(time);
    if (!isShown) return;
    this.#times.push(time);
    this.#end = Math.max(this.#end, time + duration);
  }

  #readHeader(name: string, value: string): void {
    this.#headers.set(name, value);
    const [, stream] = /^tb ([01])$/.exec(name) ?? [];
    if (stream === undefined) return;
    const [num = 0, den = 1] = value.split('/').map(Number);
    this.#ticks[Number(stream)] = num / den;
  }

  header(name: string): string {
    return this.#headers.get(name) ?? '';
  }

  get pictures(): number {
    return this.#times.length;
  }

  /** Seconds from the first to the last of the film that has been read so far. */
  get seconds(): number {
    const start = Math.min(this.#times[0] ?? Number.POSITIVE_INFINITY, this.#soundStart);
    return Math.max(0, Math.max(this.#end, this.#soundEnd) - start);
  }

  /** Undefined when it has no picture, or none that can be decoded by itself. */
  found(): Tracks | undefined {
    if (this.#times.length === 0 || this.#keyFrames.length === 0) return undefined;
    return {
      codec: this.header('codec_id 0'),
      times: this.#times.sort((a, b) => a - b),
      keyFrames: this.#keyFrames.sort((a, b) => a - b),
      end: this.#end,
      sound: this.#hasSound
        ? { codec: this.header('codec_id 1'), start: this.#soundStart, end: this.#soundEnd }
        : undefined,
    };
  }
}
