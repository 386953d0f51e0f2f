// The colours of a film: HDR, wide gamut and full range become what every player shows alike, BT.709 in limited range.

export interface Colours {
  readonly range: 'limited' | 'full';
  /** HDR or a wide gamut, by the names of ffmpeg's zscale. Absent where the range alone is unusual. */
  readonly wide?: { readonly primaries: string; readonly transfer: string; readonly matrix: string };
}

/** PQ (SMPTE ST 2084, HDR10) and HLG (ARIB STD-B67). */
const hdr: readonly string[] = ['smpte2084', 'arib-std-b67'];
/** BT.2020, DCI-P3 and Display P3. */
const widePrimaries: readonly string[] = ['bt2020', 'smpte431', 'smpte432'];
/** Any other transfer of a wide gamut is taken for BT.709's. */
const wideTransfers: readonly string[] = [...hdr, 'bt2020-10', 'bt2020-12', 'iec61966-2-1'];
const matrices: readonly string[] = ['bt2020nc', 'bt2020c', 'bt709', 'bt470bg', 'smpte170m'];

const told =
  /^\[Parsed_showinfo\S* @ \S+\] \[info\] color_range:(\S+) color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)/;

/**
 * Reads what ffmpeg's showinfo says of a picture. Undefined for any other line, and for SDR in limited range, tagged or
 * not, which stays as it is. What an HDR film does not say is BT.2020's.
 */
export function coloursOf(line: string): Colours | undefined {
  const [, given, space = '', primaries = '', transfer = ''] = told.exec(line) ?? [];
  const range = given === 'pc' ? 'full' : 'limited';
  const isWide = widePrimaries.includes(primaries) || (primaries === 'unknown' && space.startsWith('bt2020'));
  if (!isWide && !hdr.includes(transfer)) return range === 'full' ? { range } : undefined;
  const wide = {
    primaries: [...widePrimaries, 'bt709'].includes(primaries) ? primaries : 'bt2020',
    transfer: wideTransfers.includes(transfer) ? transfer : 'bt709',
    matrix: matrices.includes(space) ? space : 'bt2020nc',
  };
  return { range, wide };
}

/**
 * True of ffmpeg's line about a Dolby Vision film that has no picture for other players: its profile 5, whose colours
 * (IPT) ffmpeg decodes without converting them.
 */
export const isDolbyVisionOnly = (line: string): boolean =>
  /^\[info\] +DOVI configuration record: .*\bcompatibility id: 0\b/.test(line);

/** Luminance of a white sheet of paper in HDR, in cd/m2, which becomes SDR's white (ITU-R BT.2408). */
const WHITE = 203;
/** The brightest that phones master for. Brighter highlights are white. */
const BRIGHTEST = 1000;
/** Linear light up to which SDR's colours stay as they are; highlights are compressed into what is left above (Mobius). */
const KNEE = 0.7;

/** Format in which pictures are scaled before `standard`. */
export const scaledFormat = (colours: Colours | undefined): string => (colours?.wide ? 'yuv420p10le' : 'yuv420p');

/** Options for the scaling before `standard`. */
export const scaledRange = (colours: Colours | undefined): string =>
  colours && !colours.wide ? ':out_range=limited' : '';

/** Options for scaling to a JPEG, whose colours are always of BT.601 in full range (JFIF). */
export const JPEG_SCALING = 'out_range=full:out_color_matrix=bt601';

/** The filters, each with a comma after it, that convert scaled pictures to BT.709. SDR passes as it is. */
export function standard(colours: Colours | undefined): string {
  if (!colours?.wide) return '';
  const { primaries, transfer, matrix } = colours.wide;
  const from = `zscale=pin=${primaries}:tin=${transfer}:min=${matrix}:rin=${colours.range}:p=bt709`;
  const to = 't=bt709:m=bt709:r=limited:dither=ordered';
  if (!hdr.includes(transfer)) return `${from}:${to},`;
  const mapped = `tonemap=mobius:param=${KNEE}:peak=${(BRIGHTEST / WHITE).toFixed(3)}:desat=0`;
  // The luminance of the film's own display says nothing any more.
  return `${from}:t=linear:npl=${WHITE},format=gbrpf32le,${mapped},zscale=${to},sidedata=mode=delete,`;
}
