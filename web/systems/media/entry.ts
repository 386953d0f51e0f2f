// What the media system declares to the console.
import { system } from '../../shell/system.ts';

export const entry = system({
  title: 'Media',
  group: 'Media',
  stations: [
    {
      name: 'Media',
      design: 'Pictures and videos: uploaded, judged, transcoded.',
      behind: 'S3 and CloudFront, a Kinesis stream and queues before ffmpeg in functions, Transcribe, DynamoDB.',
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
    lead: 'Drop a photograph and get it back upright, in three sizes; drop a video and watch it being transcoded, then play it.',
    points: [
      ['Nothing is half there.', 'A picture is shown when all of its sizes are, a video when all of it plays.'],
      ['A file is judged before it is opened.', 'What only says that it is a picture or a video is told why not.'],
      ['It is yours until you say otherwise.', 'What you show to everybody you can take back.'],
    ],
  },
  load: () => import('./pages.ts'),
});
