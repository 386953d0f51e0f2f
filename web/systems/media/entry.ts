// The console's entry for media.
import { system } from '../../shell/system.ts';

export const entry = system({
  title: 'Media',
  group: 'Media',
  stations: [
    {
      name: 'Media',
      design: 'Pictures and videos: uploaded, checked, transcoded.',
      behind: 'S3 and CloudFront, a Kinesis stream and queues that feed ffmpeg functions, Transcribe, DynamoDB.',
      service: 'media',
      href: '#/media',
    },
  ],
  routes: {
    media: { path: '/media', title: 'Media' },
    'one-media': { path: '/media/:mediaId', where: { mediaId: '[0-9a-f]{20}' }, title: 'Media' },
  },
  goal: {
    title: 'Sign in to share a picture or a video',
    lead: 'Upload a photo and get it back upright, in three sizes. Upload a video, watch the transcoding, and play it.',
    points: [
      ['Nothing appears half done.', 'A picture appears when all its sizes are ready, a video when all of it plays.'],
      [
        'Every file is checked before it is decoded.',
        'A file that only claims to be a picture or a video is rejected, with the reason.',
      ],
      ['Your files are private by default.', 'You can make a file public, and private again.'],
    ],
  },
  load: () => import('./pages.ts'),
});
