// Sound that is decoded: what phones, cameras, browsers and recorders write. A film with any other plays without it.

/** Codecs by ffmpeg's names. */
const codec =
  /^(?:aac|mp[123]|e?ac3|opus|vorbis|flac|alac|amr_[nw]b|adpcm_(?:ima_qt|ima_wav|ms)|pcm_(?:[su]8|[su](?:16|24|32)[lb]e|f(?:32|64)[lb]e|mulaw|alaw))$/;

export const isDecodable = (name: string): boolean => codec.test(name);

/** The decoders of these codecs, by ffmpeg's names. */
export const soundDecoders: readonly string[] = [
  ...['aac', 'mp3', 'mp3float', 'mp2', 'mp2float', 'mp1', 'mp1float', 'ac3', 'ac3_fixed', 'eac3'],
  ...['opus', 'libopus', 'vorbis', 'libvorbis', 'flac', 'alac'],
  ...['amrnb', 'amrwb', 'libopencore_amrnb', 'libopencore_amrwb', 'adpcm_ima_qt', 'adpcm_ima_wav', 'adpcm_ms'],
  ...['pcm_s8', 'pcm_u8', 'pcm_mulaw', 'pcm_alaw', 'pcm_f32le', 'pcm_f32be', 'pcm_f64le', 'pcm_f64be'],
  ...[16, 24, 32].flatMap((bits) => [`pcm_s${bits}le`, `pcm_s${bits}be`, `pcm_u${bits}le`, `pcm_u${bits}be`]),
];
