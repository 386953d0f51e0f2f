// Makes media for the requests: READY pictures, a playable private video, uploads in parts, and items that an audience sees.
import { newShown } from '../local/audience/audience-world.ts';
import { type Person, times } from '../local/kit/client.ts';
import { granted, judged, upload } from '../local/media/media-world.ts';
import { fetched, filmBytes, finished, uploadVideo } from '../local/media/video-world.ts';
import { jpeg } from '../pictures.ts';

async function newPictures(owner: Person): Promise<string[]> {
  const bytes = await jpeg(40, 30);
  const mediaIds = await times(20, () => upload(owner, bytes));
  for (const mediaId of mediaIds) await judged(owner, mediaId);
  return mediaIds;
}

/** Makes a private video; returns its token, valid for an hour, its playlists and its DASH manifest. */
async function newPlayback(owner: Person): Promise<{ token: string; files: string[]; dash: string }> {
  const { state, reason, video } = await finished(owner, await uploadVideo(owner, await filmBytes({ seconds: 2 })));
  if (!video?.playbackUrl) throw new Error(`The video is ${state} (${reason}), and cannot be played`);
  const [token = '', master = ''] = new URL(video.playbackUrl).pathname.split('/').slice(-2);
  const text = (await fetched(video.playbackUrl)).toString();
  const dash = new URL(video.dashUrl ?? '').pathname.split('/').at(-1) ?? '';
  return { token, dash, files: [master, ...(text.match(/[0-9a-f]{32}\.m3u8/g) ?? [])] };
}

/** Starts as few uploads as possible, since each takes 101 MB of its owner's quota. */
const newUploadsInParts = async (owner: Person): Promise<string[]> => {
  const inParts = { filename: 'a.mp4', contentType: 'video/mp4' };
  return (await times(6, () => granted(owner, 101 * 2 ** 20, inParts))).map(({ mediaId }) => mediaId);
};

export async function newMedia(owner: Person): Promise<Readonly<Record<string, readonly string[]>>> {
  const [pictures, playback, inParts] = [
    await newPictures(owner),
    await newPlayback(owner),
    await newUploadsInParts(owner),
  ];
  return {
    MEDIA: pictures.slice(0, 4),
    DOOMED_MEDIA: pictures.slice(4),
    MEDIA_IN_PARTS: inParts.slice(0, 2),
    DOOMED_MEDIA_IN_PARTS: inParts.slice(2),
    PLAYBACK_TOKENS: [playback.token],
    PLAYBACK_FILES: playback.files,
    DASH_FILES: [playback.dash],
    SHOWN_MEDIA: await newShown(4),
  };
}
